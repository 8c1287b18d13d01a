"""The relay: brings outbox rows to Kafka, in order for each key, and marks them published.

The only code that publishes. Published but not yet marked when it dies, a row is published again:
consumers leave it out by its id.
"""

import asyncio
import contextlib
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError

from shared.messaging.outbox import OUTBOX
from shared.runtime import metrics
from shared.runtime.clock import Clock
from shared.runtime.logging import get_logger
from shared.runtime.mongo import Client, Database, Document

log = get_logger(__name__)

LEASES: Final = "leases"
LEASE: Final = timedelta(seconds=10)


class Publisher(Protocol):
    """What the relay needs of a broker."""

    async def publish(
        self, message: bytes, topic: str, *, key: bytes, headers: dict[str, str], no_confirm: bool
    ) -> Any:
        """Hand a message to the producer; with ``no_confirm`` the result is a future of its delivery."""
        ...


class Relay:
    """Publishes one service's outbox.

    Args:
        client: the driver's client.
        database: the service's database.
        publisher: the broker.
        clock: tells when timers are due.
        topic_prefix: put before every topic.
        batch_size: rows at a time.
        poll_seconds: how long a row waits at most when no doorbell rang.
    """

    def __init__(
        self,
        client: Client,
        database: Database,
        publisher: Publisher,
        clock: Clock,
        *,
        topic_prefix: str,
        batch_size: int,
        poll_seconds: float,
    ) -> None:
        self.published = 0
        self._client = client
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._topic_prefix = topic_prefix
        self._batch_size = batch_size
        self._poll_seconds = poll_seconds
        self._bell = asyncio.Event()
        self._stopping = False
        self._owner = uuid.uuid4().hex
        self._lease_until = 0.0

    def ring(self) -> None:
        """Say that there may be something to publish."""
        self._bell.set()

    async def run(self) -> None:
        """Publish until stopped; trouble is waited out."""
        while not self._stopping:
            try:
                more = await self._hold_lease() and await self.publish_ready()
            except Exception as error:  # noqa: BLE001 (whatever it is, the rows are still there)
                log.warning("relay waits", error=f"{type(error).__name__}: {error}")
                more = False
                await asyncio.sleep(min(self._poll_seconds * 10, 1.0))
            if not more:
                await self._wait()
        await self._drop_lease()

    async def publish_ready(self) -> bool:
        """Publish what is ready and mark it; returns whether there may be more."""
        self._bell.clear()
        rows = await self._ready({"due_at": None})
        rows += await self._ready({"due_at": {"$lte": self._clock.now(), "$ne": None}})
        if not rows:
            return False
        rows.sort(key=lambda row: (row["position"], row["sequence"]))
        deliveries = [await self._send(row) for row in rows]
        await asyncio.gather(*deliveries)
        await self._database[OUTBOX].update_many(
            {"_id": {"$in": [row["_id"] for row in rows]}}, {"$set": {"published_at": datetime.now(UTC)}}
        )
        self.published += len(rows)
        for row in rows:
            metrics.EVENTS_PUBLISHED.labels(row["type"]).inc()
        return True

    async def pending(self) -> int:
        """How many rows could be published now."""
        query = {"published_at": None, "$or": [{"due_at": None}, {"due_at": {"$lte": self._clock.now()}}]}
        return await self._database[OUTBOX].count_documents(query)

    async def oldest_seconds(self) -> float:
        """The age of the oldest row that should have been published, in seconds; 0 where there is none."""
        row = await self._database[OUTBOX].find_one(
            {"published_at": None, "due_at": None}, {"position": 1}, sort=[("position", ASCENDING)]
        )
        return (datetime.now(UTC) - row["position"]).total_seconds() if row else 0.0

    def stop(self) -> None:
        """End after the batch in hand."""
        self._stopping = True
        self._bell.set()

    async def _ready(self, due: Document) -> list[Document]:
        """The next rows, all of one instant: a snapshot never shows a key's later row without the earlier."""
        async with await self._client.start_session(snapshot=True) as session:
            cursor = self._database[OUTBOX].find(
                {"published_at": None, **due},
                sort=[("due_at", ASCENDING), ("position", ASCENDING), ("sequence", ASCENDING)],
                limit=self._batch_size,
                batch_size=self._batch_size + 1,
                session=session,
            )
            return await cursor.to_list(self._batch_size)

    async def _send(self, row: Document) -> Any:
        return await self._publisher.publish(
            row["payload"].encode(),
            self._topic_prefix + row["topic"],
            key=row["key"].encode(),
            headers=row["headers"],
            no_confirm=True,
        )

    async def _wait(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), self._poll_seconds)

    async def _hold_lease(self) -> bool:
        """Whether this relay may publish: one of a service's replicas at a time."""
        if time.monotonic() < self._lease_until - LEASE.total_seconds() / 2:
            return True
        now = datetime.now(UTC)
        started = time.monotonic()
        try:
            await self._database[LEASES].update_one(
                {"_id": "relay", "$or": [{"owner": self._owner}, {"until": {"$lt": now}}]},
                {"$set": {"owner": self._owner, "until": now + LEASE}},
                upsert=True,
            )
        except DuplicateKeyError:
            return False
        self._lease_until = started + LEASE.total_seconds()
        return True

    async def _drop_lease(self) -> None:
        with contextlib.suppress(Exception):
            await self._database[LEASES].delete_one({"_id": "relay", "owner": self._owner})
