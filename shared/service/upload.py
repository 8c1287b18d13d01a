"""Files sent to an endpoint: kept on disk, not in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from shared.runtime.problems import BodyTooLarge

_IN_MEMORY_BYTES: Final = 262_144
"""A file no larger than this never reaches the disk."""


@asynccontextmanager
async def received_file(request: Request, max_bytes: int) -> AsyncIterator[IO[bytes]]:
    """Receive the body of a request into a temporary file, which is removed when the block ends.

    The endpoint states ``dependencies=[large_body("text/csv")]``; else the limit of an ordinary body holds.
    The block gets the file at its beginning. Read it in a thread: ``await asyncio.to_thread(parse, file)``.

    Raises:
        TooLarge: the body is larger than ``max_bytes``; the client gets a 413.
    """
    with SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as file:
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
            if size > max_bytes:
                raise BodyTooLarge(max_bytes)
            if size > _IN_MEMORY_BYTES:
                await run_in_threadpool(file.write, chunk)
            else:
                file.write(chunk)
        file.seek(0)
        yield file
