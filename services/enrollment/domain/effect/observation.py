"""The people of an organisation on one day: their circumstances then, and what became of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple

from shared.kernel import Identifier

JOINING_DAYS: Final = 28
"""Participants are those who join in the first days of the programme, as many as this."""
MOST_YEARS: Final = 10
"""Longer in the organisation is counted as this."""
_DAYS_OF_YEAR: Final = 365.25


class DatedPosition(NamedTuple):
    """The place of an employee in the organisation from a day on."""

    since: date
    grade: int
    region: str
    department: str


class Career(NamedTuple):
    """The part of an employee that outcomes follow from; the oldest position comes first."""

    grade: int
    hired_on: date
    left: bool
    left_on: date | None
    positions: Sequence[DatedPosition]


class Joining(NamedTuple):
    """The day on which somebody joined a programme."""

    programme: str
    enrolled_on: date


class Circumstances(NamedTuple):
    """The circumstances that are compared, as they were before anybody's outcome."""

    grade: int
    years: int
    """Whole years in the organisation, at most `MOST_YEARS`."""
    region: str
    department: str


@dataclass(frozen=True, slots=True)
class Observed:
    """One person of the study."""

    circumstances: Circumstances
    took_part: bool
    stayed: bool
    promoted: bool


@dataclass(slots=True)
class Side:
    """The people of one side in the same circumstances, and how many have each outcome."""

    people: int = 0
    stayed: int = 0
    promoted: int = 0

    def count(self, person: Observed) -> None:
        """Count a person."""
        self.people += 1
        self.stayed += person.stayed
        self.promoted += person.promoted

    def add(self, other: "Side") -> None:
        """Count all of another side."""
        self.people += other.people
        self.stayed += other.stayed
        self.promoted += other.promoted


@dataclass(slots=True)
class Cell:
    """The people in the same circumstances, on both sides."""

    participants: Side = field(default_factory=Side)
    others: Side = field(default_factory=Side)


class Cells:
    """All people of a study, by their circumstances; the people themselves are not kept."""

    def __init__(self) -> None:
        self.by_circumstances: dict[Circumstances, Cell] = {}

    def count(self, people: Iterable[Observed]) -> None:
        """Count people."""
        for person in people:
            cell = self.by_circumstances.setdefault(person.circumstances, Cell())
            (cell.participants if person.took_part else cell.others).count(person)


def observed_from(starts_on: date) -> date:
    """Return the day on which people are divided into participants and others."""
    return starts_on + timedelta(days=JOINING_DAYS)


def observe(
    career: Career, joinings: Sequence[Joining], *, programme: Identifier, since: date
) -> Observed | None:
    """Return what became of a person; None if the study is not about them.

    It is about people who were employed on the day, and had joined the programme by then or never join one.
    Somebody who joins later has stayed until then, and is on neither side.

    Args:
        career: the employee.
        joinings: theirs, in all programmes.
        programme: whose effect is measured.
        since: the day.
    """
    position = next((each for each in reversed(career.positions) if each.since <= since), None)
    if position is None or (career.left_on and career.left_on <= since):
        return None
    took_part = any(joining.programme == programme and joining.enrolled_on <= since for joining in joinings)
    if joinings and not took_part:
        return None
    years = int((since - career.hired_on).days / _DAYS_OF_YEAR)
    return Observed(
        Circumstances(position.grade, min(max(years, 0), MOST_YEARS), position.region, position.department),
        took_part=took_part,
        stayed=not career.left,
        promoted=career.grade > position.grade,
    )
