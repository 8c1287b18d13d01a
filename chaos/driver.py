"""Carry out a plan: break the parts, and bring them back."""

import asyncio
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from chaos.platform import REPLICATED, Platform
from chaos.schedule import Action, Incident, Kind, Target
from devstack.errors import DevstackError
from devstack.services import ServiceRunner
from services.catalogue import SERVICES

Say = Callable[[str], None]
_PATIENCE_SECONDS: Final = 600.0
_LOOK_SECONDS: Final = 0.05
_ENGINES: Final = frozenset({Kind.BROKER, Kind.DATABASE})


def targets(platform: Platform) -> list[Target]:
    """Return the parts that can be broken; external servers can't."""
    parts = {part.name: part.what for part in platform.stack.status()}
    engines = (Target(Kind.BROKER, "kafka"), Target(Kind.DATABASE, "mongod"))
    return [
        *(Target(Kind.SERVICE, name) for name in SERVICES),
        *(Target(Kind.REPLICA, name) for name in REPLICATED),
        *(target for target in engines if not parts[target.name].startswith("external")),
    ]


class Driver:
    """Breaks the parts of one platform.

    Args:
        platform: what to break.
        say: gets a line for each event.

    Attributes:
        done: how often each thing was done, by kind and action.
        skipped: number of incidents whose part stayed down until the end.
        failed_starts: how often a service ended at its start without a database, and was started again.
        died: parts that ended on their own.
    """

    def __init__(self, platform: Platform, say: Say) -> None:
        self._platform = platform
        self._say = say
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._until = 0.0
        self.done: Counter[str] = Counter()
        self.failed_starts = 0
        self.skipped = 0
        self.died: list[str] = []

    async def run(self, incidents: Sequence[Incident], accepted: Callable[[], int], seconds: float) -> None:
        """Carry out a plan; returns when the last part is back.

        Args:
            incidents: the plan.
            accepted: returns the number of accepted commands.
            seconds: incidents that could not begin by then are dropped.
        """
        self._until = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            for incident in incidents:
                while accepted() < incident.at and time.monotonic() < self._until:
                    await asyncio.sleep(_LOOK_SECONDS)
                group.create_task(self._happen(incident))

    async def recover(self) -> None:
        """Record parts that ended on their own, and start them again."""
        for target in targets(self._platform):
            if not await asyncio.to_thread(self._alive, target):
                self.died.append(str(target))
                await asyncio.to_thread(self._start, target)

    async def _happen(self, incident: Incident) -> None:
        target = incident.target
        # A part that is down is not broken again; the stack brings back one part at a time.
        async with self._locks["stack" if target.kind in _ENGINES else str(target)]:
            if time.monotonic() > self._until:
                self.skipped += 1
                return
            if not await asyncio.to_thread(self._alive, target):
                self.died.append(str(target))
                await asyncio.to_thread(self._start, target)
            self._say(f"{incident.action} {target} for {incident.seconds} s")
            self.done[f"{target.kind} {incident.action}"] += 1
            if incident.action is Action.PAUSE:
                self._signal(target, signal.SIGSTOP)
                await asyncio.sleep(incident.seconds)
                self._signal(target, signal.SIGCONT)
                return
            await asyncio.to_thread(self._end, target, incident.action)
            await asyncio.sleep(incident.seconds)
            await asyncio.to_thread(self._start, target)

    def _end(self, target: Target, action: Action) -> None:
        if action is Action.KILL:
            self._signal(target, signal.SIGKILL)
        elif target.kind in _ENGINES:
            self._signal(target, signal.SIGTERM)
            deadline = time.monotonic() + _PATIENCE_SECONDS
            while self._alive(target) and time.monotonic() < deadline:
                time.sleep(0.05)
        else:
            self._runner(target).stop(target.name)

    def _start(self, target: Target) -> None:
        """Start a part until it is ready; a service may end at once without a database."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                if target.kind in _ENGINES:
                    self._platform.stack.restart(target.name)
                else:
                    self._runner(target).start(target.name)
            except DevstackError as error:
                if time.monotonic() > deadline:
                    raise
                self.failed_starts += 1
                self._say(f"{target} again: {error}")
                time.sleep(1)
            else:
                return

    def _signal(self, target: Target, signum: int) -> None:
        if target.kind in _ENGINES:
            self._platform.stack.signal(target.name, signum)
        else:
            self._runner(target).signal(target.name, signum)

    def _runner(self, target: Target) -> ServiceRunner:
        return self._platform.replicas if target.kind is Kind.REPLICA else self._platform.services

    def _alive(self, target: Target) -> bool:
        if target.kind in _ENGINES:
            parts = {part.name: part for part in self._platform.stack.status()}
            return parts[target.name].state != "stopped"
        return self._runner(target).alive(target.name)
