"""Sessions in a pause are cancelled; afterwards the gap is planned."""

from datetime import timedelta
from itertools import pairwise

import pytest

from services.scheduling.commands import delegations as for_delegates
from services.scheduling.commands.sessions import cancel, move
from services.scheduling.domain.sessions import SessionState
from services.scheduling.queries.delegations import list_sessions, list_slots
from services.scheduling.queries.sessions import free_slots
from services.scheduling.reactions import reactions
from services.scheduling.store import SERIES, SESSIONS
from shared.contracts.enrollment import DelegateAccepted, ProgrammeChanged, ProgrammeRules
from shared.contracts.matching import PairingEnded, PairingEndReason, PairingPaused, PairingResumed
from shared.contracts.scheduling import (
    CancellationAlarmRaised,
    CancelReason,
    SessionCancelled,
    SessionPlanned,
)
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.service import PageRequest
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, paired, ready

IDS = {"pairing_id": "pair-1", "mentor_id": "mentor-0", "mentee_id": "mentee-0"}
RESUMED = PairingResumed(**IDS)
DELEGATE = "e-lind"
OF_EXECUTIVE = {"participant_id": "mentee-0", "delegate_id": DELEGATE}


def with_length(weeks):
    fact = opened().model_dump() | {"rules": ProgrammeRules(pairing_weeks=weeks)}
    return ProgrammeChanged(**{name: fact[name] for name in ProgrammeChanged.model_fields})


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


@pytest.fixture
async def delegated(scheduling):
    """The pairing, and a delegate of the executive."""
    accepted = DelegateAccepted(participant_id="mentee-0", employee_id=DELEGATE, number=1)
    await scheduling.given(accepted)
    return scheduling


async def seen_by_delegate(scheduling):
    times = await scheduling.command(list_sessions, "mentee-0", DELEGATE, PageRequest(100, 0))
    return [session.id for session in times.sessions[0]]


async def test_a_delegate_sees_and_moves_only_sessions_outside_the_pause(delegated):
    before = await planned(delegated)
    later, rests_until = before[2], before[2].starts_at.replace(hour=0)
    await delegated.given(PairingPaused(**IDS, until=rests_until))
    assert await seen_by_delegate(delegated) == [each.id for each in before[2:]]
    with pytest.raises(NotFound):
        await delegated.command(list_slots, before[0].id, **OF_EXECUTIVE)
    slots, _ = await delegated.command(list_slots, later.id, **OF_EXECUTIVE)
    assert min(slot.starts_at for slot in slots) >= rests_until
    with pytest.raises(Conflict) as refused:
        await delegated.command(for_delegates.move, later.id, before[0].starts_at, **OF_EXECUTIVE)
    assert refused.value.code == "paused-then"
    moved, _ = await delegated.command(for_delegates.move, later.id, slots[0].starts_at, **OF_EXECUTIVE)
    assert moved.moved_by_delegate == DELEGATE


async def test_a_session_that_a_delegate_moved_is_cancelled_in_a_pause_and_planned_anew(delegated):
    first = (await planned(delegated))[0]
    slots, _ = await delegated.command(list_slots, first.id, **OF_EXECUTIVE)
    await delegated.command(for_delegates.move, first.id, slots[-1].starts_at, **OF_EXECUTIVE)
    await delegated.given(PairingPaused(**IDS, until=None))
    assert await seen_by_delegate(delegated) == []
    with pytest.raises(NotFound):
        await delegated.command(for_delegates.move, first.id, first.starts_at, **OF_EXECUTIVE)
    await delegated.given(RESUMED)
    after = await planned(delegated)
    assert await seen_by_delegate(delegated) == [each.id for each in after]
    assert after[0].id != first.id
    assert [each.moved_by_delegate for each in after] == [None] * len(after)


async def test_after_a_pause_sessions_are_planned_up_to_the_end_of_a_limited_pairing():
    scheduling = Scenario("scheduling", reactions)
    await scheduling.given(opened(), with_length(12), ready(Role.MENTOR), ready(Role.MENTEE), paired())
    last_day = paired().activated_at.date() + timedelta(weeks=12)
    await scheduling.given(PairingPaused(**IDS, until=None))
    scheduling.now += timedelta(weeks=6)
    await scheduling.given(RESUMED)
    after = await planned(scheduling)
    assert last_day - timedelta(weeks=2) <= after[-1].starts_at.date() <= last_day
    slots = await scheduling.command(free_slots, after[-1].id, "e-mentor-0")
    assert all(slot.ends_at.date() <= last_day for slot in slots)
    await scheduling.given(PairingPaused(**IDS, until=None))
    scheduling.now += timedelta(weeks=6, days=1)
    await scheduling.when(RESUMED)
    assert scheduling.published() == []
    assert await planned(scheduling) == []


@pytest.mark.parametrize(("began_with", "weeks"), [(None, 4), (26, 4), (4, 26)])
async def test_a_length_that_changes_in_a_pause_counts_only_where_it_is_longer(began_with, weeks):
    """As matching ends the pairing: a length that is new or shorter is for pairings that begin later."""
    scheduling = Scenario("scheduling", reactions)
    await scheduling.given(
        opened(), with_length(began_with), ready(Role.MENTOR), ready(Role.MENTEE), paired()
    )
    await scheduling.given(PairingPaused(**IDS, until=None), with_length(weeks))
    scheduling.now += timedelta(weeks=8)
    await scheduling.given(RESUMED)
    after = await planned(scheduling)
    assert after
    assert after[-1].starts_at.date() > opened().ends_on - timedelta(weeks=4)
    assert await scheduling.command(free_slots, after[0].id, "e-mentor-0")
