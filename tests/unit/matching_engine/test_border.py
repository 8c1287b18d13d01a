"""Unusable input is refused, naming the field."""

from dataclasses import replace

import numpy as np
import pytest

from services.matching.engine import HardRule, InvalidProblem, check, solve
from tests.unit.matching_engine.cases import dense, random_dense

GOOD = random_dense(1, 6, 5)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mentee_features", np.full((6, 5), np.nan)),
        ("mentee_features", np.full((6, 5), np.inf)),
        ("mentee_features", np.full((6, 5), 0.5)),
        ("mentee_features", np.full((6, 5), 1 << 24)),
        ("mentee_features", np.zeros((5, 5), int)),
        ("mentor_features", np.zeros((5, 4), int)),
        ("mentor_features", np.array([["a"] * 5] * 5)),
        ("mentee_ids", [0, 1, 2, 3, 4, 4]),
        ("mentor_ids", [1, 1, 2, 3, 4]),
        ("mentor_places", np.array([1, 1, 1, 1, -1])),
        ("mentor_places", np.array([1, 1, 1, 1])),
        ("mentor_places", np.array([1, 1, 1, 1, np.nan])),
        ("mentee_places", np.array([1, 1])),
        ("forbidden", np.array([[6, 0]])),
        ("forbidden", np.array([[0, -1]])),
        ("forbidden", np.array([0, 1, 2])),
        ("fixed", np.array([[0, 1], [0, 1]])),
        ("fixed", np.array([[0, 1], [2, 1]])),
        ("bonus", np.array([[0, 1, 1 << 25]])),
        ("priority", np.array([1, 2, 3, 4, 5, np.inf])),
        ("priority", np.array([1 << 30] * 6)),
        ("penalty", -1),
        ("penalty", 1 << 31),
    ],
)
def test_refused(field, value):
    with pytest.raises(InvalidProblem, match=f"^(penalty|{field})"):
        solve(replace(GOOD, **{field: value}))


def test_scores_beyond_any_integer_are_refused():
    beyond = replace(GOOD, mentee_features=np.full((6, 5), 1 << 40), mentor_features=np.full((5, 5), 1 << 40))
    with pytest.raises(InvalidProblem, match=r"^mentee_features: scores may reach"):
        solve(beyond)


@pytest.mark.parametrize(
    "rule",
    [
        HardRule(np.zeros(5, int), np.ones((1, 5))),
        HardRule(np.full(6, 1), np.ones((1, 5), bool)),
        HardRule(np.full(6, 0), np.ones((1, 4), bool)),
        HardRule(np.full(6, 0), np.full((1, 5), np.nan)),
    ],
)
def test_rule_refused(rule):
    with pytest.raises(InvalidProblem, match=r"^rules\[0\]"):
        solve(replace(GOOD, rules=(rule,)))


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_nobody_on_one_side(shape):
    problem = dense(np.zeros(shape, int), np.ones(shape, bool))
    result = solve(problem)
    assert len(result.pairs) == 0
    assert result.proven
    assert check(problem, result).optimal
    assert result.unmatched.tolist() == list(range(shape[0]))


def test_nobody_allowed():
    problem = dense(np.ones((4, 4), int), np.zeros((4, 4), bool))
    result = solve(problem)
    assert result.unmatched.tolist() == [0, 1, 2, 3]
    assert check(problem, result).optimal


def test_whole_numbers_may_come_as_floats():
    as_floats = replace(GOOD, mentee_features=GOOD.mentee_features.astype(np.float64))
    assert solve(as_floats).pairs.tolist() == solve(GOOD).pairs.tolist()


def test_the_certificate_notices_what_is_wrong():
    problem = random_dense(2, 30, 30)
    result = solve(problem)
    cheaper = replace(result, proof=replace(result.proof, prices=np.maximum(result.proof.prices - 5, 0)))
    assert check(problem, cheaper).understated > 0
    fewer = replace(result, chosen=result.chosen[1:])
    assert check(problem, fewer).gap > 0
    swapped = result.chosen.copy()
    swapped[:, 1] = np.roll(swapped[:, 1], 1)
    assert check(problem, replace(result, chosen=swapped)).illegal_pairs > 0
    twice = np.vstack([result.chosen, result.chosen[:1]])
    assert check(problem, replace(result, chosen=twice)).over_capacity == 2
    kinder = replace(result.proof, penalties=result.proof.penalties - result.proof.penalties)
    assert check(problem, replace(result, proof=kinder)).wrong_terms > 0
