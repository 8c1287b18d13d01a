"""Matching as an application."""

from fastapi import FastAPI

from services.catalogue import find
from services.matching.api import ROUTERS
from services.matching.jobs.finder.client import hold_finder
from services.matching.jobs.programme_end import end_programmes
from services.matching.jobs.worker import run_worker
from services.matching.reactions import reactions
from services.matching.store import COLLECTIONS
from services.settings import PlatformSettings
from shared.contracts.failures import FAILURES
from shared.runtime.clock import Clock
from shared.service import PRIVATE_TEXT, Service, build, check_master_keys, require_master_keys, run_wrapping

ENTRY = find("matching")
SERVICE = Service(
    name=ENTRY.name,
    title=ENTRY.title,
    topic=ENTRY.topic,
    summary=ENTRY.summary,
    routers=ROUTERS,
    reactions=reactions,
    failure=FAILURES[ENTRY.name],
    collections=[*COLLECTIONS, *PRIVATE_TEXT],
    keeps_private=ENTRY.keeps_private,
    checks=(check_master_keys,),
    background=(run_worker, end_programmes, run_wrapping),
    resources=(hold_finder,),
)


def create_app(settings: PlatformSettings, clock: Clock | None = None) -> FastAPI:
    """Build the service's app.

    Raises:
        SettingsError: there is no master key.
    """
    app = build(SERVICE, settings, clock=clock)
    app.state.master_keys = require_master_keys(settings)
    return app
