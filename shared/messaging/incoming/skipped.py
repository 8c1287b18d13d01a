"""Offsets that the consumer skipped without a record to keep: each leaves a trace.

The collection is bounded in number and time, so that a flood of broken records fills no database; the metric
counts them all.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from pydantic import BaseModel
from pymongo import ASCENDING, DESCENDING, UpdateOne

from shared.messaging.incoming.salvage import Skipped
from shared.persistence.indexes import expiry_index
from shared.runtime import metrics
from shared.runtime.logging import get_logger
from shared.runtime.mongo import Database, Document, ensure_indexes

log = get_logger(__name__)

SKIPPED: Final = "skipped_records"
MOST: Final = 10_000
"""The most traces kept; the oldest are removed."""
_KEEP_DAYS: Final = 90
_LONGEST_DETAIL: Final = 300


class Trace(BaseModel):
    """Offsets of a partition that were skipped, from ``first`` to ``last``."""

    topic: str
    partition: int
    first: int
    last: int
    reason: str
    detail: str
    at: datetime


async def note(database: Database, consumer: str, skipped: Sequence[Skipped]) -> None:
    """Keep the traces of what is passed over, count and log it; safe to repeat."""
    now = datetime.now(UTC)
    rows = database[SKIPPED]
    writes = [
        UpdateOne({"_id": _id(consumer, item)}, {"$setOnInsert": _row(item, now)}, upsert=True)
        for item in skipped
    ]
    result = await rows.bulk_write(writes, ordered=True)
    for number in result.upserted_ids or {}:
        _tell(consumer, skipped[number])
    await _trim(database)


async def traces(database: Database, consumer: str, *, limit: int) -> list[Trace]:
    """Return the latest traces, newest first."""
    rows = database[SKIPPED].find({"_id.consumer": consumer}).sort("at", DESCENDING).limit(limit)
    return [Trace.model_validate(row) async for row in rows]


async def count_lately(database: Database) -> int:
    """Return the number of traces from the last day."""
    return await database[SKIPPED].count_documents({"at": {"$gte": datetime.now(UTC) - timedelta(days=1)}})


def _id(consumer: str, item: Skipped) -> Document:
    return {"consumer": consumer, "topic": item.topic, "partition": item.partition, "first": item.first}


def _row(item: Skipped, now: datetime) -> Document:
    return {
        "topic": item.topic,
        "partition": item.partition,
        "first": item.first,
        "last": item.last,
        "reason": item.reason,
        "detail": item.detail[:_LONGEST_DETAIL],
        "at": now,
    }


def _tell(consumer: str, item: Skipped) -> None:
    metrics.RECORDS_SKIPPED.labels(consumer, item.reason).inc(item.last - item.first + 1)
    log.error(
        "records skipped",
        consumer=consumer,
        topic=item.topic,
        partition=item.partition,
        first=item.first,
        last=item.last,
        fault=item.reason,
        detail=item.detail[:_LONGEST_DETAIL],
    )


async def _trim(database: Database) -> None:
    rows = database[SKIPPED]
    surplus = await rows.estimated_document_count() - MOST
    if surplus > 0:
        oldest = await rows.find({}, {"_id": 1}).sort("at", ASCENDING).limit(surplus).to_list(surplus)
        await rows.delete_many({"_id": {"$in": [row["_id"] for row in oldest]}})


async def create_skipped_indexes(database: Database) -> None:
    """Find the latest, and let old ones expire."""
    await ensure_indexes(
        database[SKIPPED],
        [expiry_index("at", days=_KEEP_DAYS)],
    )
