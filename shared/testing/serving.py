"""An app on a free loopback port, in the test's own event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI


def listen() -> tuple[socket.socket, str]:
    """Open a listening socket; also returns its address, which some apps need beforehand."""
    listener = socket.create_server(("127.0.0.1", 0))
    return listener, f"http://127.0.0.1:{listener.getsockname()[1]}"


@asynccontextmanager
async def serve(app: FastAPI, listener: socket.socket | None = None) -> AsyncIterator[str]:
    """Serve an app whose lifespan runs elsewhere; yields its address."""
    taken = listener or listen()[0]
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error", log_config=None))
    task = asyncio.create_task(server.serve(sockets=[taken]))
    try:
        while not server.started:
            await asyncio.sleep(0.02)
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
