"""The feedback service, put together."""

from fastapi import FastAPI

from services.catalogue import find
from services.feedback.api import ROUTERS
from services.feedback.reactions import reactions
from services.feedback.store import COLLECTIONS
from shared.runtime.clock import Clock
from shared.runtime.settings import Settings
from shared.service import Service, build

ENTRY = find("feedback")
SERVICE = Service(
    name=ENTRY.name,
    title=ENTRY.title,
    topic=ENTRY.topic,
    summary=ENTRY.summary,
    routers=ROUTERS,
    reactions=reactions,
    collections=COLLECTIONS,
)


def create_app(settings: Settings, clock: Clock | None = None) -> FastAPI:
    """Build the service's app."""
    return build(SERVICE, settings, clock=clock)
