"""Waiting for a next partner: who waits, who goes first, how often somebody may ask."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.people.waiting import Waiting, Why
from services.matching.domain.policy import Decisions, FallThrough, Following
from services.matching.domain.rounds.pool import Pool
from services.matching.domain.scoring.policy_validation import check_decisions
from services.matching.domain.solving.round_result import compute_round
from shared.contracts.matching import RoundCause
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken
from tests.unit.matching.matching_people import TERMS, mentee, mentor, profile
from tests.unit.matching.test_round_states import NOW, requested

LATER = NOW + timedelta(minutes=10)
STEPS = {
    "wait": lambda p: p.started_waiting(NOW, Why.DECLINED) if p.free_places else p,
    "propose": lambda p: p.proposed("p", "mentee-1") if p.free_places else p,
    "release": lambda p: p.released("p", "mentee-1"),
    "pair": lambda p: p.paired("p", "x") if p.state == "ready" and not p.is_full else p,
    "end": lambda p: p.parted("x", "mentee-1"),
    "leave": lambda p: p.withdrawn(),
    "return": lambda p: p.ready(p.profile, "emea", NOW),
    "shrink": lambda p: p.ready(profile(Role.MENTOR, capacity=1), "emea", NOW),
    "try": lambda p: p.tried(NOW),
    "first": lambda p: p.goes_first(),
}


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_nobody_waits_without_a_free_place_whatever_happens(steps):
    person = mentor(capacity=2)
    for step in steps:
        person = STEPS[step](person)
        assert not (person.is_waiting and not person.free_places)
        assert not (person.waiting and person.state == "withdrawn")
        assert not (person.first_in_line and person.state == "withdrawn")


def test_who_is_asked_does_not_wait_and_who_is_paired_is_no_longer_first():
    person = mentor().goes_first().started_waiting(NOW, Why.PAIRING_ENDED)
    proposed = person.proposed("p", "mentee-1")
    assert (proposed.is_waiting, proposed.first_in_line) == (False, True)
    assert proposed.released("p", "mentee-1").is_waiting  # it was never published, say
    paired = proposed.paired("p", "x")
    assert (paired.waiting, paired.first_in_line) == (None, False)
    assert mentor().withdrawn().goes_first().first_in_line is False
    with pytest.raises(Conflict):
        proposed.started_waiting(NOW, Why.DECLINED)


def test_more_is_asked_for_so_often_between_pairings():
    person = mentor()
    for _ in range(3):
        person = person.asks_for_more(3)
    with pytest.raises(Conflict, match="3 times"):
        person.asks_for_more(3)
    assert person.proposed("p", "mentee-1").paired("p", "x").more_asked == 0
    with pytest.raises(Conflict, match="no free place"):
        mentor().proposed("p", "mentee-1").asks_for_more(3)


def test_silence_is_followed_up_once():
    once = mentor().kept_silent()
    assert not once.is_silent
    assert once.kept_silent().is_silent
    assert not once.answered().kept_silent().is_silent
    assert once.started_waiting(NOW, Why.EXPIRED).kept_silent().waiting is None
    assert mentor().started_waiting(NOW, Why.EXPIRED).said_no().waiting is None


def test_a_round_counts_as_a_try_for_what_came_before_it():
    waiting = Waiting(since=NOW, why=Why.DECLINED)
    assert waiting.is_untried(NOW)
    tried = waiting.model_copy(update={"tried_at": LATER})
    assert not tried.is_untried(NOW)
    assert tried.is_untried(LATER)
    again = mentor().started_waiting(NOW, Why.EXPIRED).tried(LATER).started_waiting(LATER, Why.DECLINED)
    assert again.waiting == Waiting(since=LATER, why=Why.DECLINED)
    assert mentor().tried(LATER).waiting is None
    two_places = mentor(capacity=2).started_waiting(NOW, Why.EXPIRED)
    assert two_places.started_waiting(LATER, Why.DECLINED) == two_places
    assert two_places.tried(NOW).started_waiting(LATER, Why.DECLINED).waiting.since == LATER


def test_an_open_small_round_looks_for_those_who_came_free_before_it():
    waits = mentor("1").started_waiting(NOW, Why.DECLINED)
    round_ = requested(people=("mentor-1",)).changed(cause=RoundCause.FALL_THROUGH)
    before = NOW - timedelta(minutes=1)
    assert round_.looks_for(waits, before)
    assert round_.looks_for(mentor("2"), before)
    assert not round_.looks_for(mentor("2").started_waiting(NOW, Why.DECLINED), before)
    assert not round_.looks_for(waits, NOW)
    assert not requested(people=("mentor-1",)).looks_for(waits, before)


def test_continuous_matching_needs_rounds_that_follow():
    with pytest.raises(RuleBroken) as refused:
        check_decisions(Decisions(following=Following(fall_through=FallThrough.OFF, continuous=True)))
    assert refused.value.field == "following.continuous"
    check_decisions(Decisions(following=Following(continuous=True)))


@pytest.mark.parametrize("first", ["mentor-1", "mentor-2"])
@pytest.mark.parametrize("named", [None, ["mentor-1", "mentor-2"]])
def test_who_is_first_in_line_is_not_the_one_left_out(first, named):
    mentors = [mentor(n).goes_first() if f"mentor-{n}" == first else mentor(n) for n in ("1", "2")]
    result = compute_round(Pool.of([*mentors, mentee()], "seed", named=named), TERMS)
    assert [match.mentor.id for match in result.matches] == [first]
