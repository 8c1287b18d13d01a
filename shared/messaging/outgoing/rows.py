"""The rows of the outbox: which are ready, which are published, how many wait."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Final

from pymongo import ASCENDING, UpdateOne

from shared.messaging.outgoing.outbox import AT_ONCE
from shared.persistence.transaction import OUTBOX
from shared.runtime.clock import Clock
from shared.runtime.mongo import Client, Database, Document

_ANY_SHARD: Final = {"$gte": 0}


class OutboxRows:
    """Reads and marks the rows of one service.

    Args:
        client: the driver's client.
        database: the service's database.
        clock: tells when timers are due.
    """

    def __init__(self, client: Client, database: Database, clock: Clock) -> None:
        self._client = client
        self._outbox = database[OUTBOX]
        self._clock = clock

    async def ready(self, shards: Collection[int], limit: int) -> list[Document]:
        """Return the next rows of some shards, all of one instant.

        A snapshot never shows a key's later row without the earlier.
        """
        async with await self._client.start_session(snapshot=True) as session:
            cursor = self._outbox.find(
                {
                    "published_at": None,
                    "shard": {"$in": sorted(shards)},
                    "due_at": {"$lte": self._clock.now()},
                },
                sort=[("due_at", ASCENDING), ("position", ASCENDING), ("sequence", ASCENDING)],
                limit=limit,
                batch_size=limit + 1,
                session=session,
            )
            return await cursor.to_list(limit)

    async def mark(self, rows: Sequence[Document]) -> None:
        """Note that these rows are in Kafka; a timer moved meanwhile keeps its new time and fires again."""
        now = {"$set": {"published_at": datetime.now(UTC)}}
        at_once = [row["_id"] for row in rows if row["due_at"] == AT_ONCE]
        if at_once:
            await self._outbox.update_many({"_id": {"$in": at_once}}, now)
        timers = [
            UpdateOne({"_id": r["_id"], "due_at": r["due_at"]}, now) for r in rows if r["due_at"] != AT_ONCE
        ]
        if timers:
            await self._outbox.bulk_write(timers, ordered=False)

    async def pending(self, *, published: Sequence[Document]) -> int:
        """Return how many rows could be published now, but for those that are and have yet to be marked."""
        query: Document = {"published_at": None, "shard": _ANY_SHARD, "due_at": {"$lte": self._clock.now()}}
        if published:
            query["$nor"] = [{"_id": row["_id"], "due_at": row["due_at"]} for row in published]
        return await self._outbox.count_documents(query)

    async def oldest_seconds(self) -> float:
        """Return the age of the oldest row that should have been published, in seconds.

        0 where there is none.
        """
        row = await self._outbox.find_one(
            {"published_at": None, "shard": _ANY_SHARD, "due_at": AT_ONCE},
            {"position": 1},
            sort=[("position", ASCENDING)],
        )
        return (datetime.now(UTC) - row["position"]).total_seconds() if row else 0.0
