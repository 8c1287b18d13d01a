"""Sharing one process between tenants: the order of searches, and the programmes kept in memory."""

import asyncio
from collections import Counter, OrderedDict
from typing import Final, Generic, TypeVar

from services.matching.jobs.protocol import Search
from shared.kernel import Scope

K = TypeVar("K")
MOST_OF_ONE: Final = 2
"""Programmes of one tenant that are kept."""
MOST: Final = 16
"""The most programmes that are kept, of all tenants."""


class ProgrammeCache(Generic[K]):
    """A cache of entries by programme, in order of use; tenants with many entries lose theirs first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Scope, K] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def pop(self, scope: Scope) -> K | None:
        """Remove and return the entry of a programme, or None."""
        return self._kept.pop(scope, None)

    def keep(self, scope: Scope, value: K) -> None:
        """Keep an entry of a programme; if the cache is full, drop the least recently used one."""
        self._kept[scope] = value
        counts = Counter(each.tenant for each in self._kept)
        if counts[scope.tenant] > MOST_OF_ONE:
            self._drop_of(scope.tenant)
        elif len(self._kept) > MOST:
            most = max(counts.values())
            self._drop_of(*(tenant for tenant, count in counts.items() if count == most))

    def _drop_of(self, *tenants: str) -> None:
        del self._kept[next(scope for scope in self._kept if scope.tenant in tenants)]


class SearchQueue:
    """Searches that wait: each tenant has its turn, and of a tenant each programme."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, OrderedDict[Scope, list[Search]]] = OrderedDict()
        self._arrived = asyncio.Event()

    def add(self, search: Search) -> None:
        """Add a search to the queue."""
        programmes = self._waiting.setdefault(search.scope.tenant, OrderedDict())
        programmes.setdefault(search.scope, []).append(search)
        self._arrived.set()

    async def wait(self) -> None:
        """Wait until there is a search."""
        await self._arrived.wait()

    def take(self, at_most: int) -> list[Search]:
        """Remove and return searches of the programme whose turn it is, oldest first; there must be one."""
        tenant, programmes = self._waiting.popitem(last=False)
        scope, searches = programmes.popitem(last=False)
        taken, left = searches[:at_most], searches[at_most:]
        if left:
            programmes[scope] = left
        if programmes:
            self._waiting[tenant] = programmes
        if not self._waiting:
            self._arrived.clear()
        return taken
