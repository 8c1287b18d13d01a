"""The inbox: which events a consumer has had its effect from, so that none counts twice."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from pymongo import InsertOne

from shared.persistence.indexes import expiry_index
from shared.persistence.transaction import Transaction
from shared.runtime.mongo import Database, Session, ensure_indexes

INBOX: Final = "inbox"


def _inbox_id(consumer: str, event_id: str) -> dict[str, str]:
    return {"consumer": consumer, "event": event_id}


async def seen(
    database: Database, session: Session, consumer: str, event_ids: Sequence[str]
) -> dict[str, bytes]:
    """Return the events that the consumer has had before, each with the digest of its content.

    The digest is empty where an earlier release noted the event.
    """
    inbox_ids = [_inbox_id(consumer, event_id) for event_id in event_ids]
    rows = database[INBOX].find(
        {"_id": {"$in": inbox_ids}},
        {"_id": 1, "digest": 1},
        session=session,
        batch_size=max(len(inbox_ids), 1),
    )
    return {row["_id"]["event"]: row.get("digest", b"") async for row in rows}


def remember(transaction: Transaction, consumer: str, digests: Mapping[str, bytes]) -> None:
    """Note events, with the digests of their content, in the transaction of their effect.

    A second note of one fails the transaction.
    """
    now = datetime.now(UTC)
    notes = [
        InsertOne({"_id": _inbox_id(consumer, event_id), "at": now, "digest": digest})
        for event_id, digest in digests.items()
    ]
    if notes:
        transaction.hold(INBOX, notes)


async def create_inbox_indexes(database: Database, *, keep_days: int) -> None:
    """Let old notes expire; the window is longer than topic retention and the longest redrive."""
    await ensure_indexes(
        database[INBOX],
        [expiry_index("at", days=keep_days)],
    )
