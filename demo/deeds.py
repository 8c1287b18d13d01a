"""The acts of an evening: those of different people at a time, those that affect the same person apart."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

_AT_ONCE: Final = 16


@dataclass(frozen=True, slots=True)
class Deed:
    """An action of a person today.

    Attributes:
        concerns: the people it affects, by participant or employee id.
        do: sends the requests.
    """

    concerns: frozenset[str]
    do: Callable[[], Awaitable[None]]


async def perform(deeds: Mapping[str, Deed]) -> None:
    """Carry out actions that affect different people; the others wait for another day.

    The order of two actions that affect the same person would be random, and the run must not depend on
    it.

    Args:
        deeds: the actions by name; the order of the names decides which comes first.

    Raises:
        Refused: a request failed; the other actions are cancelled.
    """
    busy: set[str] = set()
    todays: list[Deed] = []
    for name in sorted(deeds):
        deed = deeds[name]
        if busy.isdisjoint(deed.concerns):
            busy |= deed.concerns
            todays.append(deed)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def do(deed: Deed) -> None:
        async with gate:
            await deed.do()

    try:
        async with asyncio.TaskGroup() as group:
            for deed in todays:
                group.create_task(do(deed))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None  # one is enough to end the run and to say why


def bind(do: Callable[..., Awaitable[None]], *args: object) -> Callable[[], Awaitable[None]]:
    """Return the action with its arguments."""

    async def bound() -> None:
        await do(*args)

    return bound
