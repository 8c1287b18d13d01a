"""A round as the engine's problem."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.eligibility.compiled_rules import (
    ByClass,
    CompiledRule,
    compile_rules,
    forbidden_pairs,
    numbers_of,
)
from services.matching.domain.eligibility.counting import allowed_by
from services.matching.domain.eligibility.must_pairs import bound_by, present_in
from services.matching.domain.people.person import Person
from services.matching.domain.policy import Aim
from services.matching.domain.rounds.pool import Pool, Terms
from services.matching.domain.scoring.criteria.columns import Columns, beside
from services.matching.domain.scoring.scores import Scored, scored_by
from services.matching.engine import HardRule, Problem
from shared.contracts.vocabulary import Role


@dataclass(frozen=True, slots=True)
class RoundProblem:
    """A round as a problem to solve.

    Attributes:
        pool: who takes part.
        terms: under which terms.
        rules: the hard rules.
        scored: the criteria.
        problem: both for the engine.
    """

    pool: Pool
    terms: Terms
    rules: tuple[CompiledRule, ...]
    scored: tuple[Scored, ...]
    problem: Problem


def round_problem_of(pool: Pool, terms: Terms) -> RoundProblem:
    """Compile rules and criteria.

    Raises:
        RuleBroken: a rule or criterion can't be computed for these people.
    """
    rules, scored = tuple(compile_rules(pool, terms)), tuple(scored_by(pool, terms))
    return RoundProblem(pool, terms, rules, scored, _problem(pool, terms, rules, scored))


def _problem(pool: Pool, terms: Terms, rules: Sequence[CompiledRule], scored: Sequence[Scored]) -> Problem:
    objective = terms.policy.objective
    worth = objective.worth if objective.aim is Aim.SCORE else 0
    columns = beside([*(each.columns for each in scored), _minus(worth, pool)])
    forbidden = forbidden_pairs(rules)
    fixed = _fixed(pool, terms, rules)
    return Problem(
        mentee_features=columns.mentees,
        mentor_features=columns.mentors,
        mentee_ids=[person.id for person in pool.mentees],
        mentor_ids=[person.id for person in pool.mentors],
        rules=hard_rules(rules),
        forbidden=forbidden,
        mentor_places=_room(pool.mentors, Role.MENTOR, terms, fixed[:, 1]),
        mentee_places=_room(pool.mentees, Role.MENTEE, terms, fixed[:, 0]),
        penalty=0 if objective.aim is Aim.SCORE else None,
        priority=_priority(pool.mentees, pool, objective.priority),
        mentor_priority=_priority(pool.mentors, pool, objective.priority) + _first(columns, terms),
        fixed=fixed,
        most=columns.most,
        least=None if objective.floor is None else np.full(len(pool.mentees), objective.floor - worth),
        seed=int.from_bytes(sha256(terms.seed.encode()).digest()[:8], "big"),
    )


def hard_rules(rules: Sequence[CompiledRule]) -> tuple[HardRule, ...]:
    """Return the rules that are tables, for the engine; those that forbid nothing are left away."""
    return tuple(
        HardRule(rule.mentees, rule.allowed[:, rule.mentors].astype(np.uint8))
        for rule in rules
        if isinstance(rule, ByClass) and not rule.allowed.all()
    )


def _minus(worth: int, pool: Pool) -> Columns:
    """Return columns that take from each pair what it has to be worth: it counts by what it adds beyond."""
    own = np.full((len(pool.mentees), 1 if worth else 0), -worth, dtype=np.int64)
    theirs = np.ones((len(pool.mentors), own.shape[1]), dtype=np.int64)
    return Columns(own, theirs, np.full(len(own), -worth, dtype=np.int64))


def _places(people: Sequence[Person]) -> Ints:
    return np.array([person.free_places for person in people], dtype=np.int64)


def _room(people: Sequence[Person], role: Role, terms: Terms, fixed: Ints) -> Ints:
    """Return the places of one side, or the lengths of its lists.

    People with a fixed partner are shown nobody else.
    """
    if not terms.lists_for(role):
        return _places(people)
    fixed_partners = np.bincount(fixed, minlength=len(people))
    lengths: Ints = np.where(fixed_partners > 0, fixed_partners, terms.policy.choice.shown)
    return lengths


def _first(columns: Columns, terms: Terms) -> int:
    """Return the worth of a mentor's first, where mentors choose and participation counts.

    It is more than any two pairs differ by, so a mentee is rather somebody's first than another's second.
    """
    if not terms.lists_for(Role.MENTOR) or terms.policy.objective.aim is Aim.SCORE:
        return 0
    return 2 * int(columns.most.max(initial=0)) + 1  # fairness may raise points by half


def _priority(people: Sequence[Person], pool: Pool, points: int) -> Ints:
    return np.array([points if p.id in pool.prioritised else 0 for p in people], dtype=np.int64)


def _fixed(pool: Pool, terms: Terms, rules: Sequence[CompiledRule]) -> Ints:
    """Return the pairs to be made.

    Both are here, have places, are meant by the round, and no rule binds them.
    """
    pairs = present_in(pool, terms)
    numbers = numbers_of(pairs, pool)
    bound = bound_by(pairs, numbers, rules)
    unbound = [
        (mentee, mentor) for (mentee, mentor), rule in zip(numbers.tolist(), bound, strict=True) if not rule
    ]
    mentee_left, mentor_left = _places(pool.mentees).tolist(), _places(pool.mentors).tolist()
    fixed: list[tuple[int, int]] = []
    for mentee, mentor in dict.fromkeys((*unbound, *_made(pool, terms, rules))):
        if not mentee_left[mentee] or not mentor_left[mentor]:
            continue
        if not (pool.is_for(pool.mentees[mentee]) or pool.is_for(pool.mentors[mentor])):
            continue
        mentee_left[mentee] -= 1
        mentor_left[mentor] -= 1
        fixed.append((mentee, mentor))
    return np.array(fixed, dtype=np.int64).reshape(-1, 2)


def _made(pool: Pool, terms: Terms, rules: Sequence[CompiledRule]) -> list[tuple[int, int]]:
    """Return the pairs the coordinator made in this round.

    Unlike the policy's, only if the rules allow them.
    """
    pairs = numbers_of(terms.adjustment.make, pool)
    return [(mentee, mentor) for mentee, mentor in pairs[allowed_by(rules, pairs)].tolist()]
