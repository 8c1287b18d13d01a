"""How many partners the rules leave to each person, counted over classes of people, not pair by pair."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from services.matching.domain.arrays import Flags, Ints, distinct_rows
from services.matching.domain.eligibility.compiled_rules import (
    ByClass,
    ByPair,
    CompiledRule,
    forbidden_pairs,
)

CELLS: Final = 4_000_000
"""Looked at together."""


@dataclass(frozen=True, slots=True)
class Eligible:
    """Allowed partners: of each mentee, of each mentor, and in all."""

    mentees: Ints
    mentors: Ints

    @property
    def pairs(self) -> int:
        """All allowed pairs."""
        return int(self.mentees.sum())


def count_eligible(rules: Sequence[CompiledRule], mentees: int, mentors: int) -> Eligible:
    """Count allowed partners."""
    tables = [rule for rule in rules if isinstance(rule, ByClass)]
    rows, row = _combinations([table.mentees for table in tables], mentees)
    columns, column = _combinations([table.mentors for table in tables], mentors)
    # float32 is exact here (no count reaches 2**24) and has the fast product
    row_sizes = np.bincount(row, minlength=len(rows)).astype(np.float32)
    column_sizes = np.bincount(column, minlength=len(columns)).astype(np.float32)
    of_rows = np.zeros(len(rows), dtype=np.int64)
    of_columns = np.zeros(len(columns), dtype=np.int64)
    step = max(1, CELLS // max(1, len(columns)))
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        allowed = _allowed(tables, rows[part], columns).astype(np.float32)
        of_rows[part] = allowed @ column_sizes
        of_columns += (row_sizes[part] @ allowed).astype(np.int64)
    lost = _lost(rules, tables)
    return Eligible(
        of_rows[row] - np.bincount(lost[:, 0], minlength=mentees),
        of_columns[column] - np.bincount(lost[:, 1], minlength=mentors),
    )


def _combinations(numbers: Sequence[Ints], people: int) -> tuple[Ints, Ints]:
    """Return the different combinations of classes, and each person's."""
    return distinct_rows(np.stack([*numbers, np.zeros(people, dtype=np.int64)], axis=1))


def _allowed(tables: Sequence[ByClass], rows: Ints, columns: Ints) -> Flags:
    allowed = np.ones((len(rows), len(columns)), dtype=np.bool_)
    for n, table in enumerate(tables):
        allowed &= table.allowed[rows[:, n]][:, columns[:, n]]
    return allowed


def _lost(rules: Sequence[CompiledRule], tables: Sequence[ByClass]) -> Ints:
    """Pairs that only lists forbid."""
    pairs = forbidden_pairs(rules)
    return pairs[allowed_by(tables, pairs)]


def allowed_by(rules: Sequence[CompiledRule], pairs: Ints) -> Flags:
    """Return whether these pairs (mentee, mentor) are allowed by all compiled rules."""
    allowed = np.ones(len(pairs), dtype=np.bool_)
    for rule in rules:
        allowed &= ~excluded_by(rule, pairs)
    return allowed


def excluded_by(rule: CompiledRule, pairs: Ints) -> Flags:
    """Return whether a compiled rule forbids these pairs."""
    if isinstance(rule, ByClass):
        excluded: Flags = ~rule.allowed[rule.mentees[pairs[:, 0]], rule.mentors[pairs[:, 1]]]
        return excluded
    width = 1 + max(int(pairs[:, 1].max(initial=0)), int(rule.pairs[:, 1].max(initial=0)))
    keys, listed = (p[:, 0] * width + p[:, 1] for p in (pairs, rule.pairs))
    return np.isin(keys, listed)


def only(rules: Sequence[CompiledRule], mentees: Ints, mentors: Ints) -> list[CompiledRule]:
    """Return the same rules for some people only, numbered from 0 in the order given."""
    return [_only(rule, mentees, mentors) for rule in rules]


def _only(rule: CompiledRule, mentees: Ints, mentors: Ints) -> CompiledRule:
    if isinstance(rule, ByClass):
        return replace(rule, mentees=rule.mentees[mentees], mentors=rule.mentors[mentors])
    pairs = rule.pairs.copy()
    for side, people in enumerate((mentees, mentors)):
        number = np.full(1 + max(int(people.max(initial=0)), int(pairs[:, side].max(initial=0))), -1)
        number[people] = np.arange(len(people))
        pairs[:, side] = number[pairs[:, side]]
    return replace(rule, pairs=pairs[(pairs >= 0).all(axis=1)])


def count_excluded(rule: CompiledRule, mentees: int, mentors: int) -> tuple[Ints, Ints]:
    """Return how many partners one rule alone excludes: of each mentee, of each mentor."""
    if isinstance(rule, ByPair):
        own, theirs = rule.pairs[:, 0], rule.pairs[:, 1]
        return np.bincount(own, minlength=mentees), np.bincount(theirs, minlength=mentors)
    rows, columns = rule.allowed.shape
    forbidden = (~rule.allowed).astype(np.int64)
    of_rows = forbidden @ np.bincount(rule.mentors, minlength=columns)
    of_columns = np.bincount(rule.mentees, minlength=rows) @ forbidden
    return of_rows[rule.mentees], of_columns[rule.mentors]
