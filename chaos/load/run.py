"""The load from its beginning to its last answer, on a clock that runs fast."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from chaos.load import coordinator, people
from chaos.load.crowd import World

DAYS_A_SECOND: Final = 1.0
_TICK_SECONDS: Final = 0.25
_JOINING_SHARE: Final = 0.3
_MORE_SECONDS: Final = 90.0
_LATEST: Final = frozenset({"scheduling outcome", "feedback answer"})
"""What people come to last; all else has happened before."""


@dataclass
class FastClock:
    """The virtual clock of a run: days pass in seconds, and stand still before and after the load.

    Attributes:
        now: the virtual time.
        publish: tells the services.
    """

    now: datetime
    publish: Callable[[datetime], None]

    async def run(self) -> None:
        """Move until cancelled."""
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            self.now += timedelta(days=DAYS_A_SECOND * _TICK_SECONDS)
            self.publish(self.now)


async def run_load(world: World, seconds: float) -> None:
    """Let everybody act for a while, then wait until everything begun is answered.

    On a slow machine they go on for up to a minute and a half longer, until every kind of command has been
    accepted: a checker that saw no session held would prove little.
    """
    async with asyncio.TaskGroup() as group:
        for activity in (
            people.join(world, seconds * _JOINING_SHARE),
            coordinator.hold_rounds(world),
            people.watch(
                world, "matching", "/proposals", partial(people.answer_proposal, world), state="approved"
            ),
            people.watch(
                world, "scheduling", "/sessions", partial(people.attend_session, world), state="planned"
            ),
            people.watch(world, "feedback", "/check-ins", partial(people.check_in, world), state="requested"),
        ):
            group.create_task(activity)
        await asyncio.sleep(seconds)
        await _until_all_kinds(world)
        world.over.set()
    await world.finish()


async def _until_all_kinds(world: World) -> None:
    kinds = world.web.log.kinds
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_MORE_SECONDS):
            while not kinds.keys() >= _LATEST:
                await asyncio.sleep(_TICK_SECONDS)
