"""A round that asks many people, as its facts reach notification: deliveries planned in a second."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from aiokafka import AIOKafkaProducer

from benchmarks.events.pipeline import PARTITIONS, SCOPE, Place
from benchmarks.service_streams import streams_of
from services.catalogue import find
from services.notification.app import SERVICE
from services.notification.store import DELIVERIES
from shared.contracts.matching import ProposalApproved
from shared.kernel import stable_id
from shared.messaging.wire.envelope import Envelope, event_id, event_key
from shared.messaging.wire.kafka import create_topics
from shared.runtime.mongo import connect

PLANNED_EACH = 4
"""Each approved proposal asks two people, and reminds them."""
_EXPIRES = timedelta(days=5)


async def approve(place: Place, proposals: int) -> None:
    """Put a round's approved proposals into matching's topic."""
    topics = [place.prefix + topic for topic in find("notification").topics_read]
    await create_topics(place.settings(), topics, partitions=PARTITIONS, replication=1)
    producer = AIOKafkaProducer(
        **place.settings().kafka_client_options(), linger_ms=5, max_batch_size=262_144
    )
    await producer.start()
    sent = [await _publish(producer, place, number) for number in range(proposals)]
    await asyncio.gather(*sent)
    await producer.stop()


async def _publish(producer: AIOKafkaProducer, place: Place, number: int) -> "asyncio.Future[object]":
    now = datetime.now(UTC)
    data = ProposalApproved(
        proposal_id=f"p{number}", mentor_id=f"m{number}", mentee_id=f"e{number}", expires_at=now + _EXPIRES
    )
    envelope = _envelope_of(data, now)
    headers = [(name, value.encode()) for name, value in envelope.headers().items()]
    topic = f"{place.prefix}mentoring.matching"
    key, value = envelope.key.encode(), data.model_dump_json().encode()
    sent: asyncio.Future[object] = await producer.send(topic, value, key=key, headers=headers)
    return sent


def _envelope_of(data: ProposalApproved, now: datetime) -> Envelope:
    key = event_key(SCOPE, data.contract.aggregate, data.proposal_id)
    return Envelope(
        id=event_id(key, 1),
        type=data.contract.type,
        source="/mentoring/matching",
        time=now,
        scope=SCOPE,
        subject=data.proposal_id,
        key=key,
        sequence=1,
        correlation_id=stable_id("bench", data.proposal_id),
        causation_id="bench",
    )


async def plan(place: Place, proposals: int, name: str) -> float:
    """Let notification plan the messages of a round; return the deliveries planned in a second."""
    await approve(place, proposals)
    async with streams_of(place, SERVICE, name) as (_, own):
        started = time.perf_counter()
        wanted = proposals * PLANNED_EACH
        while await own[DELIVERIES.name].estimated_document_count() < wanted:
            await asyncio.sleep(0.02)
        return wanted / (time.perf_counter() - started)


async def drop(place: Place, name: str) -> None:
    """Remove the database of a run."""
    client = connect(place.mongo_uri)
    await client.drop_database(name)
    client.close()
