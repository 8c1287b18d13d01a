"""An answer that costs something, shared by all who ask for it at about the same time."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, Generic, TypeVar

FRESH_SECONDS: Final = 0.2

T = TypeVar("T")


class Recent(Generic[T]):
    """Asks once for all concurrent callers, and again only after a while.

    Probes and scrapes carry no token, so what each of them costs must not depend on how often they come.

    Args:
        ask: finds the answer.
    """

    def __init__(self, ask: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._ask = ask
        self._asking: asyncio.Task[T] | None = None
        self._asked = 0.0

    async def get(self) -> T:
        """Return the answer, or raise what asking raised."""
        now = asyncio.get_running_loop().time()
        if self._asking is None or (self._asking.done() and now - self._asked > FRESH_SECONDS):
            self._asking, self._asked = asyncio.create_task(self._ask()), now
        return await asyncio.shield(self._asking)
