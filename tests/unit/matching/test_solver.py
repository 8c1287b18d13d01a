from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.solver import MOST_CELLS, assign
from shared.kernel import RuleBroken


@st.composite
def cases(draw, most_mentee_places=1):
    mentors, mentees = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    cells = mentors * mentees
    # few different scores make many ties; large ones show whether a pair more is worth any score
    scores = draw(st.lists(st.sampled_from([0, 1, 2, 9_999, 10_000]), min_size=cells, max_size=cells))
    eligible = draw(st.lists(st.booleans(), min_size=cells, max_size=cells))
    mentor_places = draw(st.lists(st.integers(0, 3), min_size=mentors, max_size=mentors))
    mentee_places = draw(st.lists(st.integers(0, most_mentee_places), min_size=mentees, max_size=mentees))
    return (
        np.array(scores, dtype=np.int64).reshape(mentors, mentees),
        np.array(eligible, dtype=np.bool_).reshape(mentors, mentees),
        np.array(mentor_places, dtype=np.int64),
        np.array(mentee_places, dtype=np.int64),
    )


def is_legal(pairs, eligible, mentor_places, mentee_places):
    rows = np.bincount([row for row, _ in pairs], minlength=len(mentor_places))
    columns = np.bincount([column for _, column in pairs], minlength=len(mentee_places))
    return (
        len(set(pairs)) == len(pairs)
        and all(eligible[pair] for pair in pairs)
        and bool((rows <= mentor_places).all())
        and bool((columns <= mentee_places).all())
    )


def best_by_brute_force(scores, eligible, mentor_places, mentee_places):
    """Most pairs, then most points, over all legal choices."""
    possible = [(int(r), int(c)) for r, c in np.argwhere(eligible)]
    most = min(int(mentor_places.sum()), int(mentee_places.sum()), len(possible))
    return max(
        (len(pairs), sum(int(scores[pair]) for pair in pairs))
        for size in range(most + 1)
        for pairs in combinations(possible, size)
        if is_legal(pairs, eligible, mentor_places, mentee_places)
    )


@given(cases())
def test_the_assignment_is_as_good_as_brute_force(case):
    pairs = assign(*case)
    assert is_legal(pairs, *case[1:])
    assert (len(pairs), sum(int(case[0][pair]) for pair in pairs)) == best_by_brute_force(*case)


@given(cases(most_mentee_places=3))
def test_with_several_places_on_both_sides_it_is_legal_and_leaves_no_pair_out(case):
    scores, eligible, mentor_places, mentee_places = case
    pairs = assign(scores, eligible, mentor_places, mentee_places)
    assert is_legal(pairs, eligible, mentor_places, mentee_places)
    chosen = set(pairs)
    left_out = [pair for pair in map(tuple, np.argwhere(eligible).tolist()) if pair not in chosen]
    assert not any(is_legal([*pairs, pair], eligible, mentor_places, mentee_places) for pair in left_out)


@given(cases(most_mentee_places=3))
def test_the_input_is_left_alone(case):
    before = [array.copy() for array in case]
    assign(*case)
    assert all(np.array_equal(a, b) for a, b in zip(before, case, strict=True))


def test_a_pair_more_is_worth_any_score():
    scores = np.array([[10_000, 0], [0, 0]])
    eligible = np.array([[True, True], [True, False]])
    assert assign(scores, eligible, np.array([1, 1]), np.array([1, 1])) == [(0, 1), (1, 0)]


def test_too_many_people_are_refused_before_any_work():
    side = int(MOST_CELLS**0.5) + 1
    scores = np.broadcast_to(np.int64(0), (side, side))
    eligible = np.broadcast_to(np.bool_(True), (side, side))
    with pytest.raises(RuleBroken, match="too many"):
        assign(scores, eligible, np.ones(side, dtype=np.int64), np.ones(side, dtype=np.int64))
