"""The pipelines that are measured: all read the same topic and write one event for each they read."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage

from devstack.stack import Addresses
from shared.contracts.feedback import CheckInRequested
from shared.contracts.scheduling import SessionHeld
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Scope, stable_id
from shared.messaging import Collection, Event, Reactions, UnitOfWork
from shared.messaging.wire.envelope import Envelope, event_id, event_key
from shared.messaging.wire.kafka import create_topics
from shared.runtime.clock import SystemClock
from shared.runtime.mongo import connect, database
from shared.runtime.settings import Settings
from shared.service.streams import Streams

SCOPE = Scope(tenant="acme", programme="bench", region="emea")
PARTITIONS = 6
PAIRINGS = 2000


class Tally(Aggregate):
    """The state that each event changes."""

    held: int = 0


TALLIES = Collection("tallies", Tally)


def reactions(poison: Callable[[int], bool] = lambda _: False) -> Reactions:
    """Return one reaction that loads, saves and publishes; it fails where ``poison`` says so."""
    pipeline_reactions = Reactions()

    @pipeline_reactions.on(SessionHeld, loads={TALLIES: "pairing_id"})
    async def count(event: Event[SessionHeld], uow: UnitOfWork) -> None:
        data = event.data
        tally = await uow.get(TALLIES, data.pairing_id) or Tally(
            id=data.pairing_id, **event.scope.model_dump()
        )
        if poison(data.number):
            raise ValueError("poison")
        asked = CheckInRequested(
            check_in_id=data.pairing_id,
            session_id=data.session_id,
            pairing_id=data.pairing_id,
            participant_id=data.mentor_id,
            role=Role.MENTOR,
            due_at=uow.now,
        )
        uow.save(TALLIES, tally.model_copy(update={"held": tally.held + 1}), asked)

    return pipeline_reactions


@dataclass(frozen=True)
class Place:
    """The prefix and the database of a run on the stack."""

    kafka: str
    mongo_uri: str
    idempotent: bool
    prefix: str

    @property
    def source(self) -> str:
        """The topic read."""
        return f"{self.prefix}mentoring.scheduling"

    @property
    def target(self) -> str:
        """The topic written."""
        return f"{self.prefix}mentoring.feedback"

    def settings(self, **changes: object) -> Settings:
        """Return the settings of the measured service."""
        return Settings.model_validate(
            {
                "environment": "development",
                "mongo_uri": self.mongo_uri,
                "mongo_database": f"bench_{self.prefix.rstrip('.')}",
                "kafka_bootstrap": self.kafka,
                "kafka_idempotence": self.idempotent,
                "topic_prefix": self.prefix,
                "topic_partitions": PARTITIONS,
                "jwt_issuer": "https://auth.mentoring.local",
                "jwks": "unused",
                **changes,
            }
        )


def place_on(addresses: Addresses) -> Place:
    """Return an unused prefix and database on this stack."""
    idempotent = "Tansu" not in addresses.broker
    return Place(addresses.kafka, addresses.mongo_uri, idempotent, f"b{uuid.uuid4().hex[:8]}.")


async def fill(place: Place, events: int) -> None:
    """Put this many events into the source topic, distributed over pairings."""
    await create_topics(place.settings(), [place.source, place.target], partitions=PARTITIONS, replication=1)
    producer = AIOKafkaProducer(
        **place.settings().kafka_client_options(), linger_ms=5, max_batch_size=262_144
    )
    await producer.start()
    now = datetime.now(UTC)
    deliveries = []
    for number in range(1, events + 1):
        data = SessionHeld(
            session_id=f"s{number}",
            pairing_id=f"p{number % PAIRINGS}",
            mentor_id="m1",
            mentee_id="e1",
            number=number,
            starts_at=now,
            ends_at=now,
        )
        envelope = envelope_of(data, now)
        headers = [(name, value.encode()) for name, value in envelope.headers().items()]
        deliveries.append(
            await producer.send(
                place.source, data.model_dump_json().encode(), key=envelope.key.encode(), headers=headers
            )
        )
    await asyncio.gather(*deliveries)
    await producer.stop()


def envelope_of(data: SessionHeld, now: datetime) -> Envelope:
    """Return the envelope its owner would give it."""
    key = event_key(SCOPE, data.contract.aggregate, data.session_id)
    return Envelope(
        id=event_id(key, 1),
        type=data.contract.type,
        source="/mentoring/scheduling",
        time=now,
        scope=SCOPE,
        subject=data.session_id,
        key=key,
        sequence=1,
        correlation_id=stable_id("bench", data.number),
        causation_id="bench",
    )


async def wait_for(place: Place, events: int) -> None:
    """Wait until the target topic holds this many events."""
    consumer = AIOKafkaConsumer(**place.settings().kafka_client_options())
    await consumer.start()
    partitions = [TopicPartition(place.target, n) for n in range(PARTITIONS)]
    while sum((await consumer.end_offsets(partitions)).values()) < events:
        await asyncio.sleep(0.05)
    await consumer.stop()


@asynccontextmanager
async def streams(place: Place, pipeline_reactions: Reactions, **settings: object) -> AsyncIterator[Streams]:
    """Provide the real consumer, relay and retries of one service."""
    the_settings = place.settings(**settings)
    client = connect(place.mongo_uri)
    running = Streams(
        "feedback",
        "mentoring.feedback",
        pipeline_reactions,
        the_settings,
        client,
        database(client, the_settings.mongo_database),
        SystemClock(),
    )
    await running.start()
    try:
        yield running
    finally:
        await running.stop()
        await client.drop_database(the_settings.mongo_database)
        client.close()


async def exactly_once(place: Place, events: int, **settings: object) -> float:
    """Kafka → inbox + state + outbox in one transaction → Kafka; events a second."""
    async with streams(place, reactions(), **settings):
        started = time.perf_counter()
        await wait_for(place, events)
        return events / (time.perf_counter() - started)


async def bare_faststream(place: Place, events: int) -> float:
    """Return a FastStream loop that consumes and publishes, with no database and no guarantee.

    Events a second.
    """
    broker = KafkaBroker(place.kafka, acks="all", logger=None, linger_ms=2, max_batch_size=262_144)

    @broker.subscriber(
        place.source,
        group_id=f"{place.prefix}bare",
        batch=True,
        max_records=place.settings().batch_size,
        auto_offset_reset="earliest",
        ack_policy=AckPolicy.ACK,
    )
    async def pass_on(message: KafkaMessage) -> None:
        deliveries = [
            await broker.publish(
                SessionHeld.model_validate_json(record.value).model_dump_json().encode(),
                place.target,
                key=record.key,
                headers={name: value.decode() for name, value in record.headers},
                no_confirm=True,
            )
            for record in message.raw_message
        ]
        await asyncio.gather(*deliveries)

    await broker.start()
    started = time.perf_counter()
    await wait_for(place, events)
    rate = events / (time.perf_counter() - started)
    await broker.stop()
    return rate
