"""Pairs to be made that a round did not make."""

import pytest

from services.matching.domain.people.person import PersonState
from services.matching.domain.policy import MustPair
from services.matching.domain.scoring.missed_must_pairs import missed_must_pairs
from tests.unit.matching.matching_people import mentee, mentor, terms

PAIR = MustPair(mentor_id="mentor-1", mentee_id="mentee-1")
UNDER = terms(must_pair=(PAIR,))


def reasons(*people, **changes):
    by_id = {person.id: person for person in people}
    missed = missed_must_pairs(UNDER, by_id, **{"made": (), **changes})
    return [(pair.reason.code, pair.reason.role, pair.reason.rule) for pair in missed]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (mentor(state=PersonState.WITHDRAWN), mentee(), ("not-ready", "mentor", None)),
        (mentor(), mentee(line=("e-mentor-1",)), ("rule", None, "reporting-line")),
        (mentor(do_not_match=("mentee-1",)), mentee(), ("rule", None, "do-not-match")),
        (mentor().proposed("p", "mentee-2"), mentee(), ("no-free-place", "mentor", None)),
        (mentor(), mentee(capacity=0), ("no-free-place", "mentee", None)),
        (mentor(), mentee(), ("no-free-place", None, None)),
    ],
)
def test_the_reason_is_given(one, other, reason):
    assert reasons(one, other) == [reason]


def test_somebody_unknown_is_not_ready():
    assert reasons(mentor()) == [("not-ready", "mentee", None)]


def test_who_is_together_or_was_made_is_not_missing():
    assert reasons(mentor(), mentee(), made={("mentor-1", "mentee-1")}) == []
    asked = mentor().proposed("p", "mentee-1"), mentee().proposed("p", "mentor-1")
    assert reasons(*asked) == []
    assert reasons(*(person.paired("p", "x") for person in asked)) == []


def test_a_round_for_others_does_not_miss_it():
    assert reasons(mentor(), mentee(), named={"mentor-2"}) == []
    assert len(reasons(mentor(), mentee(), named={"mentor-1"})) == 1
