"""An app on a free loopback port, in the test's own event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

import uvicorn
from fastapi import FastAPI

_SECONDS_TO_END: Final = 2
"""Live streams that a browser has open end after this."""


def listen() -> tuple[socket.socket, str]:
    """Open a listening socket; also returns its address, which some apps need beforehand."""
    listener = socket.create_server(("127.0.0.1", 0))
    return listener, f"http://127.0.0.1:{listener.getsockname()[1]}"


class _Server(uvicorn.Server):
    """A server that leaves the signals of the process alone.

    Several servers of one process that end in any order would restore each other's handlers, and live streams
    end with the server to which the handler belongs.
    """

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@asynccontextmanager
async def serve(app: FastAPI, listener: socket.socket | None = None) -> AsyncIterator[str]:
    """Serve an app whose lifespan runs elsewhere; yields its address."""
    taken = listener or listen()[0]
    server = _Server(_config(app))
    task = asyncio.create_task(server.serve(sockets=[taken]))
    try:
        while not server.started:
            await asyncio.sleep(0.02)
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        log_level="error",
        log_config=None,
        timeout_graceful_shutdown=_SECONDS_TO_END,
    )
