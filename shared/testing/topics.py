"""Topics as tests use them: facts published as their owners would, and everything read back in order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from shared.kernel import Scope
from shared.messaging.wire.envelope import Envelope, event_id, event_key, read_envelope, read_headers
from shared.runtime.kafka_access import KafkaAccess
from shared.schema import EventData

_WAIT_MS: Final = 20
"""How long the broker may wait for records: what is asked for is there."""


@dataclass
class Publisher:
    """Publishes facts with the sequence numbers their owners would give them.

    Attributes:
        producer: a started one.
        topic_prefix: put before every topic.
        sequences: the last number of each key.
        ends: the offset after the last event in each partition.
    """

    producer: AIOKafkaProducer
    topic_prefix: str
    sequences: dict[str, int] = field(default_factory=dict)
    ends: dict[TopicPartition, int] = field(default_factory=dict)

    def envelope(self, data: EventData, scope: Scope, at: datetime) -> Envelope:
        """Return the envelope of the next event of this fact's key."""
        subject = str(getattr(data, data.contract.key))
        key = event_key(scope, data.contract.aggregate, subject)
        sequence = self.sequences[key] = self.sequences.get(key, 0) + 1
        return Envelope(
            id=event_id(key, sequence),
            type=data.contract.type,
            source=data.contract.source,
            time=at,
            scope=scope,
            subject=subject,
            key=key,
            sequence=sequence,
            correlation_id="test",
            causation_id="test",
        )

    async def send(self, envelope: Envelope, data: EventData) -> None:
        """Publish one event; returns when the broker has it."""
        record = await self.producer.send_and_wait(
            self.topic_prefix + data.contract.topic,
            data.model_dump_json().encode(),
            key=envelope.key.encode(),
            headers=[(name, value.encode()) for name, value in envelope.headers().items()],
        )
        self.ends[record.topic_partition] = record.offset + 1

    async def publish(self, facts: Iterable[EventData], scope: Scope, at: datetime) -> list[Envelope]:
        """Publish facts in this order; returns their envelopes."""
        envelopes = []
        for data in facts:
            envelopes.append(self.envelope(data, scope, at))
            await self.send(envelopes[-1], data)
        return envelopes


@dataclass
class TopicLog:
    """The events of a topic that have been read, and where to go on."""

    events: list[tuple[Envelope, bytes]] = field(default_factory=list)
    positions: dict[TopicPartition, int] = field(default_factory=dict)


async def read_topic(
    access: KafkaAccess, topic: str, partitions: int, log: TopicLog | None = None
) -> list[tuple[Envelope, bytes]]:
    """Return all events of a topic, as often as they are there; in order for each key.

    Args:
        access: how Kafka is reached.
        topic: with prefix.
        partitions: how many it has.
        log: what has been read of it before.
    """
    log = log or TopicLog()
    options: dict[str, Any] = access.kafka_client_options()
    consumer = AIOKafkaConsumer(**options, auto_offset_reset="earliest", fetch_max_wait_ms=_WAIT_MS)
    await consumer.start()
    try:
        all_partitions = [TopicPartition(topic, number) for number in range(partitions)]
        consumer.assign(all_partitions)
        consumer.pause(*all_partitions)  # else the question for the ends would wait for records
        ends = await consumer.end_offsets(all_partitions)
        behind = [
            partition for partition in all_partitions if log.positions.get(partition, 0) < ends[partition]
        ]
        for partition in behind:
            consumer.seek(partition, log.positions.get(partition, 0))
        consumer.resume(*behind)
        while any([await consumer.position(p) < ends[p] for p in behind]):
            for records in (await consumer.getmany(timeout_ms=200)).values():
                log.events += [(read_envelope(read_headers(r.headers)), r.value or b"") for r in records]
        log.positions |= {partition: await consumer.position(partition) for partition in behind}
        return log.events
    finally:
        await consumer.stop()
