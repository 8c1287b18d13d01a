"""Hundreds of people: against scipy, against permutations, threads and tiles, against the clock."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.matching.population import one_or_two, population
from services.matching.engine import Limits, Outcome, check, solve, start_from
from tests.unit.matching_engine.cases import by_scipy, pairs_and_points, random_dense


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("shape", [(200, 200), (800, 800), (400, 250), (250, 400)])
def test_equals_scipy(shape, seed):
    problem = population(*shape, seed)
    result = solve(problem)
    assert pairs_and_points(result) == by_scipy(problem)
    assert check(problem, result).optimal


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_equals_scipy_with_places_for_one_or_two(seed):
    problem = population(400, 280, seed, places=one_or_two(280, seed))
    result = solve(problem)
    assert pairs_and_points(result) == by_scipy(problem)
    assert check(problem, result).optimal


@pytest.mark.parametrize("density", [0.003, 0.01, 0.05])
def test_few_allowed_pairs(density):
    problem = random_dense(5, 500, 450, density=density)
    result = solve(problem)
    assert pairs_and_points(result) == by_scipy(problem)
    assert check(problem, result).optimal
    assert len(result.unmatched) == 500 - len(result.pairs)


def pairs_by_id(problem, result):
    return {(problem.mentee_ids[i], problem.mentor_ids[j]) for i, j in result.pairs}


@pytest.mark.parametrize("kind", ["population", "ties", "collisions"])
def test_the_order_given_does_not_matter(kind, monkeypatch):
    if kind == "collisions":  # of the hashes that order people
        monkeypatch.setattr("services.matching.engine.market.DIGEST_BYTES", 1)
    problem = population(300, 310, 4) if kind == "population" else random_dense(4, 300, 310, most=3)
    random = np.random.default_rng(9)
    rows, columns = random.permutation(300), random.permutation(310)
    row_of, column_of = np.argsort(rows), np.argsort(columns)
    moved = replace(
        problem,
        mentee_features=problem.mentee_features[rows],
        mentor_features=problem.mentor_features[columns],
        mentee_ids=[problem.mentee_ids[i] for i in rows],
        mentor_ids=[problem.mentor_ids[j] for j in columns],
        rules=[replace(r, classes=r.classes[rows], allowed=r.allowed[:, columns]) for r in problem.rules],
        forbidden=np.stack([row_of[problem.forbidden[:, 0]], column_of[problem.forbidden[:, 1]]], axis=1),
    )
    assert pairs_by_id(problem, solve(problem)) == pairs_by_id(moved, solve(moved))


@pytest.mark.parametrize(
    ("shape", "places"),
    [((5000, 5000), False), ((5500, 5000), False), ((5000, 5500), False), ((6000, 5000), True)],
)
def test_large_ones_are_certified(shape, places):
    """Of 25 million pairs and more, each looked at again by a check that shares nothing with the solver."""
    problem = population(*shape, 4, places=one_or_two(shape[1], 4) if places else None)
    result = solve(problem)
    checked = check(problem, result)
    assert checked.optimal
    assert checked.pairs_seen > 0.4 * shape[0] * shape[1]


def test_another_seed_settles_ties_otherwise():
    problem = random_dense(4, 100, 100, most=1)
    other = replace(problem, seed=1)
    assert solve(problem).total == solve(other).total
    assert pairs_by_id(problem, solve(problem)) != pairs_by_id(other, solve(other))


@pytest.mark.parametrize("limits", [Limits(threads=1), Limits(tile=(64, 64)), Limits(tile=(33, 1000))])
def test_threads_and_tiles_do_not_matter(limits):
    problem = population(700, 600, 6)
    usual, other = solve(problem), solve(problem, limits)
    assert usual.pairs.tolist() == other.pairs.tolist()
    assert usual.proof.prices.tolist() == other.proof.prices.tolist()


def test_time_limit_gives_a_legal_matching_with_its_gap():
    problem = population(700, 700, 2)
    best = solve(problem)
    for seconds in (0.0, 0.01, 0.03):
        early = solve(problem, Limits(seconds=seconds))
        checked = check(problem, early)
        assert checked.honest
        assert checked.gap <= early.gap
        assert early.proof.value <= best.proof.value <= early.proof.bound
        assert early.proof.penalties.tolist() == best.proof.penalties.tolist()
        assert early.outcome is (Outcome.OPTIMAL if early.proven else Outcome.TIME_LIMIT)


def test_cancelled_on_the_way():
    problem = population(700, 700, 2)
    steps = []
    result = solve(problem, Limits(cancelled=lambda: len(steps) >= 2), progress=steps.append)
    assert result.outcome is Outcome.CANCELLED
    assert check(problem, result).honest
    assert result.gap > 0
    assert steps[-1].matched == len(result.pairs)


def test_gap_that_is_good_enough():
    problem = population(700, 700, 2)
    best = solve(problem)
    enough = best.total // 100
    result = solve(problem, Limits(gap=enough))
    assert result.gap <= enough
    assert check(problem, result).honest
    assert best.proof.value - result.proof.value <= result.gap


def test_bounds_only_get_better():
    steps = []
    solve(population(700, 700, 3), progress=steps.append)
    gaps = [step.gap for step in steps]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] == 0


def test_warm_start_finds_the_same_total():
    before = population(600, 600, 8)
    gone_and_new = population(620, 610, 8)
    start = start_from(before, solve(before))
    cold, warm = solve(gone_and_new), solve(gone_and_new, start=start)
    assert cold.total == warm.total
    assert check(gone_and_new, warm).optimal


def test_priority_decides_who_is_left_out_only():
    problem = population(300, 200, 5)
    unmatched = solve(problem).unmatched[:20]
    priority = np.zeros(300, dtype=np.int64)
    priority[unmatched] = 20_000
    preferred = solve(replace(problem, priority=priority))
    assert len(set(unmatched.tolist()) & set(preferred.unmatched.tolist())) < len(unmatched)
    assert len(preferred.pairs) == len(solve(problem).pairs)
    assert check(replace(problem, priority=priority), preferred).optimal
