"""One real service in the test's process, on real Kafka and MongoDB, its database and topics its own."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final, Self, TypeVar

import httpx
from aiokafka import AIOKafkaProducer
from fastapi import FastAPI

from shared.kernel import Scope
from shared.messaging.wire.envelope import Envelope, Event
from shared.runtime.clock import Clock, FixedClock
from shared.runtime.settings import Settings
from shared.schema import EventData
from shared.service.streams import Streams
from shared.testing.namespace import Issuer, TestEnvironment, make_namespace
from shared.testing.settling import settle
from shared.testing.topics import Publisher, TopicLog, read_topic

D = TypeVar("D", bound=EventData)

TEST_NOW: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
TEST_SCOPE: Final = Scope(tenant="acme", programme="rm-2026", region="emea")
_QUIET_SECONDS: Final = 240.0
_OUTBOX_SECONDS: Final = 10.0
_PAUSE_SECONDS: Final = 0.02
_LEASE_SECONDS: Final = 20.0
"""A service that shares its outbox with no other need not renew its leases each second."""


@dataclass
class ServiceHarness:
    """A running service and what a test does to it.

    Attributes:
        http: a client of its API.
        clock: its time; move it with ``clock.set``.
        settings: what it runs with.
        app: the app itself.
        publisher: plays the owners of other services' events.
        scope: of facts and callers, where a test names no other.
        address: for browsers, where a test serves the app.
        logs: the events that have been read, by topic.
    """

    http: httpx.AsyncClient
    clock: FixedClock
    settings: Settings
    app: FastAPI
    issuer: Issuer
    publisher: Publisher
    scope: Scope = TEST_SCOPE
    address: str = ""
    logs: defaultdict[str, TopicLog] = field(default_factory=lambda: defaultdict(TopicLog))

    def for_tenant(self, tenant: str) -> Self:
        """Return the same service for another organisation, which knows nothing of this one.

        Its clock shows the usual time.

        So a test has data of its own; a service of its own would take a second to start.
        """
        self.clock.set(TEST_NOW)
        self.http.cookies.clear()
        return replace(self, scope=self.scope.model_copy(update={"tenant": tenant}))

    def token(
        self,
        *roles: str,
        tenant: str = "",
        subject: str = "tester",
        employee_id: str | None = None,
        no_employee: bool | None = None,
        programmes: Iterable[str] = ("*",),
    ) -> dict[str, str]:
        """Return the Authorization header of a caller with these roles."""
        token = self.issuer.mint(
            subject,
            tenant or self.scope.tenant,
            roles,
            programmes=programmes,
            employee_id=employee_id,
            no_employee=no_employee,
        )
        return {"Authorization": f"Bearer {token}"}

    def bare_token(self, *roles: str, **claims: Any) -> str:
        """Return the same token by itself, as somebody pastes it into a sign-in form."""
        return self.token(*roles, **claims)["Authorization"].removeprefix("Bearer ")

    async def given(self, *facts: EventData, scope: Scope | None = None, at: datetime | None = None) -> None:
        """Publish events as their owners would, and wait until the service has taken them."""
        for data in facts:
            envelope = self._envelope(data, scope or self.scope, at or self.clock.now())
            await self.publisher.send(envelope, data)
        await self.settled()

    async def settled(self, seconds: float = _QUIET_SECONDS) -> tuple[int, int]:
        """Wait until nothing is on its way into or out of the service.

        Returns:
            How many events it has published and handled so far.

        Raises:
            TimeoutError: it never came to rest; the message has the last state.
        """
        return await settle(self.app.state.streams, self.publisher, seconds)

    async def ready(self) -> None:
        """Wait until the service says that it is ready.

        Raises:
            TimeoutError: it never did; the message has its last answer.
        """
        await _until_ready(self.http)

    async def published(self, *types: type[D]) -> list[Event[D]]:
        """Return all events of these types that the service has committed so far; in order for each key.

        Of an organisation of the test's own (``for_tenant``), only its events.
        """
        await self._outbox_published()
        by_name = {data.contract.type: data for data in types}
        everywhere = self.scope.tenant == TEST_SCOPE.tenant
        topic = self.settings.topic_prefix + types[0].contract.topic
        records = await read_topic(self.settings, topic, self.settings.topic_partitions, self.logs[topic])
        return [
            Event(envelope, by_name[envelope.type].model_validate_json(value))
            for envelope, value in records
            if envelope.type in by_name and (everywhere or envelope.scope.tenant == self.scope.tenant)
        ]

    async def _outbox_published(self) -> None:
        """Wait until what is committed is published, for a while: a test may have paused the broker."""
        streams: Streams = self.app.state.streams
        deadline = asyncio.get_running_loop().time() + _OUTBOX_SECONDS
        while await streams.relay.pending() and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(_PAUSE_SECONDS)

    @property
    def producer(self) -> AIOKafkaProducer:
        """For records that no owner would publish."""
        return self.publisher.producer

    @property
    def _sequences(self) -> dict[str, int]:
        return self.publisher.sequences

    def _envelope(self, data: EventData, scope: Scope, at: datetime) -> Envelope:
        return self.publisher.envelope(data, scope, at)


async def all_settled(*services: ServiceHarness) -> None:
    """Wait until nothing is on its way between services: all twice at rest, and no event in between."""
    before: list[tuple[int, int]] | None = None
    while (now := await asyncio.gather(*(service.settled() for service in services))) != before:
        before = now


@asynccontextmanager
async def run_service(
    create_app: Callable[[Settings, Clock], FastAPI],
    test_environment: TestEnvironment,
    *,
    now: datetime = TEST_NOW,
    **settings: object,
) -> AsyncIterator[ServiceHarness]:
    """Run a service until the block ends; then its database is dropped.

    Args:
        create_app: the service's own.
        test_environment: the broker, the database and the issuer to use.
        now: where its clock stands.
        settings: others than the defaults.
    """
    async with (
        make_namespace(
            test_environment, **{"relay_lease_seconds": _LEASE_SECONDS, **settings}
        ) as the_settings,
        run_replica(create_app, the_settings, test_environment.issuer, FixedClock(now)) as harness,
    ):
        yield harness


@asynccontextmanager
async def run_replica(
    create_app: Callable[[Settings, Clock], FastAPI], settings: Settings, issuer: Issuer, clock: FixedClock
) -> AsyncIterator[ServiceHarness]:
    """Run one replica of a service until the block ends; others may share its database and topics."""
    app = create_app(settings, clock)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        start_publisher(settings) as publisher,
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://service") as http,
    ):
        await _until_ready(http)
        yield ServiceHarness(http, clock, settings, app, issuer, publisher)


@asynccontextmanager
async def start_publisher(settings: Settings) -> AsyncIterator[Publisher]:
    """Publish as the owners of other services' events, until the block ends."""
    async with AIOKafkaProducer(**settings.kafka_client_options(), acks="all") as producer:
        yield Publisher(producer, settings.topic_prefix)


async def _until_ready(http: httpx.AsyncClient) -> None:
    """Wait until the service has its partitions."""
    deadline = asyncio.get_running_loop().time() + _QUIET_SECONDS
    while (answer := await http.get("/health/ready")).status_code != httpx.codes.OK:
        if asyncio.get_running_loop().time() > deadline:
            raise TimeoutError(f"the service does not get ready: {answer.text}")
        await asyncio.sleep(_PAUSE_SECONDS)
