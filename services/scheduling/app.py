"""Scheduling, put together."""

from fastapi import FastAPI

from services.scheduling.api import router
from services.scheduling.reactions import reactions
from services.scheduling.store import COLLECTIONS
from shared.runtime.clock import Clock
from shared.runtime.settings import Settings
from shared.service.app import Service, build

SERVICE = Service(
    name="scheduling",
    summary="Series of sessions that fit both people's working days, reminders and outcomes",
    routers=[router],
    reactions=reactions,
    collections=COLLECTIONS,
)


def create_app(settings: Settings, clock: Clock | None = None) -> FastAPI:
    """The service's app."""
    return build(SERVICE, settings, clock=clock)
