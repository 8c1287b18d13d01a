"""A queue in which tenants take turns, and the waiting items of one caller are limited."""

from collections import Counter, OrderedDict, deque
from typing import Final, Generic, TypeVar

from starlette.exceptions import HTTPException

T = TypeVar("T")

_RETRY_SECONDS: Final = 1


class FairQueue(Generic[T]):
    """The waiting items, by tenant and caller.

    Args:
        per_caller: the most items of one caller that may wait.
    """

    def __init__(self, per_caller: int) -> None:
        self._per_caller = per_caller
        self._waiting: OrderedDict[str, deque[tuple[T, str]]] = OrderedDict()
        self._callers: Counter[tuple[str, str]] = Counter()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def put(self, item: T, *, tenant: str, caller: str) -> None:
        """Add something.

        Raises:
            HTTPException: too much of this caller waits already (429).
        """
        if self._callers[tenant, caller] >= self._per_caller:
            headers = {"Retry-After": str(_RETRY_SECONDS)}
            raise HTTPException(429, f"{self._per_caller} of your requests are waiting already", headers)
        self._callers[tenant, caller] += 1
        self._waiting.setdefault(tenant, deque()).append((item, caller))

    def take(self, most: int) -> list[T]:
        """Take what is next, one of each tenant in turn."""
        taken: list[T] = []
        while self._waiting and len(taken) < most:
            tenant, own = self._waiting.popitem(last=False)
            item, caller = own.popleft()
            taken.append(item)
            self._callers[tenant, caller] -= 1
            if not self._callers[tenant, caller]:
                del self._callers[tenant, caller]
            if own:
                self._waiting[tenant] = own
        return taken
