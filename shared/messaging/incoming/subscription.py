"""The one subscriber of a service: raw records in, offsets committed by hand once they are safe.

FastStream makes the consumer, joins and leaves the group. Its own loop is not used, since it swallows errors
(docs/adr/0015): the subscriber has no handler, and this module polls.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final, Generic, TypeVar

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.errors import ConsumerStoppedError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from shared.messaging.incoming.fetching import BUSY_WAIT_MS, FETCH_BYTES, Fetching, Polled
from shared.messaging.incoming.offsets import committed_offsets, end_offsets
from shared.messaging.wire.codecs import bound_aiokafka
from shared.messaging.wire.kafka import GRACE_SECONDS, PartitionLag
from shared.runtime.error_reports import describe
from shared.runtime.logging import get_logger

log = get_logger(__name__)

_FEW: Final = 100
_PAUSE_SECONDS: Final = 0.01
"""After fewer records than this, the next are not read ahead, and the next read begins after this pause.

A batch costs as much for one record as for ten, so records that arrive meanwhile are read together.
"""
_LEAVE_SECONDS: Final = 1.0
"""The time limit for leaving the group; otherwise the broker notices the absence itself."""
_AGAIN_SECONDS: Final = 1.0

B = TypeVar("B")
T = TypeVar("T")
R = TypeVar("R")


class _DrainFirst(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka.abc is untyped
    """Before partitions go to another member, finish the current batches and commit them."""

    def __init__(self, drain: Callable[[], Awaitable[None]]) -> None:
        self._drain = drain

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Wait for the current batches."""
        del revoked
        await self._drain()

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Start where the group's offsets say; nothing to prepare."""
        del assigned


