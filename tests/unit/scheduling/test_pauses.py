"""Sessions in a pause are cancelled; afterwards the gap is planned."""

from datetime import timedelta
from itertools import pairwise

import pytest

from services.scheduling.commands.sessions import cancel, move
from services.scheduling.domain.sessions import SessionState
from services.scheduling.queries.sessions import free_slots
from services.scheduling.reactions import reactions
from services.scheduling.store import SERIES, SESSIONS
from shared.contracts.matching import PairingEnded, PairingEndReason, PairingPaused, PairingResumed
from shared.contracts.scheduling import (
    CancellationAlarmRaised,
    CancelReason,
    SessionCancelled,
    SessionPlanned,
)
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, paired, ready

IDS = {"pairing_id": "pair-1", "mentor_id": "mentor-0", "mentee_id": "mentee-0"}
RESUMED = PairingResumed(**IDS)


@pytest.fixture
async def scheduling():
    scenario = Scenario("scheduling", reactions)
    await scenario.given(opened(), ready(Role.MENTOR), ready(Role.MENTEE), paired())
    return scenario


async def planned(scheduling):
    async def find(uow):
        query = {"pairing_id": "pair-1", "state": SessionState.PLANNED.value}
        return await uow.find(SESSIONS, query, sort=[("starts_at", 1)])

    return await scheduling.command(find)


async def series(scheduling):
    return await scheduling.command(lambda uow: uow.require(SERIES, "pair-1"))


async def test_sessions_in_the_pause_are_cancelled_and_the_others_stay(scheduling):
    before = await planned(scheduling)
    until = before[2].starts_at.replace(hour=0)
    await scheduling.when(PairingPaused(**IDS, until=until))
    cancelled = scheduling.published()
    assert [(fact.session_id, fact.by, fact.reason) for fact in cancelled] == [
        (each.id, None, CancelReason.PAIRING_PAUSED) for each in before[:2]
    ]
    assert await planned(scheduling) == before[2:]
    assert (await series(scheduling)).in_a_row == 0


async def test_many_sessions_in_a_pause_raise_no_alarm(scheduling):
    await scheduling.when(PairingPaused(**IDS, until=None))
    facts = scheduling.published()
    assert {type(fact) for fact in facts} == {SessionCancelled}
    assert len(facts) > 3
    assert not any(isinstance(fact, CancellationAlarmRaised) for fact in facts)
    assert await planned(scheduling) == []


async def test_nothing_is_moved_into_a_pause(scheduling):
    before = await planned(scheduling)
    later, rests_until = before[2], before[2].starts_at.replace(hour=0)
    await scheduling.given(PairingPaused(**IDS, until=rests_until))
    slots = await scheduling.command(free_slots, later.id, "e-mentor-0")
    assert slots
    assert all(slot.starts_at >= rests_until for slot in slots)
    with pytest.raises(Conflict) as refused:
        await scheduling.command(move, later.id, before[0].starts_at, employee_id="e-mentor-0")
    assert refused.value.code == "paused-then"


async def test_after_an_open_pause_sessions_are_planned_up_to_the_end(scheduling):
    before = await planned(scheduling)
    await scheduling.given(PairingPaused(**IDS, until=None))
    scheduling.now += timedelta(days=60)
    await scheduling.when(RESUMED)
    after = await planned(scheduling)
    assert after
    assert min(each.starts_at for each in after) > scheduling.now
    assert [each.number for each in after] == list(range(len(before) + 1, len(before) + len(after) + 1))
    assert max(each.starts_at for each in after).date() <= opened().ends_on
    times = [each.starts_at for each in after]
    assert all(later - earlier >= timedelta(days=14) for earlier, later in pairwise(times))
    assert len([fact for fact in scheduling.published() if isinstance(fact, SessionPlanned)]) == len(after)


async def test_an_early_end_fills_the_gap_and_no_more(scheduling):
    before = await planned(scheduling)
    await scheduling.given(PairingPaused(**IDS, until=before[4].starts_at.replace(hour=0)))
    stays = await planned(scheduling)
    await scheduling.when(RESUMED)
    after = await planned(scheduling)
    assert after[-len(stays) :] == stays
    fresh = after[: -len(stays)]
    assert fresh
    assert fresh[-1].starts_at < stays[0].starts_at - timedelta(days=7)
    await scheduling.when(RESUMED)
    assert await planned(scheduling) == after


async def test_a_pairing_that_ends_in_a_pause_plans_nothing(scheduling):
    await scheduling.given(PairingPaused(**IDS, until=None))
    await scheduling.given(PairingEnded(**IDS, reason=PairingEndReason.COMPLETED), RESUMED)
    assert await planned(scheduling) == []
    assert not (await series(scheduling)).paused


async def test_a_person_cannot_give_the_pause_as_a_reason(scheduling):
    first = (await planned(scheduling))[0]
    with pytest.raises(RuleBroken) as refused:
        await scheduling.command(cancel, first.id, CancelReason.PAIRING_PAUSED, employee_id="e-mentor-0")
    assert refused.value.field == "reason"
