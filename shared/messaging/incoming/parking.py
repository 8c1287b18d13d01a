"""Parking by key: a failing event waits in the database, and its key's later events queue behind it.

The first row of a key is its head: only it has ``due_at``, and it counts its followers. An event
queued behind a head writes to it, so queueing and finishing the same head can't both commit unseen.
A head that failed too often is dead: it and its followers wait for an operator.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pymongo import ASCENDING, UpdateOne

from shared.messaging.incoming.failures import Failures
from shared.messaging.incoming.records import Message, Unreadable
from shared.messaging.incoming.retry_policy import RetryPolicy
from shared.persistence.indexes import make_index
from shared.persistence.transaction import Transaction
from shared.runtime.mongo import Database, Document, Session, ensure_indexes

PARKED: Final = "parked"
_COUNT_SECONDS: Final = 1.0
WAITS_HERE: Final = "parked events"
"""The signal of this process that is set once a transaction has left something to try again."""


@dataclass(frozen=True)
class ParkingLimits:
    """How much may be parked; beyond, the consumer waits.

    Attributes:
        per_key: events queued behind one.
        in_total: events of all keys.
    """

    per_key: int = 10_000
    in_total: int = 100_000


class ParkingFull(Exception):  # noqa: N818
    """Too many events are parked; the consumer waits."""


class Parking:
    """The parked events of one consumer.

    Args:
        database: the service's.
        consumer: whose events.
        limits: how much may be parked.
        policy_of: returns when to try events of a type again.
        failures: announces dead letters.
    """

    def __init__(
        self,
        database: Database,
        consumer: str,
        limits: ParkingLimits,
        policy_of: Callable[[str], RetryPolicy],
        failures: Failures,
    ) -> None:
        self._rows = database[PARKED]
        self._consumer = consumer
        self._limits = limits
        self._policy_of = policy_of
        self._failures = failures
        self._some = False
        self._counted = float("-inf")

    async def check_room(self) -> None:
        """See that there is room for a batch's worth of parked events; while none is parked, now and then.

        Raises:
            ParkingFull: there is none.
        """
        if not self._some and time.monotonic() < self._counted + _COUNT_SECONDS:
            return
        self._counted = time.monotonic()
        parked = await self._rows.estimated_document_count()
        self._some = parked > 0
        if parked >= self._limits.in_total:
            raise ParkingFull(f"{parked} events are parked")

    async def blocked(self, session: Session, keys: Sequence[str]) -> dict[str, Document]:
        """Return the heads of those of these keys that are parked.

        Raises:
            ParkingFull: too many events wait behind one of them.
        """
        query = {"consumer": self._consumer, "key": {"$in": keys}, "head": True}
        heads: dict[str, Document] = {}
        async for row in self._rows.find(query, {"_id": 1, "key": 1, "followers": 1}, session=session):
            if row["followers"] >= self._limits.per_key:
                raise ParkingFull(f"{row['followers']} events wait behind one")
            heads[row["key"]] = row["_id"]
        return heads

    def park(self, transaction: Transaction, message: Message, fault: str, *, dead: bool) -> Document:
        """Make a failed event the head of its key, when the transaction ends; returns the row's id."""
        now = datetime.now(UTC)
        row = self._row(message) | {
            "head": True,
            "followers": 0,
            "status": "dead" if dead else "parked",
            "attempts": 1,
            "error": fault,
            "due_at": None if dead else now + self._policy_of(message.envelope.type).wait(1),
        }
        self._some = True
        transaction.hold(PARKED, [_once(row)])
        if dead:
            self._failures.announce(transaction, message.envelope.type, fault)
        id_: Document = row["_id"]
        return id_

    def queue(self, transaction: Transaction, head: Document, messages: Sequence[Message]) -> None:
        """Put later events of a key behind its head, when the transaction ends."""
        rows = [
            self._row(message)
            | {"head": False, "followers": 0, "status": "queued", "attempts": 0, "error": "", "due_at": None}
            for message in messages
        ]
        transaction.hold(PARKED, [_once(row) for row in rows])
        transaction.hold(PARKED, [UpdateOne({"_id": head}, {"$inc": {"followers": len(rows)}})])

    async def bury(self, transaction: Transaction, unreadable: Iterable[Unreadable]) -> None:
        """Keep records without an envelope as dead letters, byte for byte; safe to repeat."""
        for item in unreadable:
            id_ = {"consumer": self._consumer, "event": item.record.place}
            row = {
                "consumer": self._consumer,
                "key": item.record.place,
                "type": "",
                "tenant": "",
                "programme": "",
                "head": True,
                "followers": 0,
                "status": "dead",
                "attempts": 1,
                "error": item.fault,
                "due_at": None,
                "parked_at": datetime.now(UTC),
                "offset": item.record.offset,
                "record": item.record.to_document(),
            }
            once = {"$setOnInsert": row}
            await self._rows.update_one({"_id": id_}, once, upsert=True, session=transaction.session)
            self._failures.announce(transaction, "", item.fault)

    async def due(self, limit: int) -> list[Document]:
        """Return the heads whose wait is over, longest first."""
        query = {"consumer": self._consumer, "status": "parked", "due_at": {"$lte": datetime.now(UTC)}}
        return await self._rows.find(query).sort("due_at", ASCENDING).limit(limit).to_list(limit)

    async def next_due(self) -> datetime | None:
        """Return when the first head is to be tried again; None where none waits."""
        query = {"consumer": self._consumer, "status": "parked"}
        head = await self._rows.find_one(query, {"due_at": 1}, sort=[("due_at", ASCENDING)])
        return head["due_at"] if head else None

    async def claim(self, session: Session, heads: Sequence[Document]) -> list[Document]:
        """Return those of these heads that are still due to be tried, as they are now.

        Writes to them, so that two replicas, or a replica and somebody who queues behind, conflict.
        """
        now = datetime.now(UTC)
        ids = [head["_id"] for head in heads]
        waiting = {"_id": {"$in": ids}, "status": "parked", "due_at": {"$lte": now}}
        await self._rows.update_many(waiting, {"$set": {"claimed_at": now}}, session=session)
        return await self._rows.find(waiting, session=session).to_list(len(heads))

    async def finish(self, session: Session, heads: Sequence[Document]) -> None:
        """Remove heads that succeeded or were discarded, and let the next of each key come up."""
        if heads:
            await self._rows.delete_many({"_id": {"$in": [head["_id"] for head in heads]}}, session=session)
        for head in heads:
            if head["followers"]:
                await self._promote(session, head["key"], followers=head["followers"] - 1)

    async def _promote(self, session: Session, key: str, *, followers: int) -> None:
        await self._rows.find_one_and_update(
            {"consumer": self._consumer, "key": key},
            {
                "$set": {
                    "head": True,
                    "status": "parked",
                    "due_at": datetime.now(UTC),
                    "followers": followers,
                }
            },
            sort=[("offset", ASCENDING)],
            session=session,
        )

    async def fail(
        self, transaction: Transaction, failures: Sequence[tuple[Document, str]]
    ) -> list[Document]:
        """Note that heads failed again; returns those that are dead now."""
        changes = [(head, self._after_failure(head, fault)) for head, fault in failures]
        if changes:
            writes = [UpdateOne({"_id": head["_id"]}, {"$set": change}) for head, change in changes]
            await self._rows.bulk_write(writes, session=transaction.session)
        dead = [(head, change["error"]) for head, change in changes if change["status"] == "dead"]
        for head, fault in dead:
            self._failures.announce(transaction, head["type"], fault)
        return [head for head, _ in dead]

    def _after_failure(self, head: Document, fault: str) -> Document:
        attempts = head["attempts"] + 1
        policy = self._policy_of(head["type"])
        dead = attempts >= policy.attempts
        return {
            "attempts": attempts,
            "error": fault,
            "status": "dead" if dead else "parked",
            "due_at": None if dead else datetime.now(UTC) + policy.wait(attempts),
        }

    async def revive(self, session: Session, letters: Sequence[Document]) -> None:
        """Let dead letters be tried again at once, as if for the first time."""
        await self._rows.update_many(
            {"_id": {"$in": [letter["_id"] for letter in letters]}, "status": "dead"},
            {"$set": {"status": "parked", "attempts": 0, "due_at": datetime.now(UTC)}},
            session=session,
        )

    async def counts(self) -> dict[str, int]:
        """Return how many heads wait for a try, how many are dead, how many events queue behind them."""
        counts = {"parked": 0, "dead": 0, "queued": 0}
        groups = self._rows.aggregate(
            [{"$match": {"consumer": self._consumer}}, {"$group": {"_id": "$status", "n": {"$sum": 1}}}]
        )
        async for group in groups:
            counts[group["_id"]] = group["n"]
        return counts

    def _row(self, message: Message) -> Document:
        envelope = message.envelope
        return {
            "_id": {"consumer": self._consumer, "event": envelope.id},
            "consumer": self._consumer,
            "key": envelope.key,
            "type": envelope.type,
            "tenant": envelope.scope.tenant,
            "programme": envelope.scope.programme,
            "region": envelope.scope.region,
            "parked_at": datetime.now(UTC),
            "offset": message.record.offset,
            "record": message.record.to_document(),
        }


def _once(row: Document) -> UpdateOne:
    """Insert a row unless it is there: an event that the inbox has forgotten may come while it is parked."""
    fields = {name: value for name, value in row.items() if name != "_id"}
    return UpdateOne({"_id": row["_id"]}, {"$setOnInsert": fields}, upsert=True)


async def create_parking_indexes(database: Database) -> None:
    """Index by key in order, and what is due."""
    await ensure_indexes(
        database[PARKED],
        [
            make_index("consumer", "key", "offset", name="order"),
            make_index("consumer", "status", "due_at", name="due"),
        ],
    )
