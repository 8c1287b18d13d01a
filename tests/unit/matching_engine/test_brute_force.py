"""Tiny problems, all matchings tried."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.engine import check, solve
from tests.unit.matching_engine.cases import all_matchings, dense, matrices

SIDE = st.integers(1, 4)


@st.composite
def problems(draw):
    mentees, mentors = draw(SIDE), draw(SIDE)
    cells = mentees * mentors
    scores = draw(st.lists(st.integers(-5, 9), min_size=cells, max_size=cells))
    allowed = draw(st.lists(st.booleans(), min_size=cells, max_size=cells))
    places = draw(st.lists(st.integers(0, 2), min_size=mentors, max_size=mentors))
    bonus = {
        (draw(st.integers(0, mentees - 1)), draw(st.integers(0, mentors - 1))): draw(st.integers(-3, 3))
        for _ in range(draw(st.integers(0, 2)))
    }
    return dense(
        np.reshape(scores, (mentees, mentors)),
        np.reshape(allowed, (mentees, mentors)),
        mentor_places=np.array(places),
        penalty=draw(st.sampled_from([None, 0, 4])),
        priority=np.array(draw(st.lists(st.integers(0, 6), min_size=mentees, max_size=mentees))),
        bonus=np.array([[i, j, b] for (i, j), b in bonus.items()], dtype=np.int64).reshape(-1, 3),
        seed=draw(st.integers(0, 3)),
    )


def objective(problem, pairs):
    """Pairs first if there is no penalty; then points less penalties and priorities of those left out."""
    scores, _ = matrices(problem)
    out = np.setdiff1d(np.arange(len(scores)), [i for i, _ in pairs])
    points = sum(int(scores[i, j]) for i, j in pairs) - int(problem.priority[out].sum())
    if problem.penalty is None:
        return len(pairs), points
    return 0, points - problem.penalty * len(out)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_no_matching_is_better(problem):
    result = solve(problem)
    best = max(
        objective(problem, pairs) for pairs in all_matchings(matrices(problem)[1], problem.mentor_places)
    )
    assert objective(problem, result.pairs.tolist()) == best
    assert check(problem, result).optimal
    assert result.proven


@settings(max_examples=60, deadline=None)
@given(problems(), st.data())
def test_everybody_gets_a_first_mentor_before_anybody_gets_a_second(problem, data):
    mentees = len(problem.mentee_ids)
    places = np.array(data.draw(st.lists(st.integers(0, 2), min_size=mentees, max_size=mentees)))
    several = dense(
        problem.mentee_features,
        problem.rules[0].allowed,
        mentor_places=problem.mentor_places,
        mentee_places=places,
    )
    result = solve(several)
    allowed = matrices(several)[1] & (places > 0)[:, None]
    most = max(len(pairs) for pairs in all_matchings(allowed, several.mentor_places))
    assert len(np.unique(result.pairs[:, 0])) == most
    assert len({tuple(pair) for pair in result.pairs.tolist()}) == len(result.pairs)
    assert check(several, result).optimal


@settings(max_examples=60, deadline=None)
@given(problems(), st.data())
def test_fixed_pairs_stand_and_the_rest_is_best(problem, data):
    mentees = problem.shape[0]
    open_mentors = np.flatnonzero(problem.mentor_places > 0)
    if not len(open_mentors):
        return
    fixed = (data.draw(st.integers(0, mentees - 1)), int(data.draw(st.sampled_from(open_mentors.tolist()))))
    locked = dense(
        problem.mentee_features,
        problem.rules[0].allowed,
        mentor_places=problem.mentor_places,
        fixed=np.array([fixed]),
    )
    result = solve(locked)
    assert list(fixed) in result.pairs.tolist()
    allowed = matrices(locked)[1]
    allowed[fixed[0]] = False
    places = problem.mentor_places.copy()
    places[fixed[1]] -= 1
    scores = matrices(locked)[0]
    best = max(
        (len(pairs), sum(int(scores[i, j]) for i, j in pairs)) for pairs in all_matchings(allowed, places)
    )
    assert (len(result.pairs) - 1, result.total) == best
    assert check(locked, result).optimal
