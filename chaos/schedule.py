"""The plan of faults, decided by the seed alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final


class Action(StrEnum):
    """The kinds of faults."""

    KILL = "kill"
    """SIGKILL, and started again after a while."""
    PAUSE = "pause"
    """SIGSTOP, and SIGCONT after a while."""
    RESTART = "restart"
    """SIGTERM, and started again after a while."""


class Kind(StrEnum):
    """The kinds of parts."""

    SERVICE = "service"
    REPLICA = "replica"
    BROKER = "broker"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Target:
    """A part that can be broken."""

    kind: Kind
    name: str

    def __str__(self) -> str:
        return f"{self.name} (replica)" if self.kind is Kind.REPLICA else self.name


@dataclass(frozen=True, slots=True)
class Incident:
    """One fault.

    Attributes:
        at: the number of accepted commands before it happens.
        target: the part.
        action: the kind of fault.
        seconds: how long it is down, without its start.
    """

    at: int
    target: Target
    action: Action
    seconds: float


FIRST_AT: Final = 25
_GAP: Final = (6, 18)
"""Commands accepted between two incidents, so that the rate of faults follows the work, not the machine."""
_AWAY: Final = {Action.KILL: (0.2, 2.0), Action.PAUSE: (1.0, 6.0), Action.RESTART: (0.0, 1.0)}
_MUST: Final = (
    (Kind.SERVICE, Action.KILL),
    (Kind.DATABASE, Action.KILL),
    (Kind.REPLICA, Action.PAUSE),
    (Kind.BROKER, Action.PAUSE),
    (Kind.SERVICE, Action.RESTART),
    (Kind.REPLICA, Action.KILL),
    (Kind.SERVICE, Action.PAUSE),
    (Kind.DATABASE, Action.PAUSE),
    (Kind.BROKER, Action.KILL),
    (Kind.DATABASE, Action.RESTART),
)
"""The faults that come first, once each in this order; then they are drawn at random."""
_WEIGHTS: Final = {Kind.SERVICE: 5, Kind.REPLICA: 3, Kind.BROKER: 1, Kind.DATABASE: 1}


def plan(seed: int, faults: int, targets: Sequence[Target], *, broker_may_end: bool) -> list[Incident]:
    """Return the incidents of a run.

    Args:
        seed: the same seed gives the same plan.
        faults: the number of faults.
        targets: the parts that can be broken.
        broker_may_end: whether the broker keeps its topics; else it is only paused.
    """
    dice = Random(seed)  # noqa: S311 (a plan, no secret)
    incidents: list[Incident] = []
    at = FIRST_AT
    for number in range(faults):
        kind, action = _choose(dice, number, {target.kind for target in targets})
        if kind is Kind.BROKER and not broker_may_end:
            action = Action.PAUSE
        target = dice.choice([target for target in targets if target.kind is kind])
        incidents.append(Incident(at, target, action, round(dice.uniform(*_AWAY[action]), 2)))
        at += dice.randint(*_GAP)
    return incidents


def _choose(dice: Random, number: int, kinds: set[Kind]) -> tuple[Kind, Action]:
    musts = [(kind, action) for kind, action in _MUST if kind in kinds]
    if number < len(musts):
        return musts[number]
    there = sorted(kinds)
    return dice.choices(there, [_WEIGHTS[kind] for kind in there])[0], dice.choice(list(Action))
