"""One real service in the test's process, on real Kafka and MongoDB, its database and topics its own."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol, TypeVar

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from fastapi import FastAPI

from shared.contracts import EventData
from shared.kernel import Scope
from shared.messaging.envelope import Envelope, Event, event_id, event_key, read_envelope, read_headers
from shared.messaging.kafka import create_topics, delete_topics
from shared.runtime.clock import Clock, FixedClock
from shared.runtime.mongo import connect
from shared.runtime.settings import Settings
from shared.service.streams import Streams

D = TypeVar("D", bound=EventData)

TEST_NOW: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
TEST_SCOPE: Final = Scope(tenant="acme", programme="rm-2026", region="emea")
_TOPIC_OWNERS: Final = ("enrollment", "matching", "scheduling", "feedback")
_QUIET_SECONDS: Final = 30.0


class Issuer(Protocol):
    """Mints tokens; ``devstack.tokens.LocalIssuer`` is one."""

    @property
    def jwks_path(self) -> Path:
        """The file with the public keys."""
        ...

    def mint(
        self,
        subject: str,
        tenant: str,
        roles: Iterable[str],
        *,
        programmes: Iterable[str] = (),
        employee_id: str | None = None,
    ) -> str:
        """Mint a token."""
        ...


@dataclass(frozen=True)
class Surroundings:
    """Where the real parts are.

    Attributes:
        kafka: the broker's address.
        mongo_uri: the database's address.
        idempotent: whether the broker numbers messages (Tansu doesn't).
        issuer: mints the tokens the service trusts.
    """

    kafka: str
    mongo_uri: str
    idempotent: bool
    issuer: Issuer


@dataclass
class ServiceHarness:
    """A running service and what a test does to it.

    Attributes:
        http: a client of its API.
        clock: its time; move it with ``clock.set``.
        settings: what it runs with.
        app: the app itself.
    """

    http: httpx.AsyncClient
    clock: FixedClock
    settings: Settings
    app: FastAPI
    issuer: Issuer
    producer: AIOKafkaProducer
    _sequences: dict[str, int] = field(default_factory=dict)

    def token(
        self,
        *roles: str,
        tenant: str = TEST_SCOPE.tenant,
        subject: str = "tester",
        employee_id: str | None = None,
        programmes: Iterable[str] = (),
    ) -> dict[str, str]:
        """The Authorization header of a caller with these roles."""
        token = self.issuer.mint(subject, tenant, roles, programmes=programmes, employee_id=employee_id)
        return {"Authorization": f"Bearer {token}"}

    async def given(self, *facts: EventData, scope: Scope = TEST_SCOPE, at: datetime | None = None) -> None:
        """Publish events as their owners would, and wait until the service has taken them."""
        for data in facts:
            envelope = self._envelope(data, scope, at or self.clock.now())
            await self.producer.send_and_wait(
                self.settings.topic_prefix + data.contract.topic,
                data.model_dump_json().encode(),
                key=envelope.key.encode(),
                headers=[(name, value.encode()) for name, value in envelope.headers().items()],
            )
        await self.settled()

    async def settled(self) -> None:
        """Wait until nothing is on its way into or out of the service.

        Raises:
            TimeoutError: it never came to rest; the message has the last state.
        """
        streams: Streams = self.app.state.streams
        deadline = asyncio.get_running_loop().time() + _QUIET_SECONDS
        quiet = 0
        state: dict[str, object] = {}
        while quiet < 2:
            if asyncio.get_running_loop().time() > deadline:
                raise TimeoutError(f"the service does not come to rest: {state}")
            state = await streams.state()
            quiet = quiet + 1 if not (state["lag"] or state["outbox_pending"] or state["parked"]) else 0
            await asyncio.sleep(0.02)

    async def published(self, *types: type[D]) -> list[Event[D]]:
        """All events of these types the service has published so far; in order for each key."""
        by_name = {data.contract.type: data for data in types}
        topic = self.settings.topic_prefix + types[0].contract.topic
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.settings.kafka_bootstrap, auto_offset_reset="earliest"
        )
        await consumer.start()
        try:
            partitions = [TopicPartition(topic, n) for n in range(self.settings.topic_partitions)]
            consumer.assign(partitions)
            ends = await consumer.end_offsets(partitions)
            found: list[Event[D]] = []
            while any([await consumer.position(p) < ends[p] for p in partitions]):
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    for record in records:
                        envelope = read_envelope(read_headers(record.headers))
                        if envelope.type in by_name:
                            data = by_name[envelope.type].model_validate_json(record.value or b"")
                            found.append(Event(envelope, data))
            return found
        finally:
            await consumer.stop()

    def _envelope(self, data: EventData, scope: Scope, at: datetime) -> Envelope:
        subject = str(getattr(data, data.contract.key))
        key = event_key(scope, data.contract.aggregate, subject)
        sequence = self._sequences[key] = self._sequences.get(key, 0) + 1
        return Envelope(
            id=event_id(key, sequence),
            type=data.contract.type,
            source=f"/mentoring/{data.owner}",
            time=at,
            scope=scope,
            subject=subject,
            key=key,
            sequence=sequence,
            correlation_id="test",
            causation_id="test",
        )


@asynccontextmanager
async def run_service(
    create_app: Callable[[Settings, Clock], FastAPI],
    surroundings: Surroundings,
    *,
    now: datetime = TEST_NOW,
    **settings: object,
) -> AsyncIterator[ServiceHarness]:
    """Run a service until the block ends; then its database is dropped.

    Args:
        create_app: the service's own.
        surroundings: where the real parts are.
        now: where its clock stands.
        settings: others than the defaults.
    """
    run = uuid.uuid4().hex[:10]
    the_settings = Settings.model_validate(
        {
            "environment": "development",
            "mongo_uri": surroundings.mongo_uri,
            "mongo_database": f"test_{run}",
            "kafka_bootstrap": surroundings.kafka,
            "kafka_idempotence": surroundings.idempotent,
            "topic_prefix": f"{run}.",
            "topic_partitions": 2,
            "relay_poll_seconds": 0.02,
            "retry_first_seconds": 0.05,
            "jwt_issuer": "https://auth.mentoring.local",
            "jwks": str(surroundings.issuer.jwks_path),
            **settings,
        }
    )
    clock = FixedClock(now)
    topics = [f"{run}.mentoring.{owner}" for owner in _TOPIC_OWNERS]
    await create_topics(surroundings.kafka, topics, partitions=2, replication=1)
    app = create_app(the_settings, clock)
    producer = AIOKafkaProducer(bootstrap_servers=surroundings.kafka, acks="all")
    await producer.start()
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    try:
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://service") as http,
        ):
            harness = ServiceHarness(http, clock, the_settings, app, surroundings.issuer, producer)
            await _until_ready(http)
            yield harness
    finally:
        await producer.stop()
        await delete_topics(surroundings.kafka, topics)
        client = connect(surroundings.mongo_uri)
        await client.drop_database(the_settings.mongo_database)
        client.close()


async def _until_ready(http: httpx.AsyncClient) -> None:
    """Wait until the service has its partitions."""
    deadline = asyncio.get_running_loop().time() + _QUIET_SECONDS
    while (answer := await http.get("/health/ready")).status_code != httpx.codes.OK:
        if asyncio.get_running_loop().time() > deadline:
            raise TimeoutError(f"the service does not get ready: {answer.text}")
        await asyncio.sleep(0.05)
