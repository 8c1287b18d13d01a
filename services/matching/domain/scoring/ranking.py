"""The best partners for single people: the same rules and points as in a round, without the engine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.eligibility.compiled_rules import compile_rules, numbers_of
from services.matching.domain.eligibility.counting import allowed_by
from services.matching.domain.eligibility.must_pairs import bound_by, present_in
from services.matching.domain.people.person import Person
from services.matching.domain.policy import Aim, Objective
from services.matching.domain.rounds.pool import Pool, Terms
from services.matching.domain.scoring.criteria.columns import beside
from services.matching.domain.scoring.explanations import explain
from services.matching.domain.scoring.scores import points_of, scored_by
from shared.contracts.matching import Contribution
from shared.contracts.vocabulary import Role
from shared.kernel import stable_id

MOST: Final = 200
"""Partners named to one person: many more than are shown, since others take some of them meanwhile."""
_NEVER: Final = -1
_FIRST: Final = 1 << 20
"""Above all points: a pair the coordinator wants to be made."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Somebody who may be shown, with the score without sensitive criteria."""

    person: Person
    score: int
    explanation: tuple[Contribution, ...]


def rank_partners(
    choosers: Sequence[Person], others: Iterable[Person], terms: Terms
) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the best partners of each chooser with a free place, the best first.

    Between equals a lottery by the seed and the chooser's id decides: not everybody is shown the same ones.

    Args:
        choosers: of one role.
        others: of the other role.
        terms: rules and policy.
    """
    free = sorted((person for person in others if person.free_places), key=lambda person: person.id)
    rows = _rank(choosers, free, terms)
    return {
        chooser.id: tuple(free[n].id for n in _in_order(row, terms.seed, chooser))
        for chooser, row in zip(choosers, rows, strict=True)
    }


def fits(chooser: Person, others: Sequence[Person], terms: Terms) -> list[Fit]:
    """Return those of a few people whom the chooser may be shown now, in the order given."""
    free = [person for person in others if person.free_places]
    (row,) = _rank([chooser], free, terms)
    allowed = [person for person, rank in zip(free, row.tolist(), strict=True) if rank != _NEVER]
    return _explained(chooser, allowed, terms)


def _rank(choosers: Sequence[Person], others: Sequence[Person], terms: Terms) -> Ints:
    """Points of all pairs, [choosers, others]; those to be made above all, those not allowed below."""
    if not choosers or not others:
        return np.empty((len(choosers), len(others)), dtype=np.int64)
    pool = _pool(choosers, others)
    shape = len(pool.mentees), len(pool.mentors)
    pairs = np.indices(shape).reshape(2, -1).T
    columns = beside([each.columns for each in scored_by(pool, terms)])
    # float64 is exact here (points stay below 2**53) and has the fast product
    points = (columns.mentees.astype(np.float64) @ columns.mentors.T.astype(np.float64)).astype(np.int64)
    rules = compile_rules(pool, terms)
    allowed = allowed_by(rules, pairs).reshape(shape) & (points >= _least(terms.policy.objective))
    ranks = np.where(allowed, points, _NEVER)
    to_make = present_in(pool, terms)
    numbers = numbers_of(to_make, pool)
    bound = bound_by(to_make, numbers, rules)
    made = numbers[[rule is None for rule in bound]]
    ranks[made[:, 0], made[:, 1]] = _FIRST
    return ranks if choosers[0].role is Role.MENTEE else ranks.T


def _pool(choosers: Sequence[Person], others: Sequence[Person]) -> Pool:
    sides = tuple(choosers), tuple(others)
    mentors, mentees = sides if choosers[0].role is Role.MENTOR else sides[::-1]
    return Pool(mentors, mentees)


def _least(objective: Objective) -> int:
    """Return the least score of a proposal."""
    worth = objective.worth if objective.aim is Aim.SCORE else 0
    return max(worth, objective.floor or 0)


def _in_order(row: Ints, seed: str, chooser: Person) -> list[int]:
    lottery = np.random.default_rng(int(stable_id(seed, chooser.id), 16)).permutation(len(row))
    order = np.lexsort((lottery, -row))[:MOST]
    return [n for n in order.tolist() if row[n] != _NEVER]


def _explained(chooser: Person, others: Sequence[Person], terms: Terms) -> list[Fit]:
    if not others:
        return []
    pool = _pool([chooser], others)
    scored = scored_by(pool, terms)
    numbers, one = np.arange(len(others)), np.zeros(len(others), dtype=np.int64)
    pairs = np.stack([numbers, one] if chooser.role is Role.MENTOR else [one, numbers], axis=1)
    points = points_of(scored, pairs)
    explained = explain(pool, scored, pairs, points)
    return [
        Fit(person, sum(part.points for part in explanation), explanation)
        for person, explanation in zip(others, explained, strict=True)
    ]
