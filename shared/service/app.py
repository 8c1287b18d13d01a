"""The app of a service: its API and reactions on the kit."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig
from pymongo.errors import PyMongoError
from starlette.middleware import Middleware

from shared.kernel import Aggregate
from shared.messaging.incoming.reactions import Reactions
from shared.persistence.collection import Collection, create_indexes
from shared.runtime.clock import Clock, make_clock
from shared.runtime.error_reports import describe
from shared.runtime.logging import get_logger
from shared.runtime.mongo import Database, connect, database, fault_of
from shared.runtime.problems import install_problem_handlers
from shared.runtime.quotas import Quotas
from shared.runtime.settings import Settings
from shared.runtime.sign_in import mail_keys
from shared.runtime.tokens import Verifier
from shared.schema import EventData
from shared.service.admission import Admission
from shared.service.background import Background, WorkContext, running
from shared.service.commands import create_command_indexes
from shared.service.confidentiality import check_classes
from shared.service.dead_letters import outgoing_router
from shared.service.dead_letters import router as incoming_router
from shared.service.description import router as description_router
from shared.service.group_commit import GroupCommit
from shared.service.middleware import BoundedHead, FairTurns, GuardedBody, RequestContext
from shared.service.openapi import complete_description
from shared.service.operations import router as operations_router
from shared.service.streams import Streams
from shared.version import VERSION

log = get_logger(__name__)

Check = Callable[[Any, Database], Awaitable[None]]
"""Compares the settings with what is stored."""
Resource = Callable[[FastAPI], AbstractAsyncContextManager[None]]
"""Puts something for the endpoints into the app's state, and ends it."""
_NO_SECOND_TRACE: Final[TelemetryConfig] = {"tracing": False, "metrics": False, "logs": False}
"""FastAPI would make spans of its own for each request and its parts; ours begins in the middleware."""


@dataclass(frozen=True)
class Service:
    """The parts in which services differ.

    Attributes:
        name: also its consumer group and database.
        title: of its API.
        topic: the one it publishes on.
        summary: one line for the API's page.
        routers: its endpoints; their routes are used, and no lifespan of their own.
        reactions: what it does about events.
        collections: what it keeps.
        checks: raise what keeps it from starting, once the database is there.
        background: long work beside requests and events.
        resources: for its endpoints, while it runs.
        refusals: what its own middleware answers, by status.
        failure: the type of event by which it announces its dead letters; None for none.
        rebuildable: whether its collections hold nothing but what events said.
        keeps_private: whether its collections have fields of the classes *self*, *pair* and *circle*.
    """

    name: str
    title: str
    topic: str
    summary: str
    routers: Sequence[APIRouter]
    reactions: Reactions
    collections: Sequence[Collection[Any]]
    openapi_tags: Sequence[dict[str, str]] = field(default=())
    checks: Sequence[Check] = ()
    background: Sequence[Background] = ()
    resources: Sequence[Resource] = ()
    refusals: Mapping[int, str] = field(default_factory=dict)
    failure: type[EventData] | None = None
    rebuildable: bool = False
    keeps_private: bool = False


async def _prepare(own: Database, service: Service) -> None:
    """Create the service's indexes; waits for the database to be there."""
    collections: list[Collection[Aggregate]] = list(service.collections)
    while True:
        try:
            await create_indexes(own, collections)
            await create_command_indexes(own)
        except PyMongoError as error:
            fault = fault_of(error)
            if fault is None:
                raise
            log.warning("waiting for the database", fault=fault, error=describe(error))
            await asyncio.sleep(1)
        else:
            return


def _make_lifespan(
    service: Service, settings: Settings, clock: Clock
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        client = connect(settings.mongo_uri)
        own = database(client, settings.mongo_database)
        streams = Streams(
            service.name,
            service.topic,
            service.reactions,
            settings,
            client,
            own,
            clock,
            service.failure,
        )
        app.state.streams = streams
        app.state.transactions = streams.transactions
        app.state.group_commit = GroupCommit(streams.transactions)
        app.state.database = own
        await _prepare(own, service)
        for check in service.checks:
            await check(settings, own)
        await streams.start()
        try:
            context = WorkContext(settings, streams.transactions, clock, streams.in_hand)
            async with AsyncExitStack() as resources, running(service.background, context):
                for resource in service.resources:
                    await resources.enter_async_context(resource(app))
                yield
        finally:
            await streams.stop()
            client.close()

    return lifespan


def _fill_state(app: FastAPI, settings: Settings, clock: Clock, admission: Admission) -> None:
    """Give the endpoints what they find in the app's state before it starts."""
    app.state.settings = settings
    app.state.clock = clock
    app.state.sessions = None
    app.state.admission = admission
    app.state.quotas = Quotas(
        person_per_second=settings.person_quota, tenant_per_second=settings.tenant_quota
    )
    app.state.verifier = Verifier(
        jwks=settings.jwks,
        issuer=settings.jwt_issuer,
        audience=settings.jwt_audience,
        hours=settings.token_hours,
        privileged_hours=settings.privileged_token_hours,
        development_keys=settings.environment == "development",
        separate_roles=settings.separate_roles,
        mail_keys=mail_keys(settings),
    )


def build(
    service: Service,
    settings: Settings,
    *,
    clock: Clock | None = None,
    middleware: Sequence[Middleware] = (),
) -> FastAPI:
    """Put a service together; nothing is connected before the app starts.

    Args:
        service: what it is.
        settings: how it runs.
        clock: the domain's time, where a test brings its own.
        middleware: the service's own, the outermost first; it comes after the one every service has.

    Raises:
        OutsideItsClassError: it would show, publish or keep a field that is not for those who read it there.
    """
    check_classes(service.name, service.routers, service.collections, keeps_private=service.keeps_private)
    the_clock = clock or make_clock(settings.clock)

    admission = Admission(settings.least_admitted)
    app = FastAPI(
        title=service.title,
        summary=service.summary,
        version=VERSION,
        lifespan=_make_lifespan(service, settings, the_clock),
        openapi_url=None,
        openapi_tags=list(service.openapi_tags) or None,
        telemetry=_NO_SECOND_TRACE,
        middleware=[
            Middleware(BoundedHead),
            Middleware(FairTurns, admission=admission),
            Middleware(RequestContext),
            *middleware,
            Middleware(
                GuardedBody, max_bytes=settings.max_body_bytes, max_file_bytes=settings.max_file_bytes
            ),
        ],
    )
    _fill_state(app, settings, the_clock, admission)
    install_problem_handlers(app)
    describes = settings.api_description or settings.environment == "development"
    routers = [operations_router, incoming_router, outgoing_router, *service.routers]
    for router in [*routers, description_router] if describes else routers:
        # These routes are whole; include_router would build each a second time, at the first request.
        app.router.routes.extend(router.routes)
    complete_description(app, service.refusals)
    return app
