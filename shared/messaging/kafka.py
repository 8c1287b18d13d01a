"""The wiring to Kafka through FastStream: topics, the broker, the one subscriber of a service."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code
from aiokafka.partitioner import murmur2
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.security import BaseSecurity, SASLPlaintext, SASLScram256, SASLScram512

from shared.runtime.failures import describe
from shared.runtime.kafka_access import KafkaAccess
from shared.runtime.logging import get_logger

log = get_logger(__name__)

_GRACE_SECONDS = 8.0
"""How long a batch in hand may take when the service stops."""
_FEW = 100
_PAUSE_SECONDS = 0.01
"""After fewer records than these the next are not read ahead, nor begun sooner than so long after the last.

A batch costs as much for one record as for ten, so what comes meanwhile shall come together.
"""
_LEAVE_SECONDS = 1.0
"""How long saying so to the broker may take; it notices the absence by itself otherwise."""


_SASL: Final[Mapping[str, type[SASLPlaintext | SASLScram256 | SASLScram512]]] = {
    "PLAIN": SASLPlaintext,
    "SCRAM-SHA-256": SASLScram256,
    "SCRAM-SHA-512": SASLScram512,
}


def make_broker(access: KafkaAccess) -> KafkaBroker:
    """The broker that the subscriber hangs on; it publishes nothing.

    Args:
        access: how Kafka is reached.
    """
    return KafkaBroker(
        access.kafka_bootstrap,
        security=_security(access),
        allow_auto_create_topics=False,
        graceful_timeout=_GRACE_SECONDS,
        logger=None,
        apply_types=False,  # the injection of arguments, which we don't use, costs a thread for each batch
    )


def _security(access: KafkaAccess) -> BaseSecurity:
    """The same access as FastStream names it."""
    context = access.kafka_ssl_context()
    if not access.kafka_sasl:
        return BaseSecurity(context, access.kafka_tls)
    password = access.kafka_password.get_secret_value()
    return _SASL[access.kafka_sasl_mechanism](access.kafka_username, password, context, access.kafka_tls)


def make_producer(access: KafkaAccess, *, idempotent: bool) -> AIOKafkaProducer:
    """The relay's producer: every replica acknowledges, nothing is lost.

    aiokafka's own, since FastStream's ``publish`` costs as much again for each event (docs/messaging.md).

    Args:
        access: how Kafka is reached.
        idempotent: whether messages are numbered, so the producer's own retries can't double or reorder.
    """
    return AIOKafkaProducer(
        **access.kafka_client_options(),
        acks="all",
        enable_idempotence=idempotent,
        linger_ms=2,
        max_batch_size=262_144,
    )


@lru_cache(maxsize=65_536)
def partition_of(key: bytes, partitions: int) -> int:
    """The partition of a key, as Kafka's own clients choose it.

    Remembered, since aiokafka's hash is pure Python and an aggregate has many events.

    Args:
        key: of the record.
        partitions: how many the topic has.
    """
    return int(murmur2(key) & 0x7FFFFFFF) % partitions


Records = Sequence[ConsumerRecord[bytes, bytes]]


@dataclass(frozen=True)
class PartitionLag:
    """Records of one partition whose offsets are not committed.

    Attributes:
        topic: with prefix.
        partition: its number.
        lag: how many.
    """

    topic: str
    partition: int
    lag: int


class _DrainFirst(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka.abc is untyped
    """Before partitions go to another member, finish the batches in hand and commit them."""

    def __init__(self, drain: Callable[[], Awaitable[None]]) -> None:
        self._drain = drain

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Wait for the batches in hand."""
        del revoked
        await self._drain()

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Start where the group's offsets say; nothing to prepare."""
        del assigned


B = TypeVar("B")


