from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.pairs.pairing import PairingState, PrivateReason, activate
from services.matching.domain.pairs.proposal import ProposalState, make_proposal
from services.matching.domain.pairs.working_days import add_working_days
from services.matching.domain.people.person import LAPSE_DAYS, PersonState
from services.matching.queries.summary import nearest_rank
from shared.contracts.matching import DeclineReason, PairingEndReason
from shared.contracts.vocabulary import Role
from shared.encryption import SealedText
from shared.kernel import GLOBAL, Conflict
from tests.unit.matching.matching_people import READY_AT, mentee, mentor, profile

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
END = NOW + timedelta(days=3)
NO = DeclineReason.NO_TIME


def proposed(one=None, other=None):
    return make_proposal("r", one or mentor(), other or mentee(), score=1, explanation=(), at=NOW)[0]


def published():
    return proposed().approve(NOW, END)[0]


def test_a_proposal_within_a_region_belongs_to_it():
    assert proposed().region == "emea"
    assert proposed(mentor().changed(region="apac")).region == GLOBAL


def test_it_is_accepted_when_both_have_said_yes():
    once, _ = published().accept(Role.MENTOR, NOW)
    assert once.state is ProposalState.APPROVED
    twice, events = once.accept(Role.MENTEE, NOW)
    assert twice.state is ProposalState.ACCEPTED
    assert [event.by for event in events] == [Role.MENTEE]
    assert twice.accept(Role.MENTOR, END + timedelta(days=9)) == (twice, [])


def test_an_own_yes_can_become_a_no():
    once, _ = published().accept(Role.MENTOR, NOW)
    declined, _ = once.decline(Role.MENTOR, NO, NOW)
    assert declined.state is ProposalState.DECLINED
    assert declined.decline(Role.MENTOR, NO, NOW) == (declined, [])
    with pytest.raises(Conflict):
        declined.accept(Role.MENTOR, NOW)


@pytest.mark.parametrize("settled", [proposed(), published().withdraw()[0], published().expire(END)[0]])
def test_only_published_proposals_are_answered(settled):
    with pytest.raises(Conflict):
        settled.accept(Role.MENTOR, NOW)
    with pytest.raises(Conflict):
        settled.decline(Role.MENTEE, NO, NOW)


def test_the_time_to_answer_ends_even_before_the_timer_rings():
    assert published().accept(Role.MENTOR, END - timedelta(milliseconds=1))[1]
    with pytest.raises(Conflict, match="time"):
        published().accept(Role.MENTOR, END)


def test_it_expires_once_and_not_early():
    assert published().expire(END - timedelta(milliseconds=1))[1] == []
    expired, events = published().expire(END)
    assert (expired.state, len(events)) == (ProposalState.EXPIRED, 1)
    assert expired.expire(END) == (expired, [])
    assert expired.withdraw() == (expired, [])


def test_it_is_published_once():
    with pytest.raises(Conflict):
        published().approve(NOW, END)


def test_places_are_held_from_proposal_to_the_end_of_the_pairing():
    one = mentor(capacity=1)
    holding = one.proposed("p", "mentee-1")
    assert (holding.free_places, holding.together) == (0, ("mentee-1",))
    with pytest.raises(Conflict):
        holding.proposed("q", "mentee-2")
    paired = holding.paired("p", "x")
    assert (paired.free_places, paired.is_full, paired.open_proposals) == (0, True, ())
    assert paired.parted("x", "mentee-1").free_places == 1
    assert holding.released("p", "mentee-1").free_places == 1


def test_only_a_no_and_the_end_of_a_pairing_part_two_for_good():
    holding = mentor().proposed("p", "mentee-1")
    assert holding.knows("mentee-1")
    assert not holding.released("p", "mentee-1").knows("mentee-1")
    assert holding.released("p", "mentee-1").not_again("mentee-1").knows("mentee-1")
    paired = holding.paired("p", "x")
    assert paired.knows("mentee-1")
    ended = paired.not_again("mentee-1").parted("x", "mentee-1")
    assert (ended.together, ended.do_not_match) == ((), ("mentee-1",))
    assert not ended.may_meet_again("mentee-1").knows("mentee-1")


def test_a_lapse_is_remembered_for_a_while():
    lapsed = mentor().proposed("p", "mentee-1").released("p", "mentee-1").let_lapse("mentee-1", NOW.date())
    assert not lapsed.knows("mentee-1")
    assert lapsed.lately(NOW.date()) == ["mentee-1"]
    after = NOW.date() + timedelta(days=LAPSE_DAYS)
    assert lapsed.lately(after) == []
    assert lapsed.let_lapse("mentee-2", after).lately(NOW.date()) == ["mentee-2"], "old ones are forgotten"
    assert len(lapsed.let_lapse("mentee-1", NOW.date()).lapsed) == 1


def test_a_lowered_capacity_lets_no_pairing_through():
    two = mentor(capacity=2).proposed("p", "a").proposed("q", "b")
    lowered = two.ready(profile(Role.MENTOR, capacity=1), "emea", NOW)
    full = lowered.paired("p", "x")
    with pytest.raises(Conflict):
        full.paired("q", "y")


def test_facts_sent_again_do_not_move_the_readiness_but_a_return_does():
    again = mentor().ready(profile(Role.MENTOR, grade=3), "apac", NOW)
    assert (again.ready_at, again.profile.grade, again.region) == (READY_AT, 3, "apac")
    back = again.withdrawn()
    assert (back.state, back.free_places) == (PersonState.WITHDRAWN, 0)
    assert back.ready(profile(Role.MENTOR), "emea", NOW).ready_at == NOW
    with pytest.raises(Conflict):
        back.paired("p", "x")


def test_a_pairing_ends_once():
    pairing, activated = activate(published(), mentor(), mentee(), NOW)
    assert (activated.pairing_id, activated.activated_at) == (pairing.id, NOW)
    text = SealedText(key_id="k", sealed="AAAA")
    mine = PrivateReason(author_id=pairing.mentor_employee_id, text=text)
    ended, (event,) = pairing.end(PairingEndReason.NO_FAULT_EXIT, END, private_reason=mine)
    assert (ended.state, ended.private_reason, event.reason) == (
        PairingState.ENDED,
        mine,
        PairingEndReason.NO_FAULT_EXIT,
    )
    assert ended.end(PairingEndReason.COMPLETED, END) == (ended, [])
    assert ended.reason_of(pairing.mentor_employee_id) == text
    assert ended.reason_of(pairing.mentee_employee_id) is ended.reason_of(None) is None


@given(st.integers(0, 365 * 24 * 60), st.integers(1, 20))
def test_working_days_leave_weekends_out(minutes, days):
    start = NOW + timedelta(minutes=minutes)
    end = add_working_days(start, days)
    passed = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(moment.weekday() < 5 for moment in passed) == days
    assert end.weekday() < 5
    assert end.timetz() == start.timetz()


@pytest.mark.parametrize(
    ("percent", "count", "rank"),
    [(50, 0, 0), (95, 1, 1), (50, 3, 2), (50, 4, 2), (95, 100, 95), (95, 101, 96)],
)
def test_percentiles_by_nearest_rank(percent, count, rank):
    assert nearest_rank(percent, count) == rank
