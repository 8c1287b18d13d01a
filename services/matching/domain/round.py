"""A matching round: computed over all ready people, then approved by the coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

import numpy as np

from services.matching.domain.arrays import Flags, Ints, SmallInts
from services.matching.domain.criteria import CRITERIA
from services.matching.domain.explain import explain, explain_unmatched
from services.matching.domain.person import Person
from services.matching.domain.pool import Pool, Terms
from services.matching.domain.rules import RULES
from services.matching.domain.solver import MOST_CELLS, SOLVER, assign
from shared.contracts.matching import Contribution, RoundProposed, Unmatched
from shared.kernel import Aggregate, RuleBroken

UNMATCHED_IN_EVENT: Final = 2000
"""A message has its limit; the round itself keeps everybody."""
MOST_PEOPLE: Final = 40_000
"""A round keeps a reason for everybody left over, and a document has its limit."""


class RoundState(StrEnum):
    """A round waits for its approval."""

    PROPOSED = "proposed"
    APPROVED = "approved"


class Round(Aggregate):
    """One computation of proposals.

    Attributes:
        number: 1, 2, 3 … in the programme.
        mentors: ready mentors with a free place.
        mentees: ready mentees with a free place.
        eligible_pairs: pairs that no hard rule excludes.
        unmatched: who got nobody, and why.
        proposed_at: when.
    """

    number: int
    state: RoundState = RoundState.PROPOSED
    mentors: int
    mentees: int
    eligible_pairs: int
    proposals: int
    total_score: int
    unmatched: tuple[Unmatched, ...]
    solver: str
    proposed_at: datetime
    approved_at: datetime | None = None

    def proposed_event(self) -> RoundProposed:
        """What the world is told."""
        return RoundProposed(
            round_id=self.id,
            mentors=self.mentors,
            mentees=self.mentees,
            proposals=self.proposals,
            total_score=self.total_score,
            unmatched=self.unmatched[:UNMATCHED_IN_EVENT],
            solver=self.solver,
        )

    def approved(self, at: datetime) -> Self:
        """Note the approval; a repeated one changes nothing."""
        if self.state is RoundState.APPROVED:
            return self
        return self.changed(state=RoundState.APPROVED, approved_at=at)


@dataclass(frozen=True, slots=True)
class Match:
    """A pair that was chosen."""

    mentor: Person
    mentee: Person
    score: int
    explanation: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A computed round, not yet saved."""

    pool: Pool
    eligible_pairs: int
    matches: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]
    solver: str = SOLVER

    @property
    def total_score(self) -> int:
        """The points of all pairs."""
        return sum(match.score for match in self.matches)


def draft_round(pool: Pool, terms: Terms) -> Draft:
    """Compute a round: rules, scores, assignment, explanations.

    Raises:
        RuleBroken: more people than one round can take.
    """
    mentors, mentees = pool.mentors, pool.mentees
    check_size(len(mentors), len(mentees))
    allowed = {rule.name: rule.allowed(mentors, mentees, terms) for rule in RULES}
    eligible = np.logical_and.reduce(list(allowed.values()))
    degrees = {c.name: c.degree(mentors, mentees, terms).astype(np.int16) for c in CRITERIA}
    scores = _scores(degrees, eligible.shape)
    pairs = assign(scores, eligible, _places(mentors), _places(mentees))
    matches = tuple(
        Match(
            mentors[row],
            mentees[column],
            int(scores[row, column]),
            explain(mentors[row], mentees[column], {n: int(d[row, column]) for n, d in degrees.items()}),
        )
        for row, column in pairs
    )
    unmatched = [
        *_unmatched(mentees, {column for _, column in pairs}, eligible, allowed, axis=0),
        *_unmatched(mentors, {row for row, _ in pairs}, eligible, allowed, axis=1),
    ]
    return Draft(pool, int(eligible.sum()), matches, tuple(unmatched))


def check_size(mentors: int, mentees: int) -> None:
    """Refuse what would exhaust memory, before any work.

    Raises:
        RuleBroken: more people than one round can take.
    """
    if mentors * mentees > MOST_CELLS or mentors + mentees > MOST_PEOPLE:
        raise RuleBroken(f"{mentors} mentors and {mentees} mentees are too many for one round")


def _scores(degrees: dict[str, SmallInts], shape: tuple[int, ...]) -> Ints:
    scores = np.zeros(shape, dtype=np.int64)
    for criterion in CRITERIA:
        scores += criterion.points(degrees[criterion.name].astype(np.int64))
    return scores


def _places(people: Sequence[Person]) -> Ints:
    return np.array([p.free_places for p in people], dtype=np.int64)


def _unmatched(
    people: Sequence[Person], matched: set[int], eligible: Flags, allowed: dict[str, Flags], *, axis: int
) -> list[Unmatched]:
    """Reasons for those not matched, counted over the other side (the given axis), by participant id."""
    left = sorted((n for n in range(len(people)) if n not in matched), key=lambda n: people[n].id)
    return explain_unmatched(
        [people[n] for n in left],
        others=eligible.shape[axis],
        eligible=eligible.sum(axis=axis)[left],
        excluded={name: (~flags).sum(axis=axis)[left] for name, flags in allowed.items()},
    )
