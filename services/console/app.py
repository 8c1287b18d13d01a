"""The console put together: the kit, pages in place of an API, and the owners' addresses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI

from services.console.drawing import Drawings
from services.console.guard import Guard
from services.console.owners import OWN_ADDRESS, TIMEOUT, Owners
from services.console.pages import ROUTERS
from services.console.pages.errors import install_error_pages
from services.console.reactions import reactions
from services.console.store import COLLECTIONS
from shared.runtime.clock import Clock
from shared.runtime.settings import Settings
from shared.service import Service, build

SERVICE = Service(
    name="console",
    summary="Pages for coordinators and operators",
    routers=ROUTERS,
    reactions=reactions,
    collections=COLLECTIONS,
    accepts_cookie=True,
)


def create_app(settings: Settings, clock: Clock | None = None) -> FastAPI:
    """Put the console together."""
    app = build(SERVICE, settings, clock=clock)
    app.add_middleware(Guard)
    install_error_pages(app)
    _add_helpers(app, settings)
    return app


def _add_helpers(app: FastAPI, settings: Settings) -> None:
    """Hold one HTTP client and one drawing process as long as the app runs; no proxy between services."""
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        app.state.drawings = Drawings()
        try:
            own = {OWN_ADDRESS: httpx.ASGITransport(app=app, raise_app_exceptions=False)}
            async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, mounts=own) as client:
                app.state.owners = Owners(client, settings)
                async with inner(app) as state:
                    yield state
        finally:
            await app.state.drawings.close()

    app.router.lifespan_context = lifespan
