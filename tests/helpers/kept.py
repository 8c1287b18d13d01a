"""Services that outlive the test file which started them, for the next one that needs the same."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import ClassVar, Generic, TypeVar

T = TypeVar("T")

IDLE_SECONDS = 10.0
"""Then they end: services that nobody uses ask broker and database all the while."""


class Kept(Generic[T]):
    """Starts what is asked for, and keeps it for a while after its use.

    One user at a time has it; what a user leaves behind must not matter to the next.
    """

    everything: ClassVar["list[Kept]"] = []

    def __init__(self) -> None:
        self._stack = AsyncExitStack()
        self._value: T | None = None
        self._ending: asyncio.Task[None] | None = None
        self.everything.append(self)

    @asynccontextmanager
    async def use(self, start: Callable[[], AbstractAsyncContextManager[T]]) -> AsyncIterator[T]:
        """Use what is kept, or start it."""
        await self._stop_ending()
        if self._value is None:
            self._value = await self._stack.enter_async_context(start())
        try:
            yield self._value
        finally:
            self._ending = asyncio.create_task(self._end_later())

    @classmethod
    async def end_all(cls) -> None:
        """End all that is kept."""
        for each in cls.everything:
            await each._stop_ending()
            await each._end()

    async def _stop_ending(self) -> None:
        """Prevent the end, or wait for it if it has begun."""
        if self._ending:
            if self._value is not None:
                self._ending.cancel()
            await asyncio.wait([self._ending])

    async def _end_later(self) -> None:
        await asyncio.sleep(IDLE_SECONDS)
        await self._end()

    async def _end(self) -> None:
        self._value = None
        stack, self._stack = self._stack, AsyncExitStack()
        await stack.aclose()
