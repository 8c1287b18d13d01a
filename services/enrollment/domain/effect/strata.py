"""Coarsened exact matching: people are compared within groups of similar circumstances.

There are three ways to divide circumstances, fixed here; numbers of people alone decide for one, never an
outcome.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from services.enrollment.domain.effect.observation import Cell, Cells, Circumstances
from shared.contracts.enrollment import Outcome

FEWEST_PEOPLE: Final = 30
"""As many matched participants, and as many others after weighting, are needed."""
FEWEST_MATCHED: Final = 0.8
"""The share of participants who need somebody comparable."""


class Stratum(NamedTuple):
    """The people in similar circumstances, and how many of each side have the outcome."""

    participants: int
    participants_with: int
    others: int
    others_with: int

    @property
    def matched(self) -> bool:
        """Whether there are people to compare."""
        return self.participants > 0 and self.others > 0


@dataclass(frozen=True)
class Sizes:
    """The names of regions and departments, the largest first."""

    regions: Sequence[str]
    departments: Sequence[str]


Way = Callable[[Circumstances, Sizes], Hashable]
"""Names the stratum of these circumstances."""


def _largest(name: str, names: Sequence[str], number: int) -> str:
    """Return the name if it is among the largest; all others together are one."""
    return name if name in names[:number] else ""


def _fine(one: Circumstances, sizes: Sizes) -> Hashable:
    """Divide by four grades, four times in the organisation, four regions and six departments."""
    return (
        (one.grade - 1) // 3,
        sum(one.years >= years for years in (1, 3, 7)),
        _largest(one.region, sizes.regions, 3),
        _largest(one.department, sizes.departments, 5),
    )


def _middle(one: Circumstances, sizes: Sizes) -> Hashable:
    """Divide by three of each."""
    return (
        (one.grade - 1) // 4,
        sum(one.years >= years for years in (2, 5)),
        _largest(one.region, sizes.regions, 2),
        _largest(one.department, sizes.departments, 2),
    )


def _coarse(one: Circumstances, sizes: Sizes) -> Hashable:
    """Divide by two grades, two times in the organisation and three regions."""
    return ((one.grade - 1) // 6, one.years >= 3, _largest(one.region, sizes.regions, 2))


WAYS: Final[tuple[Way, ...]] = (_fine, _middle, _coarse)


def effective_others(strata: Sequence[Stratum]) -> float:
    """Return how many equally weighted people the others are worth, after weighting."""
    matched = [stratum for stratum in strata if stratum.matched]
    total = sum(stratum.participants for stratum in matched)
    if not total:
        return 0.0
    return 1 / sum((stratum.participants / total) ** 2 / stratum.others for stratum in matched)


def enough_people(strata: Sequence[Stratum]) -> bool:
    """Return whether enough participants have comparable people, and these are enough."""
    matched = sum(stratum.participants for stratum in strata if stratum.matched)
    return (
        matched >= FEWEST_PEOPLE
        and matched >= FEWEST_MATCHED * sum(stratum.participants for stratum in strata)
        and effective_others(strata) >= FEWEST_PEOPLE
    )


def choose_strata(cells: Cells) -> dict[Outcome, list[Stratum]] | None:
    """Divide people in the finest way that leaves enough of them; None if no way does."""
    by_circumstances = cells.by_circumstances
    sizes = Sizes(
        _by_size(by_circumstances, lambda one: one.region),
        _by_size(by_circumstances, lambda one: one.department),
    )
    for way in WAYS:
        divided = list(_divide(by_circumstances, way, sizes).values())
        strata = {
            Outcome.STAYED: [_stratum(cell, "stayed") for cell in divided],
            Outcome.PROMOTED: [_stratum(cell, "promoted") for cell in divided],
        }
        if enough_people(strata[Outcome.STAYED]):
            return strata
    return None


def _by_size(cells: Mapping[Circumstances, Cell], name_of: Callable[[Circumstances], str]) -> list[str]:
    sizes: Counter[str] = Counter()
    for one, cell in cells.items():
        sizes[name_of(one)] += cell.participants.people + cell.others.people
    return sorted(sizes, key=lambda name: (-sizes[name], name))


def _divide(cells: Mapping[Circumstances, Cell], way: Way, sizes: Sizes) -> dict[Hashable, Cell]:
    divided: dict[Hashable, Cell] = {}
    for one, cell in cells.items():
        stratum = divided.setdefault(way(one, sizes), Cell())
        stratum.participants.add(cell.participants)
        stratum.others.add(cell.others)
    return divided


def _stratum(cell: Cell, outcome: str) -> Stratum:
    return Stratum(
        cell.participants.people,
        getattr(cell.participants, outcome),
        cell.others.people,
        getattr(cell.others, outcome),
    )
