from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from services.matching.engine import InvalidProblem, Limits, Problem, best_partners, check, solve, start_from
from tests.unit.matching_engine.cases import dense, matrices, random_dense


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(1, 9), st.integers(-1, 101))
def test_below_the_floor_nothing_is_allowed(seed, mentees, mentors, floor):
    least = np.random.default_rng(seed).integers(floor - 5, floor + 5, mentees)
    problem = random_dense(seed, mentees, mentors, density=0.7, least=least)
    scores, allowed = matrices(problem)
    allowed &= scores >= least[:, None]
    result = solve(problem)
    assert check(problem, result).optimal
    rows, columns = linear_sum_assignment(np.where(allowed, scores + 10_000, 0), maximize=True)
    assert len(result.pairs) == allowed[rows, columns].sum()
    assert result.total == scores[rows, columns][allowed[rows, columns]].sum()


def test_a_floor_holds_on_the_way_from_an_earlier_run_and_for_a_bonus():
    free = random_dense(3, 60, 60, density=0.5)
    least = np.full(60, 70)
    bonus = np.array([[0, 0, 1000], [1, 1, 5]])
    problem = random_dense(3, 60, 60, density=0.5, least=least, bonus=bonus)
    result = solve(problem, start=start_from(free, solve(free)))
    assert check(problem, result).optimal
    assert result.scores.min() >= 70
    assert result.total == solve(problem).total


def test_the_check_finds_pairs_below_the_floor():
    free = random_dense(1, 30, 30)
    result = solve(free)
    least = np.full(30, result.scores.min() + 1)
    assert check(random_dense(1, 30, 30, least=least), result).illegal_pairs > 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 8), st.integers(1, 8), st.integers(0, 50))
def test_a_known_bound_changes_no_result(seed, mentees, mentors, above):
    free = random_dense(seed, mentees, mentors, density=0.7)
    most = matrices(free)[0].max(axis=1) + above
    bounded = replace(free, most=most)
    results = [solve(problem) for problem in (free, bounded)]
    assert check(bounded, results[1]).optimal
    assert len({(len(result.pairs), result.total) for result in results}) == 1


def test_a_known_bound_keeps_penalties_small():
    """Bounded feature by feature, mentors who have one feature each seem to have several."""
    people = 600
    problem = Problem(
        np.full((people, people), 9_000), np.eye(people, dtype=np.int64), range(people), range(people)
    )
    bounded = replace(problem, most=np.full(people, 9_000))
    loose, tight = (solve(each).proof.penalties.max() for each in (problem, bounded))
    assert tight == people * 9_000 + 1 < loose


@pytest.mark.parametrize("least", [np.zeros(3), [0, np.nan], [0.5, 1], "ab"])
def test_a_floor_of_another_shape_is_refused(least):
    problem = dense([[1, 2], [3, 4]], [[1, 1], [1, 1]], least=np.asarray(least))
    with pytest.raises(InvalidProblem, match=r"^least"):
        solve(problem)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 12), st.integers(0, 12), st.integers(1, 4))
def test_the_best_partners_of_each_mentee(seed, mentees, mentors, count):
    problem = random_dense(seed, mentees, mentors, density=0.6)
    scores, allowed = matrices(problem)
    partners, points = best_partners(problem, count)
    for i in range(mentees):
        best = sorted(scores[i, allowed[i]].tolist(), reverse=True)[:count]
        kept = partners[i][partners[i] >= 0]
        assert points[i, : len(kept)].tolist() == best == scores[i, kept].tolist()
        assert len(set(kept.tolist())) == len(kept)
        assert allowed[i, kept].all()


def test_the_best_partners_are_the_same_on_one_thread_and_in_other_tiles():
    problem = random_dense(5, 900, 800, most=9)
    partners, _ = best_partners(problem, 3)
    alone, _ = best_partners(problem, 3, Limits(threads=1, tile=(32, 128)))
    assert np.array_equal(partners, alone)
