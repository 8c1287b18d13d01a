"""Several places on both sides, and priority of mentors: against all choices of pairs there are."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from benchmarks.matching.population import one_or_two, population
from services.matching.engine import InvalidProblem, Limits, Outcome, Problem, check, solve, start_from
from tests.unit.matching_engine.cases import dense, matrices, random_dense

SIDE = st.integers(1, 3)


def numbers(least, most, count):
    return st.lists(st.integers(least, most), min_size=count, max_size=count).map(np.array)


@st.composite
def problems(draw):
    mentees, mentors = draw(SIDE), draw(SIDE)
    cells = mentees * mentors
    bonus = [[draw(st.integers(0, mentees - 1)), draw(st.integers(0, mentors - 1)), draw(st.integers(-3, 3))]]
    return dense(
        draw(numbers(-5, 9, cells)).reshape(mentees, mentors),
        draw(numbers(0, 1, cells)).reshape(mentees, mentors),
        mentee_places=draw(numbers(0, 3, mentees)),
        mentor_places=draw(numbers(0, 3, mentors)),
        penalty=draw(st.sampled_from([None, 0, 4])),
        priority=draw(numbers(0, 6, mentees)),
        mentor_priority=draw(numbers(0, 6, mentors)),
        bonus=np.array(bonus if draw(st.booleans()) else [], dtype=np.int64).reshape(-1, 3),
        seed=draw(st.integers(0, 3)),
    )


def choices(problem):
    """Every set of allowed pairs within all places, as a table of 0 and 1."""
    _, allowed = matrices(problem)
    for cells in product((0, 1), repeat=int(allowed.sum())):
        table = np.zeros(allowed.shape, dtype=np.int64)
        table[allowed] = cells
        if (table.sum(1) <= problem.mentee_places).all() and (table.sum(0) <= problem.mentor_places).all():
            yield table


def worth(problem, table):
    """First, second, third partners if participation comes first; then points, penalties and priorities."""
    wants = problem.mentee_places > 0
    got, used = table.sum(1), table.sum(0) > 0
    points = int((table * matrices(problem)[0]).sum()) + int(problem.mentor_priority[used].sum())
    points -= int(problem.priority[wants & (got == 0)].sum())
    if problem.penalty is None:
        return *((got >= n).sum() for n in (1, 2, 3)), points
    return (points - problem.penalty * int((wants & (got == 0)).sum()),)


def table_of(problem, result):
    table = np.zeros(problem.shape, dtype=np.int64)
    np.add.at(table, tuple(result.pairs.T), 1)
    return table


@settings(max_examples=100, deadline=None)
@given(problems())
def test_no_choice_of_pairs_is_better(problem):
    result = solve(problem)
    assert worth(problem, table_of(problem, result)) == max(worth(problem, t) for t in choices(problem))
    assert result.proven
    assert check(problem, result).optimal


@settings(max_examples=50, deadline=None)
@given(problems(), problems(), st.integers(0, 2))
def test_from_an_earlier_run_the_same_is_reached(problem, other, steps):
    """Whatever was found before, of these people or of others, in whatever state it was stopped."""
    seen = []
    before = solve(other, Limits(cancelled=lambda: len(seen) > steps), progress=seen.append)
    result = solve(problem, start=start_from(other, before))
    assert worth(problem, table_of(problem, result)) == worth(problem, table_of(problem, solve(problem)))
    assert check(problem, result).optimal


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(0, 4))
def test_a_proof_is_claimed_only_for_the_best(problem, steps):
    """Stopped at any step, the gap is no less than what is missing."""
    best = solve(problem)
    seen = []
    early = solve(problem, Limits(cancelled=lambda: len(seen) > steps), progress=seen.append)
    assert check(problem, early).honest
    assert early.proof.value <= best.proof.value <= early.proof.bound
    assert early.proven == (early.outcome is Outcome.OPTIMAL)
    if problem.penalty is None and min(matrices(problem)[0].min(), problem.bonus[:, 2:].min(initial=0)) >= 0:
        assert len(best.pairs) <= len(early.pairs) + early.missing_pairs()


def by_linear_programming(problem, result):
    """The most that any choice of pairs is worth, by the penalties of the result's proof."""
    proof = result.proof
    scores, allowed = matrices(problem)
    rows, columns = np.nonzero(allowed)
    pairs, mentees, mentors = len(rows), len(proof.penalties), problem.shape[1]
    cost = np.concatenate(
        [-scores[rows, columns], proof.penalties, -proof.credits[np.argsort(proof.mentors)]]
    )
    mentee = np.zeros((problem.shape[0], len(cost)))
    mentee[rows, np.arange(pairs)] = 1
    mentee[np.repeat(proof.mentees, proof.mentee_places), pairs + np.arange(mentees)] = 1
    mentor = np.zeros((mentors, len(cost)))
    mentor[columns, np.arange(pairs)] = 1
    some = -mentor
    some[:, pairs + mentees :] = np.eye(mentors)
    solution = linprog(
        cost,
        A_ub=np.vstack([mentor, some]),
        b_ub=np.concatenate([problem.mentor_places, np.zeros(mentors)]),
        A_eq=mentee,
        b_eq=problem.mentee_places,
        bounds=(0, 1),
    )
    return round(-solution.fun)


