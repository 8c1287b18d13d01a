"""Taking part, by where people belong: regions, grades and departments compared."""

from dataclasses import dataclass
from typing import Final

from services.console.read_models.tally import Tally
from shared.contracts.measures import SMALLEST_GROUP, hidden_cells

DIMENSIONS: Final = ("region", "grade-band", "department")
_STEP: Final = 5
"""Shares are in steps of this many percent, so that no small number follows from them."""


@dataclass(frozen=True)
class Taken:
    """How far the people of one group have come, of those who are ready.

    Attributes:
        dimension: what divides people into groups.
        name: the group's.
        ready: how many people are.
        paired: the share of them with a partner, in percent.
        completed: the share who have completed a pairing; None before anybody has.
    """

    dimension: str
    name: str
    ready: int
    paired: int
    completed: int | None


def taken_part(tally: Tally, dimension: str) -> list[Taken]:
    """Return the groups of a dimension by name; none where fewer than two can be shown.

    A small group is not shown, nor are those from which it follows together with the total.
    """
    ready, paired = tally.group("group", dimension, "ready"), tally.group("group", dimension, "paired")
    completed = tally.group("group", dimension, "completed")
    shown = sorted(ready.keys() - hidden_cells(ready, SMALLEST_GROUP))
    if len(shown) < 2:
        return []
    return [
        Taken(
            dimension,
            name,
            ready[name],
            _share(paired.get(name, 0), ready[name]),
            _share(completed.get(name, 0), ready[name]) if completed else None,
        )
        for name in shown
    ]


def _share(part: int, whole: int) -> int:
    return _STEP * round(100 * part / whole / _STEP)
