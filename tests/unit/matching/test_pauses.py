"""Pauses of a pairing: each side ends its own, and nobody learns who asked."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.matching.api.own_views import view_own_pairing
from services.matching.api.pairing_views import view_pairing
from services.matching.domain.pairs.pairing import Pairing, activate
from services.matching.domain.pairs.pause import MOST_DAYS
from services.matching.domain.pairs.proposal import make_proposal
from shared.contracts.matching import PairingEndReason, PairingPaused, PairingResumed
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken
from tests.unit.matching.matching_people import mentee, mentor

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
MARCH, MAY = date(2026, 3, 2), date(2026, 5, 4)
SIDES = (Role.MENTOR, Role.MENTEE, None)


def pairing() -> Pairing:
    proposal = make_proposal("r", mentor(), mentee(), score=1, explanation=(), at=NOW)[0]
    return activate(proposal, mentor(), mentee(), NOW)[0]


@pytest.mark.parametrize("side", SIDES)
def test_a_pause_looks_the_same_whoever_asked_for_it(side) -> None:
    paused, events = pairing().pause(side, MARCH, now=NOW)
    until = datetime(2026, 3, 2, tzinfo=UTC)
    ids = {"pairing_id": paused.id, "mentor_id": paused.mentor_id, "mentee_id": paused.mentee_id}
    assert events == [PairingPaused(**ids, until=until)]
    for role in Role:
        reader = paused.mentor_employee_id if role is Role.MENTOR else paused.mentee_employee_id
        shown = view_own_pairing(paused, reader, {})
        assert (shown.is_paused, shown.paused_until, shown.may_resume) == (True, MARCH, side is role)
        assert "pauses" not in shown.model_dump()
    of_coordinator = view_pairing(paused)
    assert (of_coordinator.paused_until, of_coordinator.may_resume) == (MARCH, side is None)
    assert "pauses" not in of_coordinator.model_dump()


@pytest.mark.parametrize("side", SIDES)
def test_each_side_ends_its_own_pause_alone(side) -> None:
    paused, _ = pairing().pause(side, None, now=NOW)
    for other in SIDES:
        if other is not side:
            with pytest.raises(Conflict):
                paused.resume(other)
    resumed, events = paused.resume(side)
    assert (resumed.is_paused, [type(event) for event in events]) == (False, [PairingResumed])
    assert resumed.resume(side) == (resumed, [])


def test_the_pairing_rests_until_the_last_pause_is_over() -> None:
    paused, _ = pairing().pause(Role.MENTOR, MARCH, now=NOW)
    longer, events = paused.pause(None, MAY, now=NOW)
    assert [event.until.date() for event in events] == [MAY]
    assert longer.paused_until == MAY
    assert longer.resume(Role.MENTOR)[1] == []
    open_ended, _ = longer.pause(Role.MENTEE, None, now=NOW)
    assert open_ended.paused_until is None
    in_march, events = longer.end_pauses(now=datetime(2026, 3, 2, tzinfo=UTC))
    assert (in_march.is_paused, events) == (True, [])
    in_may, events = in_march.end_pauses(now=datetime(2026, 5, 4, tzinfo=UTC))
    assert (in_may.is_paused, [type(event) for event in events]) == (False, [PairingResumed])
    assert in_may.end_pauses(now=NOW) == (in_may, [])


def test_a_shorter_one_hidden_by_another_is_shown_to_nobody() -> None:
    paused, _ = pairing().pause(None, MAY, now=NOW)
    both, events = paused.pause(Role.MENTEE, MARCH, now=NOW)
    assert (both.is_paused_by(Role.MENTEE), events) == (True, [])
    assert both.pause(Role.MENTEE, MARCH, now=NOW) == (both, [])


@pytest.mark.parametrize("until", [NOW.date(), NOW.date() + timedelta(days=MOST_DAYS + 1)])
def test_a_pause_ends_in_the_future_and_within_a_year(until) -> None:
    with pytest.raises(RuleBroken) as refused:
        pairing().pause(Role.MENTOR, until, now=NOW)
    assert refused.value.field == "until"


def test_the_end_of_a_pairing_ends_its_pauses() -> None:
    ended, _ = pairing().pause(None, None, now=NOW)[0].end(PairingEndReason.COMPLETED, NOW)
    assert not ended.is_paused
    assert ended.resume(None) == (ended, [])
    with pytest.raises(Conflict):
        ended.pause(None, None, now=NOW)