class Subscription(Generic[B]):
    """The one subscriber of a service: raw batches in, offsets committed by hand once they are safe.

    While one batch is being handled, the next is fetched and read, unless it is a small one.

    Args:
        broker: the FastStream broker.
        topics: with prefix.
        group: the consumer group.
        batch_size: records at a time at most.
        read: decodes a batch; never raises.
        handle: takes what was read; returns when all of it is safe.
    """

    def __init__(
        self,
        broker: KafkaBroker,
        topics: Sequence[str],
        group: str,
        *,
        batch_size: int,
        read: Callable[[Records], Awaitable[B]],
        handle: Callable[[B], Awaitable[None]],
    ) -> None:
        self._few = min(_FEW, batch_size)
        self._read = read
        self._handle = handle
        self._intake = asyncio.Lock()
        self._in_hand: asyncio.Task[None] | None = None
        self._commits: asyncio.Task[None] | None = None
        self._stopping = False
        self._group = group
        self._subscriber = broker.subscriber(
            *topics,
            group_id=group,
            batch=True,
            max_records=batch_size,
            batch_timeout_ms=200,
            ack_policy=AckPolicy.MANUAL,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=50,
            max_partition_fetch_bytes=4_194_304,
            session_timeout_ms=10_000,
            heartbeat_interval_ms=2_000,
            listener=_DrainFirst(self._drain),
            parser=self._take_raw,
            decoder=_leave_undecoded,
        )
        self._subscriber(self._on_batch)

    async def _take_raw(self, records: tuple[ConsumerRecord[bytes, bytes], ...]) -> KafkaMessage:
        """Skip FastStream's decoding: one bad header must not cost the batch."""
        return KafkaMessage(
            body=[],
            headers={},
            raw_message=records,
            consumer=self._consumer(),
            message_id=self._group,
        )

    async def _on_batch(self, message: KafkaMessage) -> None:
        """Read a batch while the one before is in hand, then take it in hand; after a small one, pause."""
        async with self._intake:
            batch = await self._read(message.raw_message)
            await self._hand_empty()
            if not self._stopping:
                self._in_hand = asyncio.create_task(self._take(message.raw_message, batch))
        if len(message.raw_message) < self._few:
            await asyncio.sleep(_PAUSE_SECONDS)
            await self._hand_empty()

    async def _hand_empty(self) -> None:
        if self._in_hand:
            await asyncio.wait([self._in_hand])

    async def _drain(self) -> None:
        async with self._intake:
            await self._hand_empty()
            await self._committed()

    async def _take(self, records: Records, batch: B) -> None:
        await self._handle_until_done(batch)
        await self._committed()
        self._commits = asyncio.create_task(self._commit(records))

    async def _committed(self) -> None:
        """Wait for the commit under way: a later one must not be passed by it."""
        if self._commits:
            await asyncio.wait([self._commits])

    async def _commit(self, records: Records) -> None:
        offsets = {TopicPartition(record.topic, record.partition): record.offset + 1 for record in records}
        try:
            await self._consumer().commit(offsets)
        except Exception as error:  # noqa: BLE001 (the inbox leaves out what comes again)
            log.warning("offsets not committed, some events will come again", error=describe(error))

    async def _handle_until_done(self, batch: B) -> None:
        """Handle a batch, again and again if need be: the next commit of offsets would pass over it."""
        while True:
            try:
                await self._handle(batch)
            except Exception:
                log.exception("batch failed, consumer waits")
                await asyncio.sleep(1)
            else:
                return

    def _consumer(self) -> AIOKafkaConsumer:
        consumer = self._subscriber.consumer
        if consumer is None:
            raise RuntimeError("the subscription has not started")
        return consumer

    async def stop(self) -> None:
        """Finish the batch in hand, then leave the group; in bounded time, whatever is away."""
        self._stopping = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GRACE_SECONDS):
                await self._drain()
        for task in filter(None, (self._in_hand, self._commits)):
            task.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LEAVE_SECONDS):
                await self._subscriber.stop()

    @property
    def ready(self) -> bool:
        """Whether the group has given this member partitions."""
        consumer = self._subscriber.consumer
        return bool(consumer and consumer.assignment())

    async def lags(self) -> list[PartitionLag]:
        """How far this member is with each of its partitions.

        Raises:
            KafkaError: the broker is away; it takes its time to find out.
        """
        consumer = self._subscriber.consumer
        assigned = sorted(consumer.assignment()) if consumer else []
        if consumer is None or not assigned:
            return []
        ends = await consumer.end_offsets(assigned)
        committed = await asyncio.gather(*(consumer.committed(partition) for partition in assigned))
        return [
            PartitionLag(partition.topic, partition.partition, max(ends[partition] - (done or 0), 0))
            for partition, done in zip(assigned, committed, strict=True)
        ]


async def _leave_undecoded(message: KafkaMessage) -> Any:
    return message


async def create_topics(
    access: KafkaAccess, names: Sequence[str], *, partitions: int, replication: int
) -> None:
    """Create what topics are missing; safe to repeat and to race.

    Raises:
        KafkaError: the broker is away or refuses.
    """
    admin = AIOKafkaAdminClient(**access.kafka_client_options())
    await admin.start()
    try:
        existing = set(await admin.list_topics())
        missing = [NewTopic(name, partitions, replication) for name in names if name not in existing]
        if missing:
            response = await admin.create_topics(missing)
            for name, code, *_ in response.topic_errors:
                error = for_code(code)
                if code and error is not TopicAlreadyExistsError:
                    raise error(f"topic {name}")
    finally:
        await admin.close()


async def delete_topics(access: KafkaAccess, names: Sequence[str]) -> None:
    """Delete topics with all they hold: for tests and benchmarks, whose topics nobody needs again."""
    admin = AIOKafkaAdminClient(**access.kafka_client_options())
    await admin.start()
    try:
        await admin.delete_topics(list(names))
    finally:
        await admin.close()
