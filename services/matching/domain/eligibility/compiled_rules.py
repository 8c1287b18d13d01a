"""Hard rules compiled for a pool: by classes of people where that is small, else as lists of single pairs.

Never a table of all mentees with all mentors.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from services.matching.domain.arrays import Flags, Ints, classes, distinct_rows
from services.matching.domain.eligibility.compiled_conditions import compile_condition
from services.matching.domain.eligibility.rules import RULES, Rule
from services.matching.domain.features import known_features
from services.matching.domain.not_computable import NotComputable
from services.matching.domain.policy import PairOf
from services.matching.domain.rounds.pool import Pool, Terms
from shared.contracts.matching import FailureCode

MOST_BYTES: Final = 1 << 26
"""Of one rule's table, classes x mentors."""
LARGE_GROUP: Final = 2500
"""Pairs within one group from which on it becomes a class: at most a thousand groups are so large."""
MOST_PAIRS: Final = 5_000_000
"""Of one rule's list."""
MUST_NOT: Final = "must-not-pair"
"""The name of the rule that excludes the pairs a coordinator keeps apart."""
OTHERS_ROUND: Final = "named"
"""The name of the rule that excludes participants for whom a round is not."""
LAPSED: Final = "lapsed"
"""The name of the rule that excludes a pair whose proposal has just lapsed."""


@dataclass(frozen=True, slots=True)
class ByClass:
    """A rule as a small table.

    Attributes:
        name: of the rule.
        mentees: the class of each mentee.
        mentors: the class of each mentor.
        allowed: [mentees' classes, mentors' classes].
    """

    name: str
    mentees: Ints
    mentors: Ints
    allowed: Flags


@dataclass(frozen=True, slots=True)
class ByPair:
    """A rule as a list of forbidden pairs, each once: mentee and mentor, [k, 2]."""

    name: str
    pairs: Ints


CompiledRule: TypeAlias = ByClass | ByPair


def compile_rules(pool: Pool, terms: Terms) -> list[CompiledRule]:
    """Return all rules that are on, the lowest rank first; then the pairs not to be made, then conditions.

    Raises:
        RuleBroken: a rule sees too many different people to be computed.
    """
    rules = [b for rule, value in rules_on(terms) for b in compile_rule(rule, value, pool, terms)]
    rules.append(_never((*terms.policy.must_not_pair, *terms.adjustment.forbid), pool))
    rules.extend(_strangers(pool))
    rules.extend(_lapsed(pool, terms))
    known = known_features(terms.defined)
    for condition in terms.policy.conditions:
        mentees, mentors, allowed = compile_condition(condition, pool, known)
        rules.append(_compact(condition.name, mentees, mentors, allowed))
    return rules


def rules_on(terms: Terms) -> Iterator[tuple[Rule, int]]:
    """Yield the published rules that count, each with its value."""
    settings = {setting.rule: setting for setting in terms.policy.rules}
    for rule in RULES.values():
        chosen = settings.get(rule.name)
        if chosen is not None and not chosen.on and not rule.always:
            continue
        own = rule.setting.of(terms.rules) if rule.setting else 0
        yield rule, own if chosen is None or chosen.value is None else chosen.value


def compile_rule(rule: Rule, value: int, pool: Pool, terms: Terms) -> list[CompiledRule]:
    """Return one published rule at a value; several compiled rules where these are smaller."""
    if rule.same is not None:
        return _apart(rule, [rule.same(p) for p in pool.mentees], [rule.same(p) for p in pool.mentors])
    if rule.pairs is not None:
        pairs = list(rule.pairs(pool.mentees, pool.mentors, value))
        return [_by_pair(rule.name, np.array(pairs, dtype=np.int64).reshape(-1, 2))]
    if rule.key is None or rule.allowed is None:
        raise TypeError(f"a rule of no kind: {rule.name}")
    mentee_keys, mentees = classes(rule.key(person, value) for person in pool.mentees)
    mentor_keys, mentors = classes(rule.key(person, value) for person in pool.mentors)
    allowed = rule.allowed(mentee_keys, mentor_keys, value, terms.day.year)
    return [_compact(rule.name, mentees, mentors, allowed)]


def _apart(rule: Rule, mentees: Sequence[Hashable], mentors: Sequence[Hashable]) -> list[CompiledRule]:
    """Return groups whose people may not meet: the few large ones as classes.

    The many small ones as pairs.
    """
    values, group = classes([None, *mentees, *mentors])
    mentee, mentor = group[1 : 1 + len(mentees)], group[1 + len(mentees) :]
    pairs = np.bincount(mentee, minlength=len(values)) * np.bincount(mentor, minlength=len(values))
    pairs[0] = 0  # the group of those in none
    large = np.flatnonzero(pairs > LARGE_GROUP)
    small = np.flatnonzero((pairs > 0) & (pairs <= LARGE_GROUP))
    rules: list[CompiledRule] = [ByPair(rule.name, _meetings(mentee, mentor, small))]
    if len(large):
        number = np.zeros(len(values), dtype=np.int64)
        number[large] = np.arange(1, len(large) + 1)
        allowed = ~np.eye(len(large) + 1, dtype=np.bool_)
        allowed[0, 0] = True
        rules.append(ByClass(rule.name, number[mentee], number[mentor], allowed))
    return rules


