"""Long work of a service beside its requests and events."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Generic

from typing_extensions import TypeVar

from shared.persistence.transactions import Transactions
from shared.runtime.clock import Clock
from shared.runtime.logging import get_logger
from shared.runtime.settings import Settings

log = get_logger(__name__)

S_co = TypeVar("S_co", bound=Settings, default=Settings, covariant=True)

_PAUSE_SECONDS: Final = 1.0
_GRACE_SECONDS: Final = 8.0
"""How long work may take to finish when the service stops."""


class InHand:
    """Counts the long work that this replica has begun and not ended: nobody may take it for idle meanwhile.

    Attributes:
        count: how much there is.
    """

    def __init__(self) -> None:
        self.count = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count one piece of work until the block ends."""
        self.count += 1
        try:
            yield
        finally:
            self.count -= 1


@dataclass(frozen=True)
class WorkContext(Generic[S_co]):
    """The resources of background work.

    Attributes:
        settings: of the service; a product's own class where it has one.
        transactions: on the service's database.
        clock: the domain's time.
        in_hand: counts what leads to more events though none is on its way.
    """

    settings: S_co
    transactions: Transactions
    clock: Clock
    in_hand: InHand = field(default_factory=InHand)


Background = Callable[[WorkContext[Any]], Awaitable[None]]
"""Runs until it is cancelled, which is how it learns that the service stops; started again if it fails."""


@asynccontextmanager
async def running(works: Sequence[Background], context: WorkContext) -> AsyncIterator[None]:
    """Run these works until the block ends."""
    tasks = [asyncio.create_task(_keep_going(work, context)) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_GRACE_SECONDS)


async def _keep_going(work: Background, context: WorkContext) -> None:
    while True:
        try:
            await work(context)
        except Exception as error:
            log.warning("background task failed, restarting", exc_info=error)
        await asyncio.sleep(_PAUSE_SECONDS)
