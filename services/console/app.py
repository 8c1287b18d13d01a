"""The console put together: the kit, pages in place of an API, and the owners' addresses."""

from fastapi import FastAPI
from starlette.middleware import Middleware

from services.catalogue import find
from services.console.lifespan import extend_lifespan
from services.console.pages import ROUTERS
from services.console.pages.common.errors import install_error_pages
from services.console.pages.common.known_programmes import KnownProgrammes
from services.console.pages.common.programme_words import KnownWords
from services.console.pages.common.reader import Readers
from services.console.reactions import reactions
from services.console.security import REFUSALS, RequestChecks, SecurityHeaders
from services.console.store import COLLECTIONS
from services.settings import PlatformSettings
from shared.contracts.failures import FAILURES
from shared.runtime.clock import Clock
from shared.service import Service, build

ENTRY = find("console")
SERVICE = Service(
    name=ENTRY.name,
    title=ENTRY.title,
    topic=ENTRY.topic,
    summary=ENTRY.summary,
    routers=ROUTERS,
    reactions=reactions,
    failure=FAILURES[ENTRY.name],
    collections=COLLECTIONS,
    refusals=REFUSALS,
    rebuildable=True,
)


def create_app(settings: PlatformSettings, clock: Clock | None = None) -> FastAPI:
    """Put the console together."""
    guard = Middleware(RequestChecks, address=settings.console_url)
    app = build(SERVICE, settings, clock=clock, middleware=[guard])
    app.add_middleware(SecurityHeaders, address=settings.console_url)  # outermost
    install_error_pages(app)
    app.state.readers = Readers()
    app.state.known_programmes = KnownProgrammes()
    app.state.known_words = KnownWords()
    extend_lifespan(app, settings)
    return app
