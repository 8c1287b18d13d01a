"""The resources of the console's lifespan: one HTTP client, the drawing processes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import httpx
from fastapi import FastAPI

from services.console.browser_sessions.cookies import cookie_sessions
from services.console.browser_sessions.limits import RequestLimits
from services.console.browser_sessions.links import MailLinks
from services.console.charts.drawing import Drawings
from services.console.clients.services import OWN_ADDRESS, TIMEOUT, Clients
from services.console.documents.certificate import CertificateDrawings
from services.console.documents.report_files import ReportDrawings
from services.console.pages.common.live_streams import LiveStreams
from services.console.queries.leavers import has_left
from services.settings import PlatformSettings
from shared.runtime.certificates import trusted_certificates


def extend_lifespan(app: FastAPI, settings: PlatformSettings) -> None:
    """Hold one HTTP client and the drawing processes as long as the app runs; no proxy between services."""
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        app.state.drawings = Drawings()
        app.state.certificate_drawings = CertificateDrawings()
        app.state.report_drawings = ReportDrawings()
        try:
            own = {OWN_ADDRESS: httpx.ASGITransport(app=app, raise_app_exceptions=False)}
            trusted = trusted_certificates()
            async with httpx.AsyncClient(
                timeout=TIMEOUT, trust_env=False, mounts=own, verify=trusted
            ) as client:
                app.state.clients = Clients(client, settings)
                async with inner(app) as state:
                    app.state.sessions = cookie_sessions(
                        app.state.database, settings, partial(has_left, app.state.database)
                    )
                    app.state.mail_links = MailLinks(app.state.database)
                    app.state.request_limits = RequestLimits(
                        app.state.database, settings.key_of_ids, settings.sign_in_per_network
                    )
                    for kept in (app.state.sessions.store, app.state.mail_links, app.state.request_limits):
                        await kept.prepare()
                    app.state.live = LiveStreams(
                        app.state.sessions.store.standing, most=settings.live_streams
                    )
                    try:
                        yield state
                    finally:
                        await app.state.live.stop()
        finally:
            await app.state.drawings.close()
            await app.state.certificate_drawings.close()
            await app.state.report_drawings.close()

    app.router.lifespan_context = lifespan
