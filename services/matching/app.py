"""Matching as an application."""

from fastapi import FastAPI

from services.catalogue import find
from services.matching.api import ROUTERS
from services.matching.jobs.finder.client import hold_finder
from services.matching.jobs.worker import run_worker
from services.matching.reactions import reactions
from services.matching.store import COLLECTIONS
from shared.contracts.failures import FAILURES
from shared.runtime.clock import Clock
from shared.runtime.settings import Settings
from shared.service import Service, build

ENTRY = find("matching")
SERVICE = Service(
    name=ENTRY.name,
    title=ENTRY.title,
    topic=ENTRY.topic,
    summary=ENTRY.summary,
    routers=ROUTERS,
    reactions=reactions,
    failure=FAILURES[ENTRY.name],
    collections=COLLECTIONS,
    background=(run_worker,),
    resources=(hold_finder,),
)


def create_app(settings: Settings, clock: Clock | None = None) -> FastAPI:
    """The matching service."""
    return build(SERVICE, settings, clock=clock)