def _meetings(mentees: Ints, mentors: Ints, groups: Ints) -> Ints:
    """Return all pairs within these groups, in order."""
    inside = np.flatnonzero(np.isin(mentees, groups))
    order = np.argsort(mentors, kind="stable")
    first = np.searchsorted(mentors[order], mentees[inside], side="left")
    count = np.searchsorted(mentors[order], mentees[inside], side="right") - first
    place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    columns = order[np.repeat(first, count) + place]
    return np.stack([np.repeat(inside, count), columns], axis=1)


def _compact(name: str, mentees: Ints, mentors: Ints, allowed: Flags) -> CompiledRule:
    """Classes that are treated alike become one; a table too large becomes a list."""
    if not allowed.size:
        return _by_pair(name, np.empty((0, 2), dtype=np.int64))
    rows, row = distinct_rows(allowed.astype(np.int64))
    columns, column = distinct_rows(rows.T)
    table = ByClass(name, row[mentees], column[mentors], columns.T.astype(np.bool_))
    if len(table.allowed) * len(mentors) <= MOST_BYTES:
        return table
    return _listed(table)


def _listed(table: ByClass) -> ByPair:
    sizes = np.bincount(table.mentees)[:, None] * np.bincount(table.mentors)[None, :]
    if int(sizes[~table.allowed].sum()) > MOST_PAIRS:
        raise NotComputable(
            f"{table.name} sees too many different people",
            FailureCode.TOO_MANY_PEOPLE,
            table.name,
            field=table.name,
        )
    members = [np.flatnonzero(table.mentors == n) for n in range(table.allowed.shape[1])]
    parts = [np.empty((0, 2), dtype=np.int64)]
    for row, column in np.argwhere(~table.allowed).tolist():
        mentees = np.flatnonzero(table.mentees == row)
        parts.append(np.stack(np.meshgrid(mentees, members[column], indexing="ij"), axis=-1).reshape(-1, 2))
    return ByPair(table.name, np.vstack(parts))


def _by_pair(name: str, pairs: Ints) -> ByPair:
    return ByPair(name, np.unique(pairs, axis=0) if len(pairs) else pairs)


def _never(pairs: tuple[PairOf, ...], pool: Pool) -> ByPair:
    return _by_pair(MUST_NOT, numbers_of(pairs, pool))


def _strangers(pool: Pool) -> list[CompiledRule]:
    """Of a round for some people of both roles: pairs that concern none of them are not made."""
    mentees, mentors = (
        np.array([pool.is_for(person) for person in side], dtype=np.int64)
        for side in (pool.mentees, pool.mentors)
    )
    if mentees.all() or mentors.all():
        return []
    either = np.array([[False, True], [True, True]])
    return [ByClass(OTHERS_ROUND, mentees, mentors, either)]


def _lapsed(pool: Pool, terms: Terms) -> list[CompiledRule]:
    """Of a round for some people: a pair whose proposal has just lapsed is not the next best to itself."""
    if pool.named is None:
        return []
    pairs = tuple(
        PairOf(mentor_id=mentor.id, mentee_id=mentee_id)
        for mentor in pool.mentors
        for mentee_id in mentor.lately(terms.day)
    )
    return [_by_pair(LAPSED, numbers_of(pairs, pool))]


def numbers_of(pairs: Sequence[PairOf], pool: Pool) -> Ints:
    """Return the places of those pairs whose both people are in the pool: mentee and mentor, [k, 2]."""
    mentee_of: Mapping[str, int] = {person.id: n for n, person in enumerate(pool.mentees)}
    mentor_of: Mapping[str, int] = {person.id: n for n, person in enumerate(pool.mentors)}
    numbers = [
        (mentee_of[pair.mentee_id], mentor_of[pair.mentor_id])
        for pair in pairs
        if pair.mentee_id in mentee_of and pair.mentor_id in mentor_of
    ]
    return np.array(numbers, dtype=np.int64).reshape(-1, 2)


def forbidden_pairs(rules: Sequence[CompiledRule]) -> Ints:
    """Return the pairs of all rules that are lists, each once."""
    lists = [rule.pairs for rule in rules if isinstance(rule, ByPair)]
    pairs: Ints = np.vstack([np.empty((0, 2), dtype=np.int64), *lists])
    return np.unique(pairs, axis=0) if len(pairs) else pairs
