"""The outbox: events waiting in the database, in the transaction of the change they tell of.

A row can be mapped to Debezium's outbox router: ``_id, aggregatetype, aggregateid, type, payload``.
"""

import zlib
from datetime import UTC, datetime
from typing import Final

from shared.kernel import RuleBroken, scope_of
from shared.messaging.wire.envelope import Envelope
from shared.persistence.indexes import expiry_index, make_index
from shared.persistence.transaction import EVENT_BYTES, OUTBOX
from shared.runtime.mongo import Database, Document, ensure_indexes
from shared.schema import EventData

AT_ONCE: Final = datetime.fromtimestamp(0, UTC)
"""The due time of what is no timer: before all timers, whatever the clock says."""
SHARDS: Final = 16
"""The number of shards to which rows are assigned by their key; replicas of the relay share the shards."""
SET_ASIDE: Final = -1
"""The shard of rows that the broker refused, and of later ones of their keys; no relay publishes from it."""
_EASILY: Final = 50_000
"""An event with at most this many characters is below any limit, in any encoding."""


def outbox_row(
    envelope: Envelope,
    data: EventData,
    *,
    position: datetime,
    due_at: datetime = AT_ONCE,
    most: int = EVENT_BYTES,
) -> Document:
    """Build the row of an event.

    Args:
        envelope: the event's envelope.
        data: its data.
        position: orders the relay's work; for one key it never runs backwards (ties go by sequence).
        due_at: when to publish, on the domain's clock.
        most: bytes of key, headers and data together.

    Raises:
        RuleBroken: the event is larger than that.
    """
    contract = data.contract
    payload = data.model_dump_json()
    if _may_exceed(envelope, payload) and (size := size_as_sent(envelope, payload)) > most:
        raise RuleBroken(
            "this would publish {size} bytes at once as {fact}; {most} are allowed",
            code="too-much-at-once",
            size=size,
            fact=contract.fact,
            most=most,
        )
    return {
        "_id": envelope.id,
        "aggregatetype": contract.aggregate,
        "aggregateid": envelope.subject,
        "type": envelope.type,
        "payload": payload,
        "topic": contract.topic,
        "key": envelope.key,
        "sequence": envelope.sequence,
        "source": envelope.source,
        "time": envelope.time.isoformat(),
        "tenant": envelope.scope.tenant,
        "programme": envelope.scope.programme,
        "region": envelope.scope.region,
        "correlation_id": envelope.correlation_id,
        "causation_id": envelope.causation_id,
        "traceparent": envelope.traceparent,
        "shard": shard_of(envelope.key),
        "position": position,
        "due_at": due_at,
        "published_at": None,
    }


def _may_exceed(envelope: Envelope, payload: str) -> bool:
    """Return whether an event is worth measuring; nearly all are far too small."""
    free = (envelope.key, envelope.correlation_id, envelope.causation_id, envelope.traceparent)
    return len(payload) + sum(map(len, free)) > _EASILY


def size_as_sent(envelope: Envelope, payload: str) -> int:
    """Return the size of key, headers and data as sent, in bytes, with their lengths."""
    headers = envelope.headers()
    lengths = [len(name.encode()) + len(value.encode()) + 10 for name, value in headers.items()]
    return len(payload.encode()) + len(envelope.key.encode()) + sum(lengths) + 100


def headers_of(row: Document) -> dict[str, str]:
    """Return the Kafka headers of an outbox row; timers that an earlier release has set keep theirs whole."""
    stored: dict[str, str] | None = row.get("headers")
    return _envelope_of(row).headers() if stored is None else stored


def _envelope_of(row: Document) -> Envelope:
    """Return the envelope of an outbox row; a timer's event has another id than its row."""
    return Envelope(
        id=row.get("event_id") or row["_id"],
        type=row["type"],
        source=row["source"],
        time=datetime.fromisoformat(row["time"]),
        scope=scope_of(row["tenant"], row["programme"], row["region"]),
        subject=row["aggregateid"],
        key=row["key"],
        sequence=row["sequence"],
        correlation_id=row["correlation_id"],
        causation_id=row["causation_id"],
        traceparent=row["traceparent"],
    )


def shard_of(key: str) -> int:
    """Return the shard of a key: the same on every machine."""
    return zlib.crc32(key.encode()) % SHARDS


async def create_outbox_indexes(database: Database, *, keep_days: int) -> None:
    """Index the rows still to publish and those set aside, and let published ones expire."""
    await ensure_indexes(
        database[OUTBOX],
        [
            make_index(
                *("shard", "due_at", "position", "sequence"), name="unpublished", where={"published_at": None}
            ),
            make_index("key", name="set aside", where={"shard": SET_ASIDE}),
            expiry_index("published_at", days=keep_days, where={"published_at": {"$type": "date"}}),
        ],
    )
