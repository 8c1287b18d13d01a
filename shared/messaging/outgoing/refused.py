"""Rows that the broker has refused: set aside with their key, until an operator decides.

A refused row heads its key: all later rows of the key wait behind it, in order. Head and followers lie in a
shard of their own, which no relay publishes from, so they cost the others nothing. The relay that holds their
shard sets rows aside, fenced by its lease; an operator lets them go again, so both write to the head.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from pymongo import UpdateOne

from shared.messaging.outgoing.delivery import Refusal
from shared.messaging.outgoing.leases import Leases
from shared.messaging.outgoing.outbox import SET_ASIDE, shard_of
from shared.persistence.transaction import OUTBOX
from shared.runtime.error_reports import describe
from shared.runtime.mongo import Client, Database, Document, Session

ASIDE: Final[Document] = {"shard": SET_ASIDE, "published_at": None}
"""The filter of all rows that are set aside."""
HEAD: Final[Document] = {**ASIDE, "refused": {"$type": "object"}}
"""The filter of the rows among them that were refused."""


class SetAside:
    """The rows that a relay sets aside.

    Args:
        client: the driver's client.
        database: the service's database.
        leases: of the relay.
    """

    def __init__(self, client: Client, database: Database, leases: Leases) -> None:
        self._client = client
        self._rows = database[OUTBOX]
        self._leases = leases

    async def any(self) -> bool:
        """Return whether any row is set aside, by this relay or another."""
        return await self._rows.find_one(ASIDE, {}) is not None

    async def counts(self) -> dict[str, int]:
        """Return how many rows are refused, and how many wait behind them."""
        refused = await self._rows.count_documents(HEAD)
        return {"refused": refused, "withheld": await self._rows.count_documents(ASIDE) - refused}

    async def hold(self, refusals: Sequence[Refusal]) -> None:
        """Set refused rows aside, and what is there of their keys' later rows.

        Raises:
            LeaseLost: another relay publishes them now.
        """
        async with await self._client.start_session() as session, session.start_transaction():
            await self._leases.fence(session, {refusal.row["shard"] for refusal in refusals})
            for refusal in refusals:
                await self._hold(session, refusal)

    async def _hold(self, session: Session, refusal: Refusal) -> None:
        row = refusal.row
        # A timer that was moved or cancelled meanwhile is another event, or none.
        tried = {"_id": row["_id"], "shard": row["shard"], "due_at": row["due_at"], "published_at": None}
        facts = {"error": describe(refusal.error), "at": datetime.now(UTC)}
        change = {"$set": {"shard": SET_ASIDE, "refused": facts}, "$inc": {"refusals": 1}}
        done = await self._rows.update_one(tried, change, session=session)
        if done.modified_count and isinstance(row.get("key"), str):
            followers = {"shard": row["shard"], "published_at": None, "key": row["key"]}
            await self._rows.update_many(followers, {"$set": {"shard": SET_ASIDE}}, session=session)

    async def withhold(self, rows: Sequence[Document]) -> list[Document]:
        """Set aside those rows whose key has a refused one before; returns the others.

        Raises:
            LeaseLost: another relay publishes them now.
        """
        if not rows:
            return []
        keys = sorted({str(row.get("key")) for row in rows})
        cursor = self._rows.find({**HEAD, "key": {"$in": keys}}, {"key": 1})
        heads = {row["key"]: row["_id"] async for row in cursor}
        later = [row for row in rows if row.get("key") in heads]
        if later:
            async with await self._client.start_session() as session, session.start_transaction():
                await self._leases.fence(session, {row["shard"] for row in later})
                await self._follow(session, {heads[row["key"]] for row in later}, later)
        return [row for row in rows if row.get("key") not in heads]

    async def _follow(self, session: Session, heads: set[Any], later: Sequence[Document]) -> None:
        """Put rows behind their heads, unless those were let go meanwhile: then the next scan finds all."""
        now = {"$set": {"refused.followed_at": datetime.now(UTC)}}
        writes = [UpdateOne({**HEAD, "_id": id_}, now) for id_ in heads]
        written = await self._rows.bulk_write(writes, ordered=False, session=session)
        if written.matched_count == len(heads):
            ids = {"_id": {"$in": [row["_id"] for row in later]}, "published_at": None}
            await self._rows.update_many(ids, {"$set": {"shard": SET_ASIDE}}, session=session)


async def let_go(database: Database, session: Session, heads: Sequence[Document], *, discard: bool) -> None:
    """Give refused rows back to the relays, with what waits behind them, or the latter only."""
    rows = database[OUTBOX]
    if discard:
        ids = [head["_id"] for head in heads]
        await rows.delete_many({**HEAD, "_id": {"$in": ids}}, session=session)
    by_shard: defaultdict[int, list[object]] = defaultdict(list)
    for head in heads:
        by_shard[shard_of(str(head.get("key")))].append(head.get("key"))
    for shard, keys in by_shard.items():
        back = {"$set": {"shard": shard}, "$unset": {"refused": ""}}
        await rows.update_many({**ASIDE, "key": {"$in": keys}}, back, session=session)
