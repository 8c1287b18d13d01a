"""The relay: brings outbox rows to Kafka, in order for each key, and marks them published.

The only code that publishes. Published but not yet marked when it dies, a row is published again:
consumers leave it out by its id.
"""

import asyncio
import contextlib
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from aiokafka.producer.message_accumulator import BatchBuilder
from pymongo import ASCENDING, UpdateOne
from pymongo.errors import PyMongoError

from shared.messaging.handover import Handover, Turns
from shared.messaging.kafka import partition_of
from shared.messaging.leases import Leases
from shared.messaging.outbox import AT_ONCE, OUTBOX, SHARDS, headers_of
from shared.runtime import metrics
from shared.runtime.clock import Clock
from shared.runtime.failures import describe
from shared.runtime.logging import get_logger
from shared.runtime.mongo import Client, Database, Document

log = get_logger(__name__)

_LAST_SECONDS = 1.0
"""How long each part of stopping may take: publishing the rest, closing the producer, giving leases back."""
_LONGEST_BREAK: Final = 0.5
"""So often, in seconds, the outbox is looked through at the least while events go, and rows are marked."""


class Relay:
    """Publishes one service's outbox.

    Args:
        client: the driver's client.
        database: the service's database.
        make_producer: makes a producer of Kafka; a new one after each failure, since what the broker refused
            once leaves a gap in an idempotent producer's numbers that it never gets over.
        clock: tells when timers are due.
        topic_prefix: put before every topic.
        batch_size: rows at a time.
        poll_seconds: how long a row waits at most when no doorbell rang; longer where the outbox is looked
            through slowly, so that looking takes a tenth of the time at most.
        lease_seconds: how long a shard is held without being renewed.
    """

    def __init__(
        self,
        client: Client,
        database: Database,
        make_producer: Callable[[], AIOKafkaProducer],
        clock: Clock,
        *,
        topic_prefix: str,
        batch_size: int,
        poll_seconds: float,
        lease_seconds: float,
    ) -> None:
        self.published = 0
        self._client = client
        self._database = database
        self._make_producer = make_producer
        self._producer: AIOKafkaProducer | None = None
        self._clock = clock
        self._topic_prefix = topic_prefix
        self._batch_size = batch_size
        self._poll_seconds = poll_seconds
        self._bell = asyncio.Event()
        self._stopping = False
        self._leases = Leases(database, shards=SHARDS, seconds=lease_seconds)
        self._handover = Handover(self._leases, limit=batch_size * 10)
        self._turns = Turns(database)
        self._unmarked: list[Document] = []
        self._look_at = float("-inf")
        self._renew_every = lease_seconds / 4
        self._renewed = float("-inf")

    def ring(self) -> None:
        """Say that the outbox may hold something to publish."""
        self._look_at = float("-inf")
        self._bell.set()

    def hand_over(self, rows: Sequence[Document]) -> bool:
        """Take rows that this process has just committed; returns whether none is left to another replica."""
        ours = [row for row in rows if self._leases.valid(row["shard"])]
        if ours:
            if not self._handover.give(ours):
                self._look_at = float("-inf")
            self._bell.set()
        return len(ours) == len(rows)

    def alone(self) -> bool:
        """Whether no other replica shares the outbox."""
        return self._leases.alone

    async def run(self) -> None:
        """Publish until stopped; trouble is waited out."""
        try:
            while not self._stopping:
                if not await self._round():
                    await self._wait()
            await self._publish_the_rest()
        finally:
            # The producer first: who takes over must not meet what is still under way here.
            await self._drop_producer()
            with contextlib.suppress(PyMongoError, TimeoutError):
                async with asyncio.timeout(_LAST_SECONDS):
                    await self._leases.give_all_back()

    async def _round(self) -> bool:
        """Publish what is ready; returns whether there may be more."""
        try:
            await self._keep_leases()
            return await self.publish_ready()
        except Exception as error:  # noqa: BLE001 (whatever it is, the rows are still there)
            log.warning("relay waits", error=describe(error))
            self._look_at = float("-inf")
            if isinstance(error, KafkaError):
                await self._drop_producer()
            await asyncio.sleep(min(self._poll_seconds * 10, 1.0))
            return True

    async def _publish_the_rest(self) -> None:
        """Publish what the last transactions left; failing that, another relay or the next start does it."""
        self._look_at = float("-inf")
        with contextlib.suppress(PyMongoError, KafkaError, TimeoutError):
            async with asyncio.timeout(_LAST_SECONDS):
                while await self.publish_ready():
                    pass
                await self._mark_published()

    async def publish_ready(self) -> bool:
        """Publish what is ready in the shards held; returns whether there may be more."""
        self._bell.clear()
        rows = await (self._look() if time.monotonic() >= self._look_at else self._handed())
        if rows:
            await self._deliver(rows)
            self._turns.note(rows)
            self._unmarked += rows
            self._look_at = min(self._look_at, time.monotonic() + _LONGEST_BREAK)
        if len(self._unmarked) >= self._batch_size:
            await self._mark_published()
        return bool(rows or self._handover) or time.monotonic() >= self._look_at

    async def _handed(self) -> list[Document]:
        """The next rows handed over, but for those that must wait for others in the outbox."""
        rows, some_wait = await self._turns.of(self._handover.take(self._batch_size))
        if some_wait:
            self._look_at = float("-inf")
        return rows

    async def _look(self) -> list[Document]:
        """The next rows in the outbox; all that was handed over is among what is there."""
        await self._mark_published()
        self._handover.clear()
        began = time.monotonic()
        rows = await self._ready()
        ended = time.monotonic()
        if len(rows) < self._batch_size:
            self._look_at = ended + max(self._poll_seconds, min((ended - began) * 10, _LONGEST_BREAK))
        return [row for row in rows if self._leases.valid(row["shard"])]

    async def _deliver(self, rows: list[Document]) -> None:
        """Bring rows to the broker.

        On a failure, too, it waits for all deliveries: were a row still under way when the earlier one of
        its key is sent again, they could change places.
        """
        producer = self._producer or await self._start_producer()
        deliveries: list[asyncio.Future[Any]] = []
        try:
            for (topic, partition), ours in (await self._by_partition(producer, rows)).items():
                await asyncio.sleep(0)  # reactions first
                for batch in _batches(producer, ours):
                    deliveries.append(  # noqa: PERF401 (what was sent is kept)
                        await producer.send_batch(batch, topic, partition=partition)
                    )
        finally:
            outcomes = await asyncio.gather(*deliveries, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    async def _mark_published(self) -> None:
        """Mark what was published since the last time; before each look, so not for every few rows."""
        if self._unmarked:
            await self._mark(self._unmarked)
            self._unmarked = []

    async def _mark(self, rows: list[Document]) -> None:
        """Note that these rows are in Kafka; a timer moved meanwhile keeps its new time and fires again."""
        outbox = self._database[OUTBOX]
        now = {"$set": {"published_at": datetime.now(UTC)}}
        at_once = [row["_id"] for row in rows if row["due_at"] == AT_ONCE]
        if at_once:
            await outbox.update_many({"_id": {"$in": at_once}}, now)
        timers = [
            UpdateOne({"_id": r["_id"], "due_at": r["due_at"]}, now) for r in rows if r["due_at"] != AT_ONCE
        ]
        if timers:
            await outbox.bulk_write(timers, ordered=False)
        self.published += len(rows)
        for type_, count in Counter(row["type"] for row in rows).items():
            metrics.EVENTS_PUBLISHED.labels(type_).inc(count)

    async def pending(self) -> int:
        """How many rows could be published now."""
        query = {"published_at": None, "due_at": {"$lte": self._clock.now()}}
        return await self._database[OUTBOX].count_documents(query)

    async def oldest_seconds(self) -> float:
        """The age of the oldest row that should have been published, in seconds; 0 where there is none."""
        row = await self._database[OUTBOX].find_one(
            {"published_at": None, "due_at": AT_ONCE}, {"position": 1}, sort=[("position", ASCENDING)]
        )
        return (datetime.now(UTC) - row["position"]).total_seconds() if row else 0.0

    def stop(self) -> None:
        """End after the batch in hand."""
        self._stopping = True
        self._bell.set()

    async def _ready(self) -> list[Document]:
        """The next rows, all of one instant: a snapshot never shows a key's later row without the earlier."""
        async with await self._client.start_session(snapshot=True) as session:
            cursor = self._database[OUTBOX].find(
                {
                    "published_at": None,
                    "shard": {"$in": sorted(self._leases.held)},
                    "due_at": {"$lte": self._clock.now()},
                },
                sort=[("due_at", ASCENDING), ("position", ASCENDING), ("sequence", ASCENDING)],
                limit=self._batch_size,
                batch_size=self._batch_size + 1,
                session=session,
            )
            return await cursor.to_list(self._batch_size)

    async def _by_partition(
        self, producer: AIOKafkaProducer, rows: list[Document]
    ) -> dict[tuple[str, int], list[Document]]:
        """The rows of each topic's partition, in order."""
        found: defaultdict[tuple[str, int], list[Document]] = defaultdict(list)
        partitions: dict[str, int] = {}
        for row in rows:
            topic = self._topic_prefix + row["topic"]
            if topic not in partitions:
                partitions[topic] = len(await producer.partitions_for(topic))
            found[topic, partition_of(row["key"].encode(), partitions[topic])].append(row)
        return found

    async def _wait(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), max(self._look_at - time.monotonic(), 0))

    async def _start_producer(self) -> AIOKafkaProducer:
        """Connect a producer; one that cannot is dropped like any that fails."""
        self._producer = self._make_producer()
        await self._producer.start()
        return self._producer

    async def _drop_producer(self) -> None:
        producer, self._producer = self._producer, None
        if producer:
            with contextlib.suppress(KafkaError, TimeoutError):
                async with asyncio.timeout(_LAST_SECONDS):
                    await producer.stop()

    async def _keep_leases(self) -> None:
        if time.monotonic() - self._renewed > self._renew_every:
            self._renewed = time.monotonic()
            await self._leases.renew()


def _batches(producer: AIOKafkaProducer, rows: list[Document]) -> Iterator[BatchBuilder]:
    """The rows of one partition in as few batches as they fit in.

    By whole batches, since aiokafka spends as much on each single message as the rest of the relay together.
    """
    batch = producer.create_batch()
    for row in rows:
        if not _append(batch, row):
            yield batch
            batch = producer.create_batch()
            if not _append(batch, row):
                raise MessageSizeTooLargeError(f"event {row['_id']} fits in no batch")
    yield batch


def _append(batch: BatchBuilder, row: Document) -> bool:
    headers = [(name, value.encode()) for name, value in headers_of(row).items()]
    key, value = row["key"].encode(), row["payload"].encode()
    return batch.append(timestamp=None, key=key, value=value, headers=headers) is not None
