"""The answers that wait, as a closing counts them: who belongs where, and how often each vote was given."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

EVERYBODY: Final = "all"
"""The one category of the total."""


class Part(NamedTuple):
    """The people of a category; those who have waited long enough to be a rest are a part of their own."""

    category: str
    late: bool = False


class Vote(NamedTuple):
    """One person's one vote: the mean of their answers, or the latest where they have none."""

    levels: int
    answers: int

    @property
    def mean(self) -> float:
        """The mean level, from 1."""
        return self.levels / self.answers


class Waiting(NamedTuple):
    """The answers of one person that wait, to one question and in one batch."""

    person: str
    category: str
    since: datetime
    answers: int
    levels: int


@dataclass(slots=True)
class Ballots:
    """People and their votes. Nothing says who gave which.

    Attributes:
        people: by part.
        votes: how often each was given, by part.
    """

    people: defaultdict[Part, list[str]] = field(default_factory=lambda: defaultdict(list))
    votes: defaultdict[Part, Counter[Vote]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, person: str, part: Part, vote: Vote) -> None:
        """Add a person."""
        self.people[part].append(person)
        self.votes[part][vote] += 1

    def __len__(self) -> int:
        return sum(map(len, self.people.values()))

    def everybody(self) -> list[str]:
        """Return the people of all parts."""
        return [person for people in self.people.values() for person in people]

    def votes_of(self, parts: Iterable[Part]) -> Iterator[float]:
        """Return the votes of some parts, one for each person, in no person's order."""
        for part in parts:
            for vote, people in sorted(self.votes[part].items()):
                for _ in range(people):
                    yield vote.mean


class Collector:
    """Adds up what each person has answered in several batches; who is in one batch alone is not kept.

    Args:
        rest_before: people who have waited since before this instant may form a rest.
        has_mean: whether a person's answers have a mean; otherwise those of their latest batch count.
    """

    def __init__(self, rest_before: datetime, *, has_mean: bool = True) -> None:
        self.ballots = Ballots()
        self._rest_before = rest_before
        self._has_mean = has_mean
        self._older: dict[str, Waiting] = {}

    def add_older(self, rows: Iterable[Waiting]) -> None:
        """Add answers of earlier batches, the oldest first: its category is the person's."""
        for row in rows:
            first = self._older.get(row.person)
            self._older[row.person] = self._together(first, row) if first else row

    def add(self, rows: Iterable[Waiting]) -> None:
        """Add answers of the latest batch."""
        older = self._older
        for row in rows:
            self._count(self._together(older.pop(row.person), row) if row.person in older else row)

    def collected(self) -> Ballots:
        """Return all ballots, once all answers are added."""
        for row in self._older.values():
            self._count(row)
        self._older.clear()
        return self.ballots

    def _count(self, row: Waiting) -> None:
        part = Part(row.category, row.since <= self._rest_before)
        self.ballots.add(row.person, part, Vote(row.levels, row.answers))

    def _together(self, first: Waiting, later: Waiting) -> Waiting:
        if not self._has_mean:
            return first._replace(answers=later.answers, levels=later.levels)
        return first._replace(answers=first.answers + later.answers, levels=first.levels + later.levels)
