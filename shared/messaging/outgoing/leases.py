"""Leases: which replica publishes which shards of the outbox.

Every replica announces itself and takes its fair share of the shards. A lease has a token that grows with
each new owner, and an end; a replica publishes a shard only while its own clock says the lease holds with a
margin. One that was paused and wakes too late may publish rows a second time; in order all the same, since
every owner starts at the first row not marked, and consumers leave out what they had.
"""

import math
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from pymongo import ReturnDocument, UpdateMany, UpdateOne
from pymongo.errors import DuplicateKeyError

from shared.runtime.mongo import Database, Session

LEASES: Final = "leases"
_ANY_MEMBER: Final = {"$regex": "^member/"}


class LeaseLost(Exception):  # noqa: N818
    """Another replica holds a shard now."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A shard held.

    Attributes:
        shard: its number.
        token: grows with every new owner: the fence.
        until: on this process's monotonic clock, in seconds.
    """

    shard: int
    token: int
    until: float


class Leases:
    """The leases one replica holds.

    Args:
        database: the service's database.
        shards: how many there are.
        seconds: how long a lease lasts without being renewed.

    Attributes:
        held: the leases by their shard.
        alone: whether this was the only replica when it last looked.
    """

    def __init__(self, database: Database, *, shards: int, seconds: float) -> None:
        self.owner = uuid.uuid4().hex
        self.held: dict[int, Lease] = {}
        self.alone = False
        self._rows = database[LEASES]
        self._shards = shards
        self._seconds = seconds

    def valid(self, shard: int) -> bool:
        """Return whether the lease holds for at least another third of its time."""
        lease = self.held.get(shard)
        return lease is not None and time.monotonic() < lease.until - self._seconds / 3

    async def fence(self, session: Session, shards: Iterable[int]) -> None:
        """Let a transaction commit only if these shards are held until then: taking one over writes to it.

        Raises:
            LeaseLost: one is no longer held.
        """
        for shard in sorted(shards):
            lease = self.held.get(shard)
            row = {"_id": f"relay/{shard}", "owner": self.owner, "token": lease.token if lease else None}
            now = {"$set": {"fenced_at": datetime.now(UTC)}}
            if not (await self._rows.update_one(row, now, session=session)).matched_count:
                raise LeaseLost(f"shard {shard}")

    async def renew(self) -> None:
        """Keep what is held, give back what is more than the fair share, take what is free up to it."""
        started = time.monotonic()
        if not self.held:
            await self._forget_members_long_gone()
        await self._renew_held(started)
        share = await self._fair_share()
        for shard in sorted(self.held)[share:]:
            await self._give_back(shard)
        # Replicas look for free shards from different ends, so they seldom reach for the same one.
        start = int(self.owner[:8], 16) % self._shards
        for offset in range(self._shards):
            if len(self.held) >= share:
                break
            shard = (start + offset) % self._shards
            if shard not in self.held:
                await self._take(shard, started)

    async def give_all_back(self) -> None:
        """Let others take over at once."""
        for shard in list(self.held):
            await self._give_back(shard)
        await self._rows.delete_one({"_id": f"member/{self.owner}"})

    async def _renew_held(self, started: float) -> None:
        """Announce this replica and renew what it holds, with one command: replicas do so all the time."""
        until = {"$set": {"until": datetime.now(UTC) + timedelta(seconds=self._seconds)}}
        held = {"_id": {"$in": [f"relay/{shard}" for shard in self.held]}, "owner": self.owner}
        member = UpdateOne({"_id": f"member/{self.owner}"}, until, upsert=True)
        written = await self._rows.bulk_write([member, UpdateMany(held, until)], ordered=False)
        if written.matched_count + written.upserted_count == 1 + len(self.held):
            self.held = {
                shard: replace(lease, until=started + self._seconds) for shard, lease in self.held.items()
            }
        else:
            for shard in list(self.held):
                await self._take(shard, started)

    async def _fair_share(self) -> int:
        living = {"_id": _ANY_MEMBER, "until": {"$gt": datetime.now(UTC)}}
        members = await self._rows.count_documents(living)
        self.alone = members <= 1
        return math.ceil(self._shards / max(members, 1))

    async def _forget_members_long_gone(self) -> None:
        gone = {"$lt": datetime.now(UTC) - timedelta(minutes=10)}
        await self._rows.delete_many({"_id": _ANY_MEMBER, "until": gone})

    async def _take(self, shard: int, started: float) -> None:
        """Take or renew one lease; forget it where another has it."""
        now = datetime.now(UTC)
        mine = self.held.get(shard)
        owned = {"owner": self.owner, "token": mine.token} if mine else {"owner": self.owner}
        try:
            row = await self._rows.find_one_and_update(
                {"_id": f"relay/{shard}", "$or": [owned, {"until": {"$lt": now}}]},
                {
                    "$set": {"owner": self.owner, "until": now + timedelta(seconds=self._seconds)},
                    **({} if mine else {"$inc": {"token": 1}}),
                },
                upsert=mine is None,
                return_document=ReturnDocument.AFTER,
            )
        except DuplicateKeyError:
            row = None
        if row is None:
            self.held.pop(shard, None)
        else:
            self.held[shard] = Lease(shard, row["token"], started + self._seconds)

    async def _give_back(self, shard: int) -> None:
        lease = self.held.pop(shard)
        await self._rows.update_one(
            {"_id": f"relay/{shard}", "owner": self.owner, "token": lease.token},
            {"$set": {"until": datetime.fromtimestamp(0, UTC)}},
        )