class Subscription(Generic[B]):
    """The subscriber of a service, and the loop that polls it.

    While one batch is being handled, the next is fetched and read, unless it is a small one. No batch is let
    go before it is handled: whatever is raised, it is taken up again.

    Attributes:
        trouble: why nothing can be fetched at present, or nothing.
        handled: the offset after the last record of each partition that this member has handled.

    Args:
        broker: the FastStream broker.
        topics: with prefix.
        group: the consumer group.
        batch_size: records at a time at most.
        read: decodes a batch.
        handle: takes what was read; returns when all of it is safe.
    """

    def __init__(
        self,
        broker: KafkaBroker,
        topics: Sequence[str],
        group: str,
        *,
        batch_size: int,
        read: Callable[[Polled], Awaitable[B]],
        handle: Callable[[B], Awaitable[None]],
    ) -> None:
        bound_aiokafka()
        self.trouble = ""
        self.handled: dict[TopicPartition, int] = {}
        self._few = min(_FEW, batch_size)
        self._batch_size = batch_size
        self._read = read
        self._handle = handle
        self._intake = asyncio.Lock()
        self._in_hand: asyncio.Task[None] | None = None
        self._commits: asyncio.Task[None] | None = None
        self._fetching: Fetching | None = None
        self._stopping = False
        self._topics = topics
        self._subscriber = broker.subscriber(
            *topics,
            group_id=group,
            batch=True,
            ack_policy=AckPolicy.MANUAL,
            auto_offset_reset="none",  # a gap in the log is noted before it is passed
            fetch_max_wait_ms=BUSY_WAIT_MS,
            max_partition_fetch_bytes=FETCH_BYTES,
            session_timeout_ms=10_000,
            heartbeat_interval_ms=2_000,
            listener=_DrainFirst(self._drain),
        )

    async def run(self) -> None:
        """Poll and hand over until stopped."""
        while not self._stopping:
            try:
                polled = await self._poll()
            except Exception as error:  # noqa: BLE001 (nothing is lost: positions and offsets stay)
                if not self._stopping:
                    await self._wait_out(error)
                continue
            self.trouble = ""
            if polled:
                await self._hand_over(polled)

    async def _poll(self) -> Polled:
        if self._subscriber.consumer is None:
            await self._subscriber.start()
        if self._fetching is None:
            self._fetching = Fetching(self._consumer(), self._batch_size)
        return await self._fetching.poll()

    async def _wait_out(self, error: Exception) -> None:
        """Wait, then go on with the same consumer, or replace it if it has broken."""
        self.trouble = describe(error)
        log.error("nothing can be fetched, consumer retrying", error=self.trouble)
        await asyncio.sleep(_AGAIN_SECONDS)
        if self._fetching is None or self._fetching.broken or isinstance(error, ConsumerStoppedError):
            self._fetching = None
            with contextlib.suppress(Exception):
                await self._subscriber.stop()

    async def _hand_over(self, polled: Polled) -> None:
        """Read a batch while the one before is handled, then handle it; after a small one, pause."""
        async with self._intake:
            batch = await self._until_done(self._read, polled)
            await self._hand_empty()
            if not self._stopping:
                self._in_hand = asyncio.create_task(self._take(polled.positions, batch))
        if len(polled.records) < self._few:
            await asyncio.sleep(_PAUSE_SECONDS)
            await self._hand_empty()

    async def _hand_empty(self) -> None:
        if self._in_hand:
            await asyncio.wait([self._in_hand])

    async def _drain(self) -> None:
        async with self._intake:
            await self._hand_empty()
            await self._committed()

    async def _take(self, positions: dict[TopicPartition, int], batch: B) -> None:
        await self._until_done(self._handle, batch)
        self.handled |= positions
        await self._committed()
        self._commits = asyncio.create_task(self._commit(positions))

    async def _committed(self) -> None:
        """Wait for the commit under way: a later one must not be passed by it."""
        if self._commits:
            await asyncio.wait([self._commits])

    async def _commit(self, positions: dict[TopicPartition, int]) -> None:
        try:
            await self._consumer().commit(positions)
        except Exception as error:  # noqa: BLE001 (the inbox leaves out what comes again)
            log.warning("offsets not committed, some events will come again", error=describe(error))

    async def _until_done(self, work: Callable[[T], Awaitable[R]], batch: T) -> R:
        """Handle a batch, repeatedly if need be: the next commit of offsets would skip it."""
        while True:
            try:
                return await work(batch)
            except Exception:
                log.exception("batch failed, consumer retrying")
                await asyncio.sleep(_AGAIN_SECONDS)

    def _consumer(self) -> AIOKafkaConsumer:
        consumer = self._subscriber.consumer
        if consumer is None:
            raise RuntimeError("the subscription has not started")
        return consumer

    async def stop(self) -> None:
        """Finish the current batch, then leave the group; in bounded time, even without a broker."""
        self._stopping = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
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

    @property
    def busy(self) -> bool:
        """Whether a batch is being read or handled, or its offsets are being committed."""
        at_work = (task for task in (self._in_hand, self._commits) if task and not task.done())
        return self._intake.locked() or any(at_work)

    async def lags(self) -> list[PartitionLag]:
        """Return the progress of this member in each of its partitions.

        Raises:
            KafkaError: the broker is unavailable; it takes its time to find out.
        """
        consumer = self._subscriber.consumer
        assigned = sorted(consumer.assignment()) if consumer else []
        if consumer is None or not assigned:
            return []
        ends = await end_offsets(consumer, assigned)
        committed = await committed_offsets(consumer, assigned)
        return [
            PartitionLag(
                partition.topic,
                partition.partition,
                max(ends[partition] - done, 0),
                done,
                reason=self._reason(partition),
            )
            for partition, done in committed.items()
        ]

    def _reason(self, partition: TopicPartition) -> str:
        """Return why a partition delivers nothing at present, or an empty text."""
        troubles = self._fetching.troubles if self._fetching else {}
        return troubles.get(partition) or self.trouble

    def missing_topics(self) -> list[str]:
        """Return the topics that the broker does not know (any more)."""
        consumer = self._subscriber.consumer
        if consumer is None:
            return []
        return [topic for topic in self._topics if not consumer.partitions_for_topic(topic)]
