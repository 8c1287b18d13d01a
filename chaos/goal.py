"""The goal of a run: faults and accepted commands of each kind. Time is only the outer limit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LIMIT_SECONDS: Final = 3600.0
"""The time limit of a run; one that has not reached its goal by then fails."""
_FOR_EACH_FAULT: Final = {
    "enrollment answers": 1.0,
    "matching approval": 0.1,
    "matching answer": 1.0,
    "scheduling outcome": 0.3,
    "feedback answer": 0.3,
}
_LEAST: Final = 2
_FAULTS_FOR_A_PASS: Final = 4


@dataclass(frozen=True)
class Goal:
    """The goal of a run.

    Attributes:
        faults: the number of faults.
        commands: the number of accepted commands required of each kind.
        hostile_passes: how often every kind of hostile record is sent to every topic.
        limit_seconds: the time limit.
    """

    faults: int
    commands: Mapping[str, int]
    hostile_passes: int = 1
    limit_seconds: float = LIMIT_SECONDS

    def missing(self, accepted: Mapping[str, int]) -> dict[str, int]:
        """Return how many commands of each kind are still to be accepted; empty once there are enough."""
        left = {kind: count - accepted.get(kind, 0) for kind, count in self.commands.items()}
        return {kind: count for kind, count in left.items() if count > 0}


def goal_of(faults: int, *, limit_seconds: float = LIMIT_SECONDS) -> Goal:
    """Return the goal of a run with this many faults: the more faults, the more commands of each kind."""
    commands = {kind: max(_LEAST, round(share * faults)) for kind, share in _FOR_EACH_FAULT.items()}
    return Goal(faults, commands, max(1, faults // _FAULTS_FOR_A_PASS), limit_seconds)
