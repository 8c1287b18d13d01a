"""The computation of a round: rules, scores, assignment, explanations."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from services.matching.domain.arrays import Flags, Ints, SmallInts
from services.matching.domain.certificate import Certificate, RoundOutcome
from services.matching.domain.criteria import CRITERIA
from services.matching.domain.digest import digest
from services.matching.domain.explain import explain, explain_unmatched
from services.matching.domain.person import Person
from services.matching.domain.pool import Pool, Terms
from services.matching.domain.rules import RULES
from services.matching.domain.solver import MOST_CELLS, SOLVER, assign
from services.matching.engine import NO_LIMITS, Limits, Progress, ignore
from shared.contracts.matching import Contribution, Unmatched
from shared.kernel import RuleBroken

MOST_PEOPLE: Final = 40_000
"""A round keeps a reason for everybody left over, and a document has its limit."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pair that was chosen."""

    mentor: Person
    mentee: Person
    score: int
    explanation: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A computed round, not yet saved.

    Attributes:
        pool: who took part.
        matches: the pairs.
        unmatched: who got nobody, and why.
        certificate: what it proves, to be stored with the round.
    """

    pool: Pool
    matches: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]
    certificate: Certificate


def draft_round(
    pool: Pool,
    terms: Terms,
    limits: Limits = NO_LIMITS,
    progress: Callable[[Progress], None] = ignore,
) -> Draft:
    """Compute a round: rules, scores, assignment, explanations.

    Everything taken and given can be pickled, so it may run in another process.

    Args:
        pool: who takes part.
        terms: rules, policy, day and seed.
        limits: when to stop early; the draft then holds the best found so far, and says so.
        progress: told after every step, in the calling thread.

    Raises:
        RuleBroken: more people than one round can take.
    """
    began = time.monotonic()
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
    total = sum(match.score for match in matches)
    progress(Progress("core", 1.0, time.monotonic() - began, len(matches), total, total))
    certificate = Certificate(
        outcome=RoundOutcome.CANCELLED if limits.cancelled() else RoundOutcome.OPTIMAL,
        gap=0,
        total=total,
        bound=total,
        pairs=len(matches),
        mentors=len(mentors),
        mentees=len(mentees),
        pairs_considered=len(mentors) * len(mentees),
        eligible_pairs=int(eligible.sum()),
        solver=SOLVER,
        policy_version=terms.policy.number,
        seed=terms.seed,
        inputs=digest(pool, terms),
    )
    return Draft(pool, matches, tuple(unmatched), certificate)


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


def score_pair(mentor: Person, mentee: Person, terms: Terms) -> tuple[int, tuple[Contribution, ...]]:
    """What a pair would score, allowed or not, and why; the same as in a round."""
    degrees = {c.name: int(c.degree((mentor,), (mentee,), terms)[0, 0]) for c in CRITERIA}
    explanation = explain(mentor, mentee, degrees)
    return sum(part.points for part in explanation), explanation
