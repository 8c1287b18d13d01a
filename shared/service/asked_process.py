"""A child process that answers questions, one at a time."""

import asyncio
import json
from asyncio.subprocess import Process
from collections.abc import Mapping
from typing import Any

from shared.service.child_process import ChildProcess


class Unanswered(RuntimeError):  # noqa: N818
    """A question got no answer in time, or none at all."""


class AskedProcess:
    """A process that reads a question as JSON, a line each, and answers with a line of JSON.

    Args:
        module: what it runs.
        patience_seconds: how long an answer may take.
    """

    def __init__(self, module: str, patience_seconds: float) -> None:
        self._process = ChildProcess(module)
        self._patience_seconds = patience_seconds
        self._one_at_a_time = asyncio.Lock()

    @property
    def current(self) -> Process | None:
        """The process, if there is one."""
        return self._process.current

    async def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer; one with ``error`` says why there is none.

        Raises:
            Unanswered: the process gave none in time, or died.
        """
        async with self._one_at_a_time:
            try:
                async with asyncio.timeout(self._patience_seconds):
                    return await self._ask(json.dumps(question))
            except asyncio.CancelledError:
                # The answer to a cancelled question must not be taken for the next one's.
                await self.close()
                raise
            except (OSError, ValueError, TimeoutError) as error:
                await self.close()
                raise Unanswered(type(error).__name__) from error

    async def _ask(self, question: str) -> dict[str, Any]:
        process = await self._process.started()
        pipe_in, pipe_out = process.stdin, process.stdout
        if pipe_in is None or pipe_out is None:
            raise OSError("no pipes")
        pipe_in.write(question.encode() + b"\n")
        await pipe_in.drain()
        answer: dict[str, Any] = json.loads(await pipe_out.readline())
        self._process.rest()
        return answer

    async def close(self) -> None:
        """End the process, if there is one."""
        await self._process.close()