@pytest.mark.parametrize("penalty", [None, 0])
@pytest.mark.parametrize("seed", range(6))
def test_equals_linear_programming(seed, penalty):
    random = np.random.default_rng(seed)
    problem = random_dense(
        seed,
        40,
        30,
        density=[0.1, 0.5, 1.0][seed % 3],
        most=[3, 100][seed % 2],
        mentee_places=random.integers(1, 4, 40),
        mentor_places=random.integers(1, 5, 30),
        priority=random.integers(0, 2, 40) * 50,
        mentor_priority=random.integers(0, 2, 30) * 50,
        penalty=penalty,
    )
    result = solve(problem)
    assert result.proof.value == by_linear_programming(problem, result)
    assert check(problem, result).optimal


def test_waves_would_lose_here():
    """The best first mentors leave a worse second one than there could be; together they are chosen best."""
    scores = np.array([[9, 8, 0], [8, 0, 0]])
    allowed = np.array([[1, 1, 0], [1, 0, 1]])
    problem = dense(scores, allowed, mentee_places=np.array([2, 2]), mentor_places=np.array([1, 1, 1]))
    result = solve(problem)
    assert result.pairs.tolist() == [[0, 0], [0, 1], [1, 2]]  # in waves: 1 with 0 and 0 with 1, a point less
    assert result.total == 17
    assert check(problem, result).optimal


@pytest.mark.parametrize("seed", [1, 2])
def test_two_places_on_both_sides_of_a_company(seed):
    problem = replace(
        population(500, 350, seed, places=one_or_two(350, seed)), mentee_places=one_or_two(500, seed + 9)
    )
    result = solve(problem)
    assert check(problem, result).optimal
    got = np.bincount(result.pairs[:, 0], minlength=500)
    single = solve(replace(problem, mentee_places=None))
    assert (got > 0).sum() == len(single.pairs)
    assert start_from(problem, result).pairs
    warm = solve(problem, start=start_from(problem, result))
    assert warm.proof.value == result.proof.value


def test_the_order_given_does_not_matter_with_several_places():
    problem = random_dense(
        4, 60, 50, most=3, mentee_places=np.arange(60) % 3, mentor_places=1 + np.arange(50) % 2
    )
    rows, columns = np.random.default_rng(9).permutation(60), np.random.default_rng(8).permutation(50)
    rule = problem.rules[0]
    moved = replace(
        problem,
        mentee_features=problem.mentee_features[rows],
        mentor_features=problem.mentor_features[columns],
        mentee_ids=rows.tolist(),
        mentor_ids=columns.tolist(),
        mentee_places=problem.mentee_places[rows],
        mentor_places=problem.mentor_places[columns],
        rules=(replace(rule, classes=rule.classes[rows], allowed=np.asarray(rule.allowed)[:, columns]),),
    )
    again = {(int(rows[i]), int(columns[j])) for i, j in solve(moved).pairs}
    assert again == {(i, j) for i, j in solve(problem).pairs.tolist()}


def test_priority_of_mentors_decides_who_is_left_out_only():
    """More mentors than places to fill: those in line get somebody, as far as rules allow."""
    problem = population(200, 300, 5)
    plain = solve(problem)
    unused = np.setdiff1d(np.arange(300), plain.pairs[:, 1])
    credit = np.zeros(300, dtype=np.int64)
    credit[unused[:20]] = 20_000
    preferring = replace(problem, mentor_priority=credit)
    preferred = solve(preferring)
    assert check(preferring, preferred).optimal
    assert len(preferred.pairs) == len(plain.pairs)
    used = np.isin(unused[:20], preferred.pairs[:, 1]).sum()
    possible = solve(replace(preferring, penalty=0, mentor_priority=credit * 100))
    assert used == np.isin(unused[:20], possible.pairs[:, 1]).sum() > 0


@pytest.mark.parametrize("value", [np.full(5, -1), np.full(5, 1 << 24), np.full(4, 1), np.full(5, np.nan)])
def test_priority_of_mentors_is_checked(value):
    with pytest.raises(InvalidProblem, match=r"^mentor_priority"):
        solve(random_dense(1, 6, 5, mentor_priority=value))


def test_levels_that_cannot_be_counted_count_alike():
    """Hundreds of millions of points for a first mentor: no room for a third level, but for a second."""
    three = np.full(60, 3)
    problem = Problem(
        np.full((60, 1), 8_000_000),
        np.ones((60, 1)),
        range(60),
        range(60),
        mentee_places=three,
        mentor_places=three,
        bonus=np.array([[0, 0, -8_000_000]]),
    )
    result = solve(problem)
    assert check(problem, result).optimal
    assert len(set(result.proof.penalties.tolist())) == 2
    assert (np.bincount(result.pairs[:, 0]) == 3).all()
