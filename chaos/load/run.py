"""The load from its start to its last answer, on a virtual clock."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from chaos.goal import Goal
from chaos.load import coordinator, people
from chaos.load.actors import World

_TICK: Final = timedelta(days=0.6)
_LOOK_SECONDS: Final = 0.05
_WATCHED: Final = ("matching", "scheduling", "feedback")
"""The services whose lists people watch."""


@dataclass
class FastClock:
    """The virtual clock of a run: it stops before and after the load.

    It moves only when people have had a chance to act on everything new, so that on a slow machine, too,
    proposals are answered before they expire.

    Attributes:
        now: the virtual time.
        publish: sends the time to the services.
    """

    now: datetime
    publish: Callable[[datetime], None]

    async def run(self, world: World) -> None:
        """Move until cancelled."""
        while True:
            seen = world.passes.copy()
            while world.busy or any(world.passes[name] == seen[name] for name in _WATCHED):
                await asyncio.sleep(_LOOK_SECONDS)
            self.now += _TICK
            self.publish(self.now)


async def run_load(world: World, goal: Goal, breaking: asyncio.Task[None]) -> None:
    """Let everybody act until the goal is reached, then wait until all actions have ended.

    Args:
        world: the actors.
        goal: the commands and faults required.
        breaking: ends when the last fault is over.
    """
    deadline = time.monotonic() + goal.limit_seconds
    async with asyncio.TaskGroup() as group:
        for activity in (
            people.join(world),
            coordinator.hold_rounds(world),
            people.watch(
                world, "matching", "/proposals", partial(people.answer_proposal, world), state="approved"
            ),
            people.watch(
                world, "scheduling", "/sessions", partial(people.attend_session, world), state="planned"
            ),
            people.watch(world, "feedback", "/check-ins", partial(people.check_in, world), window="open"),
        ):
            group.create_task(activity)
        while time.monotonic() < deadline and not (breaking.done() and not goal.missing(world.web.log.kinds)):
            await asyncio.sleep(_LOOK_SECONDS)
        world.over.set()
    await world.finish()
