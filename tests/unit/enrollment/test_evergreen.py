"""Programmes without an end: their plan, their states, and what others learn of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.enrollment.commands.programmes import define, draft_from_copy, draft_from_template, enter_state
from services.enrollment.domain.programme_plan import LAST_DAY
from services.enrollment.domain.programme_state import ProgrammeState, next_change, state_on
from services.enrollment.domain.programme_templates import NewProgramme
from services.enrollment.reactions import reactions
from shared.contracts.enrollment import ProgrammeClosing, ProgrammeCompleted, ProgrammeOpened, ProgrammeRules
from shared.kernel import RuleBroken
from shared.testing.scenario import Scenario
from tests.unit.enrollment.test_programme import ENDS, ID, STARTS, changed

RULES = ProgrammeRules(pairing_weeks=26)
PLAN = changed(ends_on=None, rules=RULES)


@pytest.fixture
async def enrollment():
    scenario = Scenario("enrollment", reactions, now=datetime(2026, 1, 12, 9, tzinfo=UTC))
    await scenario.command(define, ID, PLAN, 0, 10)
    return scenario


def test_without_an_end_pairings_need_a_length():
    with pytest.raises(RuleBroken) as refused:
        changed(ends_on=None).check()
    assert (refused.value.code, refused.value.field) == ("pairing-length-needed", "rules.pairing_weeks")
    PLAN.check()
    assert PLAN.months is None


def test_it_runs_from_its_first_day_on_for_good():
    assert state_on(PLAN, STARTS - timedelta(days=1)) is ProgrammeState.OPEN
    assert state_on(PLAN, date(2150, 1, 1)) is ProgrammeState.RUNNING
    assert next_change(PLAN, STARTS - timedelta(days=1)) == STARTS
    assert next_change(PLAN, STARTS) is None


async def test_others_learn_that_it_has_no_end(enrollment):
    (fact,) = enrollment.published()
    assert isinstance(fact, ProgrammeOpened)
    assert (fact.evergreen, fact.ends_on) == (True, LAST_DAY)
    assert [due for due, _ in enrollment.timers()] == [datetime(2026, 2, 2, 12, tzinfo=UTC)]


async def test_a_coordinator_closes_and_completes_it(enrollment):
    enrollment.published()
    enrollment.now = datetime(2028, 1, 10, tzinfo=UTC)
    await enrollment.command(enter_state, ID, ProgrammeState.CLOSING)
    await enrollment.command(enter_state, ID, ProgrammeState.COMPLETED)
    assert [type(fact) for fact in enrollment.published()] == [ProgrammeClosing, ProgrammeCompleted]


async def test_it_can_be_given_an_end_and_lose_it_again(enrollment):
    enrollment.published()
    await enrollment.command(define, ID, changed(rules=RULES), 1, 10)
    await enrollment.command(define, ID, PLAN, 2, 10)
    ended, endless = enrollment.published()
    assert [(fact.evergreen, fact.ends_on) for fact in (ended, endless)] == [(False, ENDS), (True, LAST_DAY)]


async def test_the_template_and_a_copy_have_no_end_either(enrollment):
    new = NewProgramme(name="Next", starts_on=date(2026, 9, 1), regions=("emea",))
    shipped = await enrollment.command(draft_from_template, "shipped", "evergreen", new, 10)
    copy = await enrollment.command(draft_from_copy, "copy", ID, new, 10)
    assert (shipped.plan.ends_on, copy.plan.ends_on) == (None, None)
    assert shipped.plan.rules.pairing_weeks == 26
