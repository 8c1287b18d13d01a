"""Reactions and commands of scheduling, in memory."""

from datetime import timedelta

import pytest

from services.scheduling.commands.sessions import cancel
from services.scheduling.reactions import reactions
from services.scheduling.store import SESSIONS
from shared.contracts.scheduling import (
    CancelReason,
    SeriesPlanned,
    SessionCancelled,
    SessionMissed,
    SessionOutcomeDue,
    SessionPlanned,
)
from shared.contracts.vocabulary import Role
from shared.kernel import NotFound
from shared.testing.scenario import Scenario
from tests.helpers.people import opened, paired, ready

PAIRING = paired()


@pytest.fixture
async def scheduling():
    scenario = Scenario("scheduling", reactions)
    await scenario.given(opened(), ready(Role.MENTOR), ready(Role.MENTEE))
    return scenario


async def sessions(uow):
    return await uow.find(SESSIONS, {"pairing_id": "pair-1"}, sort=[("starts_at", 1)])


async def test_a_pairing_gets_its_series_once(scheduling):
    await scheduling.when(PAIRING)
    series, *planned = scheduling.published()
    assert isinstance(series, SeriesPlanned)
    assert {type(fact) for fact in planned} == {SessionPlanned}
    assert len(planned) == series.sessions == len(await scheduling.command(sessions))
    await scheduling.when(PAIRING)
    assert scheduling.published() == []


async def test_a_pairing_of_unknown_people_leaves_nothing(scheduling):
    with pytest.raises(NotFound):
        await scheduling.when(PAIRING.model_copy(update={"mentee_id": "mentee-9"}))
    assert (scheduling.published(), scheduling.timers()) == ([], [])


async def test_a_cancelled_session_has_no_timers(scheduling):
    await scheduling.given(PAIRING)
    first = (await scheduling.command(sessions))[0]
    assert first.id in {timer.session_id for _, timer in scheduling.timers()}
    await scheduling.command(cancel, first.id, CancelReason.ILL, employee_id="e-mentee-0")
    (fact,) = scheduling.published()
    assert isinstance(fact, SessionCancelled)
    assert first.id not in {timer.session_id for _, timer in scheduling.timers()}


async def test_a_session_that_nobody_reports_counts_as_missed(scheduling):
    await scheduling.given(PAIRING)
    due_at, timer = next(set_ for set_ in scheduling.timers() if isinstance(set_[1], SessionOutcomeDue))
    scheduling.now = due_at + timedelta(minutes=1)
    await scheduling.when(timer)
    (fact,) = scheduling.published()
    assert isinstance(fact, SessionMissed)
