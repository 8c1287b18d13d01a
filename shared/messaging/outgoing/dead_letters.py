"""Outgoing dead letters: rows that the broker refused, as operators see, redrive and discard them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from pymongo import ASCENDING

from shared.messaging.letters import AT_MOST, AUDIT, Action, DeadLetter, Decision, Selection
from shared.messaging.outgoing.outbox import headers_of
from shared.messaging.outgoing.refused import ASIDE, HEAD, let_go
from shared.persistence.transaction import OUTBOX, Transaction
from shared.persistence.transactions import Transactions
from shared.runtime.mongo import Document
from shared.schema.personal import mask

OUTGOING: Final = "outgoing"
"""Takes the consumer's place in the audit of decisions."""
_SHOWN: Final = 2_000
"""The most characters of a letter's data, or of a header, that are shown."""
_READ: Final = 1_100_000
"""The most bytes of data that are shown; of larger data, only the size."""


@dataclass(frozen=True)
class OutgoingDeadLetters:
    """The events of one service that the broker refused.

    Attributes:
        transactions: of the service's database.
        wake: wakes the relays to read the outbox.
        tenant: whose letters; None for everybody's.
    """

    transactions: Transactions
    wake: Callable[[], None]
    tenant: str | None = field(default=None)

    async def page(self, selection: Selection, *, limit: int, offset: int) -> tuple[list[DeadLetter], int]:
        """Return a page of letters, oldest first, and how many there are."""
        rows = self.transactions.database[OUTBOX]
        query = self._query(selection)
        order = [("refused.at", ASCENDING), ("_id", ASCENDING)]
        heads = await rows.find(query).sort(order).skip(offset).limit(limit).to_list(limit)
        followers = {head["_id"]: await self._followers(head) for head in heads}
        return [_letter(head, followers[head["_id"]]) for head in heads], await rows.count_documents(query)

    async def _followers(self, head: Document) -> int:
        rows = self.transactions.database[OUTBOX]
        return await rows.count_documents({**ASIDE, "key": head.get("key"), "_id": {"$ne": head["_id"]}})

    async def decide(self, action: Action, selection: Selection, *, who: str, why: str) -> Decision:
        """Redrive letters, which publishes them and what waits behind them, or discard them; safe to repeat.

        A discarded letter is never published; the events behind it are. At most ``AT_MOST`` letters a call.

        Raises:
            ValueError: the selection is empty: it must name letters or say all.
        """
        if not (selection.ids or selection.type or selection.key or selection.all):
            raise ValueError("name ids, a type or a key, or say all")

        async def work(transaction: Transaction) -> Decision:
            rows = transaction.database[OUTBOX]
            query = self._query(selection)
            cursor = rows.find(query, {"key": 1}, session=transaction.session).sort("refused.at", ASCENDING)
            heads = await cursor.limit(AT_MOST).to_list(AT_MOST)
            await let_go(transaction.database, transaction.session, heads, discard=action == "discard")
            decision = Decision(
                action=action,
                who=who,
                why=why,
                at=datetime.now(UTC),
                ids=[str(head["_id"]) for head in heads],
                remaining=await rows.count_documents(query, session=transaction.session),
            )
            if heads:
                entry = {"consumer": OUTGOING, "tenant": self.tenant, **decision.model_dump()}
                await transaction.database[AUDIT].insert_one(entry, session=transaction.session)
            return decision

        decision = await self.transactions.run(work)
        self.wake()
        return decision

    async def audit(self, *, limit: int) -> list[Decision]:
        """Return the latest decisions, newest first."""
        query: Document = {"consumer": OUTGOING}
        if self.tenant is not None:
            query["tenant"] = self.tenant
        rows = self.transactions.database[AUDIT].find(query).sort("at", -1).limit(limit)
        return [Decision.model_validate(row) async for row in rows]

    def _query(self, selection: Selection) -> dict[str, Any]:
        query: dict[str, Any] = dict(HEAD)
        if self.tenant is not None:
            query["tenant"] = self.tenant
        if selection.ids:
            query["_id"] = {"$in": selection.ids}
        if selection.type:
            query["type"] = selection.type
        if selection.key:
            query["key"] = selection.key
        return query


def _letter(row: Document, followers: int) -> DeadLetter:
    try:
        headers = headers_of(row)
    except Exception:  # noqa: BLE001 (that may be why it was refused)
        headers = {}
    return DeadLetter(
        id=str(row["_id"]),
        key=str(row.get("key", "")),
        type=str(row.get("type", "")),
        tenant=str(row.get("tenant", "")),
        error=row["refused"]["error"],
        attempts=row["refusals"],
        followers=followers,
        parked_at=row["refused"]["at"],
        place=str(row.get("topic", "")),
        headers={name: value[:_SHOWN] for name, value in headers.items()},
        value=_shown(row),
    )


def _shown(row: Document) -> str:
    payload = str(row.get("payload", ""))
    if len(payload) > _READ:
        return f"({len(payload)} characters)"
    masked = mask(str(row.get("type", "")), payload)
    return masked if len(masked) <= _SHOWN else f"{masked[:_SHOWN]}… ({len(masked)} characters)"
