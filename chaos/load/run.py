"""The load from its beginning to its last answer, on a clock that runs fast."""

import asyncio
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
    """Let everybody act for a while, then wait until everything begun is answered."""
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
        world.over.set()
    await world.finish()
