"""The life of a programme, in memory."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrollment.commands.programmes import advance, define, enter_state
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_plan import ProgrammePlan
from services.enrollment.domain.programme_state import ProgrammeState, begins_everywhere, day_begun, state_on
from services.enrollment.reactions import reactions
from shared.contracts.enrollment import (
    ProgrammeCancelled,
    ProgrammeChanged,
    ProgrammeClosing,
    ProgrammeCompleted,
    ProgrammeDateDue,
    ProgrammeOpened,
    ProgrammeRules,
    ProgrammeStarted,
)
from shared.kernel import Conflict, RuleBroken
from shared.testing.harness import TEST_SCOPE
from shared.testing.scenario import Scenario

ID = TEST_SCOPE.programme
STARTS, ENDS = date(2026, 2, 2), date(2026, 6, 30)
PLAN = ProgrammePlan(name="A pilot", starts_on=STARTS, ends_on=ENDS, regions=("emea",), terms_version="1")
DUE = ProgrammeDateDue(programme_id=ID)


@pytest.fixture
async def enrollment():
    scenario = Scenario("enrollment", reactions, now=datetime(2026, 1, 12, 9, tzinfo=UTC))
    await scenario.command(define, ID, PLAN, 0, 10)
    return scenario


async def kinds(scenario, plan=None, at=None):
    """The facts that a change, or else the due timer, leads to."""
    scenario.published()
    if at:
        scenario.now = at
    if plan:
        await scenario.command(define, ID, plan, 1, 10)
    else:
        await scenario.when(DUE)
    return [type(fact) for fact in scenario.published()]


def changed(**changes):
    return ProgrammePlan.model_validate({**PLAN.model_dump(), **changes})


async def test_a_programme_lives_by_its_dates(enrollment):
    assert [type(fact) for fact in enrollment.published()] == [ProgrammeOpened]
    expected = [
        (datetime(2026, 2, 2, 12, tzinfo=UTC), ProgrammeStarted),
        (datetime(2026, 6, 17, 12, tzinfo=UTC), ProgrammeClosing),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), ProgrammeCompleted),
    ]
    for due_at, fact in expected:
        ((set_to, _),) = enrollment.timers()
        assert set_to == due_at
        assert await kinds(enrollment, at=due_at - timedelta(seconds=1)) == []
        assert await kinds(enrollment, at=due_at) == [fact]
    assert enrollment.timers() == []
    assert await kinds(enrollment, at=due_at + timedelta(days=300)) == []


async def test_a_timer_that_comes_late_leads_to_the_present_state_at_once(enrollment):
    assert await kinds(enrollment, at=datetime(2026, 8, 1, tzinfo=UTC)) == [ProgrammeCompleted]


async def test_a_closing_programme_runs_on_when_its_end_is_moved(enrollment):
    assert await kinds(enrollment, at=datetime(2026, 6, 20, tzinfo=UTC)) == [ProgrammeClosing]
    later = changed(ends_on=date(2026, 9, 30))
    assert await kinds(enrollment, later) == [ProgrammeChanged, ProgrammeStarted]
    ((due_at, _),) = enrollment.timers()
    assert due_at == datetime(2026, 9, 17, 12, tzinfo=UTC)


async def test_a_programme_closed_by_command_stays_so_unless_its_dates_move(enrollment):
    await enrollment.command(enter_state, ID, ProgrammeState.CLOSING)
    assert await kinds(enrollment, changed(name="Another name")) == [ProgrammeChanged]
    programme = await enrollment.command(enter_state, ID, ProgrammeState.CLOSING)
    assert programme.state is ProgrammeState.CLOSING
    assert await kinds(enrollment) == []


@pytest.mark.parametrize(
    ("last", "fact"),
    [(ProgrammeState.COMPLETED, ProgrammeCompleted), (ProgrammeState.CANCELLED, ProgrammeCancelled)],
)
async def test_a_programme_that_is_over_stays_as_it_is(enrollment, last, fact):
    enrollment.published()
    await enrollment.command(enter_state, ID, last)
    assert [type(each) for each in enrollment.published()] == [fact]
    assert enrollment.timers() == []
    for state in set(ProgrammeState) - {last, ProgrammeState.DRAFT, ProgrammeState.OPEN}:
        with pytest.raises(Conflict, match=f"the programme is {last} already"):
            await enrollment.command(enter_state, ID, state)
    with pytest.raises(Conflict, match="set up a new one"):
        await enrollment.command(define, ID, changed(name="Again"), 1, 10)
    await enrollment.when(DUE)
    await enrollment.command(advance, ID)
    assert enrollment.published() == []


async def test_an_end_in_the_past_is_refused(enrollment):
    enrollment.now = datetime(2026, 6, 1, tzinfo=UTC)
    for id_ in (ID, "other"):
        with pytest.raises(RuleBroken, match="the last day has passed") as refused:
            await enrollment.command(define, id_, changed(ends_on=date(2026, 5, 30)), 1, 10)
        assert refused.value.field == "ends_on"


def test_a_short_programme_is_closing_from_its_first_day():
    short = changed(ends_on=STARTS + timedelta(days=7))
    assert state_on(short, STARTS - timedelta(days=1)) is ProgrammeState.OPEN
    assert state_on(short, STARTS) is ProgrammeState.CLOSING


def test_a_day_has_begun_when_it_has_in_the_last_zone():
    assert day_begun(begins_everywhere(STARTS)) == STARTS
    assert day_begun(begins_everywhere(STARTS) - timedelta(microseconds=1)) == STARTS - timedelta(days=1)


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=12),
    st.integers(1, 90),
    st.integers(1, 200),
)
def test_a_programme_never_goes_back_by_date(days, closing_days, length):
    plan = changed(ends_on=STARTS + timedelta(days=length), rules=ProgrammeRules(closing_days=closing_days))
    programme, _ = Programme.draft("acme", ID, plan).open(STARTS - timedelta(days=1))
    order = list(ProgrammeState)
    for day in days:
        today = STARTS + timedelta(days=day)
        after, events = programme.advance(today)
        assert order.index(after.state) >= order.index(programme.state)
        assert bool(events) == (after.state is not programme.state)
        assert not state_on(plan, today).follows(after.state)
        programme = after
