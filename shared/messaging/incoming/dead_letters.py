"""Incoming dead letters: events whose reaction failed too often, and records without an envelope."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from pymongo import ASCENDING

from shared.messaging.incoming.parking import PARKED, WAITS_HERE, Parking
from shared.messaging.incoming.records import Record
from shared.messaging.letters import AT_MOST, AUDIT, Action, DeadLetter, Decision, Selection
from shared.persistence.transaction import Transaction
from shared.persistence.transactions import Transactions
from shared.runtime.mongo import Document
from shared.schema.personal import mask

_MOST_SHOWN: Final = 20_000
_MOST_HEADERS: Final = 100
"""The most of a record's value, of a header and of the headers that is shown; the database has all."""


@dataclass(frozen=True)
class DeadLetters:
    """The dead letters of one consumer.

    Attributes:
        name: the consumer.
        transactions: of the service's database.
        parking: where the letters are.
        tenant: whose letters; None for everybody's and those that name nobody.
    """

    name: str
    transactions: Transactions
    parking: Parking
    tenant: str | None = field(default=None)

    async def page(self, selection: Selection, *, limit: int, offset: int) -> tuple[list[DeadLetter], int]:
        """Return a page of dead letters, oldest first, and how many there are."""
        rows = self.transactions.database[PARKED]
        query = self._query(selection)
        page = rows.find(query).sort([("parked_at", ASCENDING), ("_id", ASCENDING)]).skip(offset).limit(limit)
        return [_letter(row) async for row in page], await rows.count_documents(query)

    async def decide(self, action: Action, selection: Selection, *, who: str, why: str) -> Decision:
        """Redrive dead letters into this consumer, or discard them; safe to repeat.

        A redriven letter is tried at once, from the first try; its followers come after it. Nothing else
        sees the event again. At most ``AT_MOST`` letters in one call.

        Raises:
            ValueError: the selection is empty: it must name letters or say all.
        """
        if not (selection.ids or selection.type or selection.key or selection.all):
            raise ValueError("name ids, a type or a key, or say all")

        async def work(transaction: Transaction) -> Decision:
            rows = transaction.database[PARKED]
            query = self._query(selection)
            cursor = rows.find(query, session=transaction.session).sort("parked_at", ASCENDING).limit(AT_MOST)
            letters = await cursor.to_list(AT_MOST)
            if action == "redrive":
                await self.parking.revive(transaction.session, letters)
            else:
                await self.parking.finish(transaction.session, letters)
            transaction.signals.add(WAITS_HERE)
            decision = Decision(
                action=action,
                who=who,
                why=why,
                at=datetime.now(UTC),
                ids=[letter["_id"]["event"] for letter in letters],
                remaining=await rows.count_documents(query, session=transaction.session),
            )
            if letters:
                entry = {"consumer": self.name, "tenant": self.tenant, **decision.model_dump()}
                await transaction.database[AUDIT].insert_one(entry, session=transaction.session)
            return decision

        return await self.transactions.run(work)

    async def audit(self, *, limit: int) -> list[Decision]:
        """Return the latest decisions, newest first."""
        query: Document = {"consumer": self.name}
        if self.tenant is not None:
            query["tenant"] = self.tenant
        rows = self.transactions.database[AUDIT].find(query).sort("at", -1).limit(limit)
        return [Decision.model_validate(row) async for row in rows]

    def _query(self, selection: Selection) -> dict[str, Any]:
        query: dict[str, Any] = {"consumer": self.name, "status": "dead"}
        if self.tenant is not None:
            query["tenant"] = self.tenant
        if selection.ids:
            query["_id"] = {"$in": [{"consumer": self.name, "event": id_} for id_ in selection.ids]}
        if selection.type:
            query["type"] = selection.type
        if selection.key:
            query["key"] = selection.key
        return query


def _letter(row: Document) -> DeadLetter:
    record = Record.from_document(row["record"])
    return DeadLetter(
        id=row["_id"]["event"],
        key=row["key"],
        type=row["type"],
        tenant=row["tenant"],
        error=row["error"],
        attempts=row["attempts"],
        followers=row["followers"],
        parked_at=row["parked_at"],
        place=record.place,
        headers={_shown(name): _shown(value) for name, value in record.headers[:_MOST_HEADERS]},
        value=mask(row["type"], _text(record.value))[:_MOST_SHOWN],
    )


def _text(raw: str | bytes | None) -> str:
    """Return the text of a record's bytes, whatever they are."""
    if isinstance(raw, str):
        raw = raw.encode(errors="surrogateescape")
    return (raw or b"").decode(errors="replace")


def _shown(raw: str | bytes | None) -> str:
    return _text(raw)[:_MOST_SHOWN]
