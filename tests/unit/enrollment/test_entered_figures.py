"""Figures of key results that people or other systems enter."""

from datetime import date, timedelta

import pytest

from services.enrollment.commands.entered_figures import enter_figure
from services.enrollment.commands.programmes import define, draft_from_template
from services.enrollment.domain.entered_figures import MOST, EnteredFigure, EnteredFigures
from services.enrollment.domain.programme_plan import ProgrammePlan
from services.enrollment.domain.programme_templates import NewProgramme
from services.enrollment.reactions import reactions
from shared.contracts.enrollment import FigureEntered, Objective
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.testing.harness import TEST_NOW, TEST_SCOPE
from shared.testing.scenario import Scenario

ID = TEST_SCOPE.programme
TODAY = TEST_NOW.date()
PLAN = ProgrammePlan(
    name="Reverse mentoring",
    starts_on=TODAY,
    ends_on=TODAY + timedelta(days=180),
    regions=("emea",),
    objectives=(
        Objective(name="use-tools", measure="entered", baseline=20, target=60, unit="percent"),
        Objective(name="meet", measure="sessions-held", baseline=0, target=80),
    ),
    terms_version="1",
)


@pytest.fixture
async def enrollment():
    scenario = Scenario("enrollment", reactions)
    await scenario.command(define, ID, PLAN, 0, 10)
    scenario.published()
    return scenario


def entered(value, day):
    return FigureEntered(name="use-tools", value=value, measured_on=day)


async def test_the_latest_figure_by_day_is_published(enrollment):
    early, late = TODAY - timedelta(days=30), TODAY
    await enrollment.command(enter_figure, ID, "use-tools", 35, late)
    await enrollment.command(enter_figure, ID, "use-tools", 25, early)
    assert enrollment.published() == [entered(35, late)], "an earlier one changes nothing"
    await enrollment.command(enter_figure, ID, "use-tools", 40, late)
    await enrollment.command(enter_figure, ID, "use-tools", 40, late)
    assert enrollment.published() == [entered(40, late)], "corrected once"


@pytest.mark.parametrize("days", [2, -20_000])
async def test_its_day_is_neither_to_come_nor_long_past(enrollment, days):
    with pytest.raises(RuleBroken) as refusal:
        await enrollment.command(enter_figure, ID, "use-tools", 1, TODAY + timedelta(days=days))
    assert (refusal.value.code, refusal.value.field) == ("day-out-of-range", "measured_on")


async def test_only_key_results_that_are_entered_take_figures(enrollment):
    with pytest.raises(NotFound):
        await enrollment.command(enter_figure, ID, "unknown", 1, TODAY)
    with pytest.raises(Conflict) as refusal:
        await enrollment.command(enter_figure, ID, "meet", 1, TODAY)
    assert refusal.value.code == "key-result-computed"
    assert enrollment.published() == []


async def test_a_draft_takes_no_figures():
    enrollment = Scenario("enrollment", reactions)
    new = NewProgramme(name="Next", starts_on=date(2027, 1, 11), regions=("emea",))
    draft = await enrollment.command(draft_from_template, ID, "standard", new, 10)
    plan = draft.plan.model_copy(update={"objectives": PLAN.objectives})
    await enrollment.command(define, ID, plan, 1, 10)
    with pytest.raises(Conflict) as refusal:
        await enrollment.command(enter_figure, ID, "use-tools", 1, TODAY)
    assert refusal.value.code == "programme-draft"


def test_the_oldest_of_very_many_are_dropped():
    figures = EnteredFigures(id="use-tools", tenant="acme", programme=ID)
    for number in range(MOST + 1):
        figure = EnteredFigure(value=number, measured_on=TODAY - timedelta(days=MOST - number))
        figures, facts = figures.enter(figure, TODAY)
        assert len(facts) == 1
    assert [len(figures.figures), figures.figures[0].value, figures.figures[-1].value] == [MOST, 1, MOST]


def test_a_key_result_is_due_within_the_programme():
    early = PLAN.objectives[0].model_copy(update={"due_on": TODAY - timedelta(days=1)})
    with pytest.raises(RuleBroken) as refusal:
        PLAN.model_copy(update={"objectives": (early,)}).check()
    assert (refusal.value.code, refusal.value.field) == ("due-before-start", "objectives[0].due_on")
