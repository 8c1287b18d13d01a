"""The short cut from a commit to the relay of the same process: rows go over in memory.

To read back what this process has just written costs the database more than the writing, since it must pass
over all that was published lately (docs/messaging.md). The outbox stays the truth: what is not handed over,
or is lost here, the relay finds there.
"""

from collections import OrderedDict, defaultdict, deque
from collections.abc import Sequence
from typing import Final

from shared.messaging.outgoing.leases import Leases
from shared.messaging.outgoing.outbox import AT_ONCE
from shared.messaging.wire.envelope import event_id
from shared.persistence.transaction import OUTBOX
from shared.runtime.mongo import Database, Document

_KEYS: Final = 20_000
"""The number of keys whose latest published event is remembered."""


class Handover:
    """Rows committed here and not yet published, in the order of their commits.

    Args:
        leases: of the relay.
        limit: more rows than these are not kept.
    """

    def __init__(self, leases: Leases, *, limit: int) -> None:
        self._leases = leases
        self._limit = limit
        self._rows: deque[tuple[int, Document]] = deque()

    def __bool__(self) -> bool:
        return bool(self._rows)

    def give(self, rows: Sequence[Document]) -> bool:
        """Keep committed rows of shards that are held; returns False where they are too many."""
        if len(self._rows) + len(rows) > self._limit:
            return False
        self._rows.extend((self._leases.held[row["shard"]].token, row) for row in rows)
        return True

    def take(self, most: int) -> list[Document]:
        """Return the next rows whose shard was held all the time since.

        Nobody else can have published them.
        """
        taken = [self._rows.popleft() for _ in range(min(most, len(self._rows)))]
        return [row for token, row in taken if self._held_since(row["shard"], token)]

    def _held_since(self, shard: int, token: int) -> bool:
        return self._leases.valid(shard) and self._leases.held[shard].token == token

    def clear(self) -> None:
        """Forget the rows: what is committed, the relay will find in the outbox."""
        self._rows.clear()


class Turns:
    """Whose turn it is: no event before the earlier ones of its key.

    Args:
        database: the service's database.
    """

    def __init__(self, database: Database) -> None:
        self._outbox = database[OUTBOX]
        self._last: OrderedDict[str, int] = OrderedDict()

    def note(self, rows: Sequence[Document]) -> None:
        """Remember that these rows are published."""
        for row in rows:
            if row["due_at"] == AT_ONCE:
                self._last[row["key"]] = row["sequence"]
                self._last.move_to_end(row["key"])
        while len(self._last) > _KEYS:
            self._last.popitem(last=False)

    async def of(self, rows: Sequence[Document]) -> tuple[list[Document], bool]:
        """Return the rows whose turn it is, in order; and whether some must wait for an earlier event.

        Rows may be handed over in another order than they were committed, and an earlier event may be another
        process's. So a key's first row passes only if the event before it is known to be published, here or
        by the outbox.
        """
        by_key: defaultdict[str, list[Document]] = defaultdict(list)
        for row in rows:
            if row["sequence"] > self._last.get(row["key"], 0):
                by_key[row["key"]].append(row)
        waiting = await self._waiting(by_key)
        ready: list[Document] = []
        for key, ours in by_key.items():
            ours.sort(key=_sequence)
            if key not in waiting:
                ready += _without_gap(ours)
        return ready, len(ready) < sum(map(len, by_key.values()))

    async def _waiting(self, by_key: dict[str, list[Document]]) -> set[str]:
        """Return the keys that have an event in the outbox, unpublished, just before the first of these."""
        before: dict[str, str] = {}
        for key, rows in by_key.items():
            first = min(map(_sequence, rows))
            if first > 1 and self._last.get(key) != first - 1:
                before[event_id(key, first - 1)] = key
        if not before:
            return set()
        query = {"_id": {"$in": list(before)}, "published_at": None}
        return {before[row["_id"]] async for row in self._outbox.find(query, {"_id": 1})}


def _sequence(row: Document) -> int:
    number: int = row["sequence"]
    return number


def _without_gap(rows: Sequence[Document]) -> list[Document]:
    """As many of a key's rows, from the first on, as follow each other."""
    first = _sequence(rows[0])
    return [row for number, row in enumerate(rows, start=first) if _sequence(row) == number]
