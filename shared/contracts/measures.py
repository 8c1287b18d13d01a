"""The measures of a programme's objectives: one definition for everybody who shows them.

The names are those of `Objective.measure`. Shares are in percent with one decimal, means have two. The
answers of people (``satisfaction``) are seen as the released figures of feedback only. Of
other facts nothing is shown of fewer than `SMALLEST_CELL` people, nor any value from which it follows.
"""

from collections.abc import Mapping
from typing import Final

SMALLEST_CELL: Final = 5
SMALLEST_GROUP: Final = 8
"""People in a group whose figures are compared with those of others, in a report that sponsors read."""
_GRADES_OF_BAND: Final = 3


def share(part: int, whole: int) -> float | None:
    """Return a share in percent; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def mean(total: int, answers: int) -> float | None:
    """Return the mean of whole numbers; None without any."""
    return round(total / answers, 2) if answers else None


def sessions_held(*, held: int, missed: int, called_off: int) -> float | None:
    """``sessions-held``: of the sessions whose outcome is known, the share that took place.

    Args:
        held: both met.
        missed: one did not come, or nobody said how it went.
        called_off: cancelled by one of the two. Those that were cancelled with their pairing don't count:
            nobody let anybody down.
    """
    return share(held, held + missed + called_off)


def participation(*, paired: int, ready: int) -> float | None:
    """``participation``: of the ready people, the share in an active pairing."""
    return share(paired, ready)


def grade_band(grade: int) -> str:
    """Return the band of a grade: ``1-3``, ``4-6``, ``7-9`` or ``10-12``."""
    lowest = grade - (grade - 1) % _GRADES_OF_BAND
    return f"{lowest}-{lowest + _GRADES_OF_BAND - 1}"


def hidden_cells(people: Mapping[str, int], smallest: int = SMALLEST_CELL) -> set[str]:
    """Return the groups that must not be shown beside their total.

    A small cell must not follow from the total less the others either, so the smallest shown cells are hidden
    too, until the hidden ones together are enough people (complementary suppression).

    Args:
        people: how many are in each group; empty groups have nothing to hide.
        smallest: people in a group that may be shown, at least.
    """
    counts = {name: count for name, count in people.items() if count}
    smallest_first = sorted(counts, key=lambda name: (counts[name], name))
    hidden = [name for name in smallest_first if counts[name] < smallest]
    for name in smallest_first[len(hidden) :]:
        if not hidden or sum(counts[one] for one in hidden) >= smallest:
            break
        hidden.append(name)
    return set(hidden)
