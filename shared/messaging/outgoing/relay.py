"""The relay: brings outbox rows to Kafka, in order for each key, and marks them published.

The only code that publishes. Published but not yet marked when it dies, a row is published again:
consumers leave it out by its id.
"""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from pymongo.errors import PyMongoError

from shared.messaging.outgoing.delivery import Refusal
from shared.messaging.outgoing.handover import Handover, Turns
from shared.messaging.outgoing.leases import Leases
from shared.messaging.outgoing.outbox import SHARDS
from shared.messaging.outgoing.refused import SetAside
from shared.messaging.outgoing.rows import OutboxRows
from shared.messaging.outgoing.sender import Sender
from shared.runtime import metrics
from shared.runtime.clock import Clock
from shared.runtime.error_reports import describe
from shared.runtime.logging import get_logger
from shared.runtime.mongo import Client, Database, Document

log = get_logger(__name__)

_LAST_SECONDS = 1.0
"""How long each part of stopping may take: publishing the rest, closing the producer, giving leases back."""
_LONGEST_BREAK: Final = 0.5
"""So often, in seconds, the outbox is looked through at the least while events go, and rows are marked."""
_LINES: Final = 10
"""The most refused rows that are logged one by one; of more at a time, only the number is logged."""


class Relay:
    """Publishes one service's outbox.

    Args:
        client: the driver's client.
        database: the service's database.
        make_producer: makes a producer of Kafka; with ``idempotent=False``, one that numbers nothing.
        clock: tells when timers are due.
        topic_prefix: put before every topic.
        batch_size: rows at a time.
        poll_seconds: how long a row waits at most without a signal; longer where scans of the outbox are
            slow, so that they take a tenth of the time at most.
        lease_seconds: how long a shard is held without being renewed.
    """

    def __init__(
        self,
        client: Client,
        database: Database,
        make_producer: Callable[..., AIOKafkaProducer],
        clock: Clock,
        *,
        topic_prefix: str,
        batch_size: int,
        poll_seconds: float,
        lease_seconds: float,
    ) -> None:
        self.published = 0
        self._sender = Sender(make_producer, topic_prefix)
        self._rows = OutboxRows(client, database, clock)
        self._batch_size = batch_size
        self._poll_seconds = poll_seconds
        self._signal = asyncio.Event()
        self._waiting = False
        self._stopping = False
        self._leases = Leases(database, shards=SHARDS, seconds=lease_seconds)
        self._handover = Handover(self._leases, limit=batch_size * 10)
        self._turns = Turns(database)
        self._set_aside = SetAside(client, database, self._leases)
        self._some_set_aside = True
        self._unmarked: list[Document] = []
        self._look_at = float("-inf")
        self._renew_every = lease_seconds / 4
        self._renewed = float("-inf")

    def notify(self) -> None:
        """Say that the outbox may hold something to publish."""
        self._look_at = float("-inf")
        self._signal.set()

    def hand_over(self, rows: Sequence[Document]) -> bool:
        """Take rows that this process has just committed; returns whether none is left to another replica."""
        ours = [row for row in rows if self._leases.valid(row["shard"])]
        if ours:
            if not self._handover.give(ours):
                self._look_at = float("-inf")
            self._signal.set()
        return len(ours) == len(rows)

    def alone(self) -> bool:
        """Return whether no other replica shares the outbox."""
        return self._leases.alone

    @property
    def busy(self) -> bool:
        """Whether rows are being published or looked for, or have just been handed over."""
        return self._signal.is_set() or not self._waiting

    async def run(self) -> None:
        """Publish until stopped; trouble is waited out."""
        try:
            while not self._stopping:
                # Stopping during a round sets the signal, which the round may have cleared.
                if not await self._round() and not self._stopping:
                    await self._wait()
            await self._publish_the_rest()
        finally:
            # The producer first: who takes over must not meet what is still under way here.
            await self._sender.close()
            with contextlib.suppress(PyMongoError, TimeoutError):
                async with asyncio.timeout(_LAST_SECONDS):
                    await self._leases.give_all_back()

    async def _round(self) -> bool:
        """Publish what is ready; returns whether there may be more."""
        try:
            await self._keep_leases()
            return await self.publish_ready()
        except Exception as error:  # noqa: BLE001 (whatever it is, the rows are still there)
            log.warning("relay retrying", error=describe(error))
            self._look_at = float("-inf")
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
        self._signal.clear()
        rows = await (self._look() if time.monotonic() >= self._look_at else self._handed())
        if rows:
            await self._deliver(rows)
            self._look_at = min(self._look_at, time.monotonic() + _LONGEST_BREAK)
        if len(self._unmarked) >= self._batch_size:
            await self._mark_published()
        return bool(rows or self._handover) or time.monotonic() >= self._look_at

    async def _handed(self) -> list[Document]:
        """Return the next rows handed over, but for those that must wait for others in the outbox."""
        rows, some_wait = await self._turns.of(self._handover.take(self._batch_size))
        if some_wait:
            self._look_at = float("-inf")
        return rows

    async def _look(self) -> list[Document]:
        """Return the next rows in the outbox; all that was handed over is among what is there."""
        await self._mark_published()
        self._handover.clear()
        began = time.monotonic()
        rows = await self._rows.ready(self._leases.held, self._batch_size)
        ended = time.monotonic()
        if len(rows) < self._batch_size:
            self._look_at = ended + max(self._poll_seconds, min((ended - began) * 10, _LONGEST_BREAK))
        if self._some_set_aside:
            rows = await self._set_aside.withhold(rows)
        return [row for row in rows if self._leases.valid(row["shard"])]

    async def _deliver(self, rows: list[Document]) -> None:
        """Send rows to the broker, and set aside those that it refuses for their content.

        Raises:
            Exception: the broker is unavailable, or the database, or a lease was lost; rows are left.
        """
        delivery = await self._sender.send(rows)
        self._turns.note(delivery.delivered)
        self._unmarked += delivery.delivered
        self._count(delivery.delivered)
        if delivery.refused:
            self._look_at = float("-inf")  # for what of their keys was handed over
            await self._mark_published()  # so that what is left of their keys is all later
            await self._set_aside.hold(delivery.refused)
            self._some_set_aside = True
            _tell(delivery.refused)
        if delivery.trouble:
            raise delivery.trouble

    async def _mark_published(self) -> None:
        """Mark the rows published since the last time; before each scan, so not for every few rows."""
        if self._unmarked:
            await self._rows.mark(self._unmarked)
            self._unmarked = []

    def _count(self, rows: Sequence[Document]) -> None:
        self.published += len(rows)
        for type_, count in Counter(row["type"] for row in rows).items():
            metrics.EVENTS_PUBLISHED.labels(type_).inc(count)

    async def pending(self) -> int:
        """Return how many rows could be published now.

        Those that this relay has yet to mark are published.
        """
        return await self._rows.pending(published=self._unmarked)

    async def oldest_seconds(self) -> float:
        """Return the age of the oldest row that should have been published, in seconds; 0 without one."""
        return await self._rows.oldest_seconds()

    def stop(self) -> None:
        """End after the batch in progress."""
        self._stopping = True
        self._signal.set()

    async def refused(self) -> dict[str, int]:
        """Return how many rows the broker refused, and how many wait behind them."""
        return await self._set_aside.counts()

    async def _wait(self) -> None:
        self._waiting = True
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._signal.wait(), max(self._look_at - time.monotonic(), 0))
        self._waiting = False

    async def _keep_leases(self) -> None:
        if time.monotonic() - self._renewed > self._renew_every:
            self._renewed = time.monotonic()
            await self._leases.renew()
            # Only who holds a shard sets its rows aside, so what another did there is seen from here on.
            self._some_set_aside = await self._set_aside.any()


def _tell(refusals: Sequence[Refusal]) -> None:
    for refusal in refusals:
        metrics.EVENTS_REFUSED.labels(refusal.row.get("type")).inc()
    for refusal in refusals[:_LINES]:
        row = refusal.row
        log.error(
            "the broker refuses an event, later events of its key wait",
            event_type=row.get("type"),
            event_id=row["_id"],
            tenant=row.get("tenant"),
            programme=row.get("programme"),
            error=describe(refusal.error),
        )
    if len(refusals) > _LINES:
        log.error("the broker refuses more events", count=len(refusals) - _LINES)
