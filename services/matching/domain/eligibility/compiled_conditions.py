"""A coordinator's condition compiled for a pool: a table over classes of people it sees alike."""

from collections.abc import Mapping
from functools import reduce
from math import isqrt
from typing import Final

import numpy as np

from services.matching.domain.arrays import Flags, Ints, classes, distinct_rows
from services.matching.domain.features import Feature, Kind, find_feature
from services.matching.domain.not_computable import NotComputable
from services.matching.domain.policy import Condition
from services.matching.domain.policy.expression import (
    All,
    AnyOf,
    Expression,
    Not,
    PairTest,
    SideTest,
    Test,
    leaves,
)
from services.matching.domain.rounds.pool import Pool
from shared.contracts.matching import FailureCode
from shared.contracts.vocabulary import Role

MOST_CELLS: Final = 20_000_000
"""Of a condition's table."""


def compile_condition(
    condition: Condition, pool: Pool, known: Mapping[str, Feature]
) -> tuple[Ints, Ints, Flags]:
    """Classes of mentees, classes of mentors, and which of them may meet.

    Raises:
        NotComputable: it sees too many different people, or tests a feature that is not known any more.
    """
    compiled = {
        test: _compile(test, pool, find_feature(known, test.feature, "conditions"))
        for _, test, _ in leaves(condition.allow)
    }
    order = list(compiled)
    mentees, mentee = distinct_rows(np.stack([compiled[test][0] for test in order], axis=1))
    mentors, mentor = distinct_rows(np.stack([compiled[test][1] for test in order], axis=1))
    if len(mentees) * len(mentors) > MOST_CELLS:
        raise NotComputable(
            f"{condition.name} sees too many different people",
            FailureCode.TOO_MANY_PEOPLE,
            condition.name,
            field="conditions",
        )

    def table(test: Test) -> Flags:
        at = order.index(test)
        outcome: Flags = compiled[test][2][np.ix_(mentees[:, at], mentors[:, at])]
        return outcome

    def holds(node: Expression) -> Flags:
        if isinstance(node, All):
            return reduce(np.logical_and, (holds(part) for part in node.all))
        if isinstance(node, AnyOf):
            return reduce(np.logical_or, (holds(part) for part in node.any))
        return ~holds(node.negated) if isinstance(node, Not) else table(node)

    return mentee, mentor, holds(condition.allow)


def _compile(test: Test, pool: Pool, feature: Feature) -> tuple[Ints, Ints, Flags]:
    """Return one test: a class for each mentee and mentor, and a table of classes."""
    return _pair_test(test, pool, feature) if isinstance(test, PairTest) else _side_test(test, pool, feature)


def _side_test(test: SideTest, pool: Pool, feature: Feature) -> tuple[Ints, Ints, Flags]:
    people = pool.mentors if test.of is Role.MENTOR else pool.mentees
    values, number = classes(feature.value(person.profile) for person in people)
    passes = np.array([_passes(test, value) for value in values], dtype=np.int64)
    tested = passes[number] if len(number) else number
    table = np.array([[False], [True]])
    if test.of is Role.MENTOR:
        return np.zeros(len(pool.mentees), dtype=np.int64), tested, table.T
    return tested, np.zeros(len(pool.mentors), dtype=np.int64), table


def _passes(test: SideTest, value: object) -> bool:
    if isinstance(value, tuple):
        return any(word in test.values and level >= test.level for word, level in value)
    if test.test == "one-of":
        return value in test.values
    if not isinstance(value, int):
        return False
    least = int(test.values[0])
    return value >= least if test.test == "at-least" else value <= least


def _pair_test(test: PairTest, pool: Pool, feature: Feature) -> tuple[Ints, Ints, Flags]:
    values, number = classes(feature.value(person.profile) for person in (*pool.mentees, *pool.mentors))
    mentees, mentors = number[: len(pool.mentees)], number[len(pool.mentees) :]
    if len(values) ** 2 > MOST_CELLS:
        raise NotComputable(
            f"{feature.name} has {len(values)} different values; two people can be compared by "
            f"{isqrt(MOST_CELLS)} at most: test the mentor or the mentee alone",
            FailureCode.TOO_MANY_PEOPLE,
            feature.name,
            field="conditions",
        )
    return mentees, mentors, _words(values, test.by) if feature.kind is Kind.LEVELS else _values(test, values)


def _values(test: PairTest, values: list[object]) -> Flags:
    has_value = np.array([value is not None for value in values], dtype=np.bool_)
    both: Flags = has_value[:, None] & has_value[None, :]
    if test.compare == "same":
        return both & np.eye(len(values), dtype=np.bool_)
    number = np.array([value if isinstance(value, int) else 0 for value in values], dtype=np.int64)
    above = number[None, :] - number[:, None]
    holds = {
        "within": np.abs(above) <= test.by,
        "above": above >= test.by,
        "below": -above >= test.by,
    }
    compared: Flags = both & holds[test.compare]
    return compared


def _words(values: list[object], level: int) -> Flags:
    held = [
        {word for word, at in value if at >= level} if isinstance(value, tuple) else set() for value in values
    ]
    column = {word: n for n, word in enumerate(sorted(set().union(*held)))}
    table = np.zeros((len(values), len(column)), dtype=np.float32)
    for n, words in enumerate(held):
        table[n, [column[word] for word in words]] = 1
    shared: Flags = table @ table.T > 0
    return shared
