"""Scheduling, put together."""

from fastapi import FastAPI

from services.catalogue import find
from services.scheduling.api import ROUTERS
from services.scheduling.reactions import reactions
from services.scheduling.store import COLLECTIONS
from shared.contracts.failures import FAILURES
from shared.runtime.clock import Clock
from shared.runtime.settings import Settings
from shared.service import Service, build

ENTRY = find("scheduling")
SERVICE = Service(
    name=ENTRY.name,
    title=ENTRY.title,
    topic=ENTRY.topic,
    summary=ENTRY.summary,
    routers=ROUTERS,
    reactions=reactions,
    failure=FAILURES[ENTRY.name],
    collections=COLLECTIONS,
)


def create_app(settings: Settings, clock: Clock | None = None) -> FastAPI:
    """Return the service's app."""
    return build(SERVICE, settings, clock=clock)
