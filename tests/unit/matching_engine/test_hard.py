"""Inputs that are hard for candidates and prices: they end in bounded time, with their proof."""

import numpy as np
import pytest

from benchmarks.matching.population import population
from services.matching.engine import HardRule, Limits, Outcome, Problem, check, solve
from services.matching.engine.pricing import pricer
from tests.unit.matching_engine.cases import by_scipy, pairs_and_points, random_dense

RANDOM = np.random.default_rng(7)
MOST = 2000
ONE, TALENT, NEED = np.ones((MOST, 1), dtype=int), *RANDOM.integers(0, 101, (2, MOST, 1))
MANY = RANDOM.integers(0, 40, (2, MOST, 3))
TWO = {"mentor_places": 1 + RANDOM.integers(0, 2, MOST)}
HARD = {
    "all equal": (7 * ONE, ONE, {}),
    "all nothing": (0 * ONE, ONE, {}),
    "by mentee only": (9 * TALENT, ONE, {}),
    "by mentor only": (ONE, 9 * NEED, {}),
    "products": (TALENT, NEED, {}),
    "products below 0": (-TALENT, NEED, {}),
    "products for score": (TALENT - 50, NEED - 50, {"penalty": 0}),
    "products and a little": (np.hstack([TALENT, MANY[0]]), np.hstack([NEED, MANY[1]]), {}),
    "three products": (MANY[0], MANY[1], {}),
    "distance": (np.hstack([2 * TALENT, ONE, -(TALENT**2)]), np.hstack([NEED, -(NEED**2), ONE]), {}),
    "products, places": (TALENT, NEED, TWO),
    "products, places on both sides": (TALENT, NEED, TWO | {"mentee_places": TWO["mentor_places"][::-1]}),
}


def hard(kind, size, density=0.5):
    mentees, mentors, more = HARD[kind]
    random = np.random.default_rng(1)
    rule = HardRule(random.integers(0, 300, size), random.random((300, size)) < density)
    more = {name: value[:size] if name.endswith("places") else value for name, value in more.items()}
    return Problem(mentees[:size], mentors[:size], range(size), range(size), rules=(rule,), **more)


@pytest.mark.parametrize("kind", HARD)
def test_two_thousand_are_proven(kind):
    problem = hard(kind, MOST)
    result = solve(problem, Limits(seconds=600))
    assert result.outcome is Outcome.OPTIMAL
    assert check(problem, result).optimal


@pytest.mark.parametrize("kind", ["all equal", "by mentee only", "by mentor only", "products", "distance"])
def test_a_thousand_equal_scipy(kind):
    problem = hard(kind, 1000)
    assert pairs_and_points(solve(problem)) == by_scipy(problem)


@pytest.mark.parametrize("sides", [(900, 600), (600, 900)])
def test_products_of_unequal_sides(sides):
    mentees, mentors = sides
    problem = Problem(TALENT[:mentees], NEED[:mentors], range(mentees), range(mentors))
    result = solve(problem)
    assert pairs_and_points(result) == by_scipy(problem)
    assert result.passes < 8


@pytest.mark.parametrize(
    "kind", ["products", "three products", "products, places on both sides", "population"]
)
def test_where_pricing_leads_nowhere_all_pairs_are_taken(kind, monkeypatch):
    problem = population(400, 400, 3) if kind == "population" else hard(kind, 400)
    usual = solve(problem)
    monkeypatch.setattr(pricer, "IMPATIENCE", 0)
    steps = []
    result = solve(problem, progress=steps.append)
    assert steps[-1].step == "whole"
    assert result.proof.value == usual.proof.value
    assert check(problem, result).optimal


def test_all_pairs_keep_a_bonus_a_floor_and_what_is_forbidden(monkeypatch):
    problem = random_dense(
        3,
        60,
        50,
        least=np.full(60, 30),
        bonus=np.array([[0, 0, 500], [1, 1, -500]]),
        forbidden=np.array([[2, 2], [3, 3]]),
        mentee_places=np.full(60, 2),
    )
    usual = solve(problem)
    monkeypatch.setattr(pricer, "IMPATIENCE", 0)
    result = solve(problem)
    assert result.proof.value == usual.proof.value
    assert check(problem, result).optimal


def test_stopped_while_solving_few_are_left_over():
    """A mentee who still waits for a mentor gets one who is free."""
    problem = hard("products", 1000, density=1.0)
    seen = []
    result = solve(problem, Limits(cancelled=lambda: bool(seen)), progress=seen.append)
    assert result.outcome is Outcome.CANCELLED
    assert check(problem, result).honest
    assert len(result.pairs) > seen[-1].matched
    assert solve(problem, Limits(seconds=0.0)).gap > 0
