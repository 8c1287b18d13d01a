"""Drafts: a programme that begins with a template or a copy, and that nobody sees until it is opened."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrollment.commands.programmes import (
    define,
    discard_draft,
    draft_from_copy,
    draft_from_template,
    enter_state,
    open_draft,
)
from services.enrollment.domain.programme_state import ProgrammeState
from services.enrollment.domain.programme_templates import TEMPLATES, NewProgramme, plan_from_template
from services.enrollment.queries.programmes import get_programme, list_programmes
from services.enrollment.reactions import reactions
from shared.contracts.enrollment import ProgrammeChanged, ProgrammeOpened, ProgrammeRules
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.service import PageRequest
from shared.testing.harness import TEST_SCOPE
from shared.testing.scenario import Scenario

ID = TEST_SCOPE.programme
NEW = NewProgramme(name="Next year", starts_on=date(2027, 1, 11), regions=("emea",))
STANDARD = TEMPLATES["standard"]
ALL = PageRequest(limit=10, offset=0)


@pytest.fixture
async def enrollment():
    scenario = Scenario("enrollment", reactions, now=datetime(2026, 11, 2, 9, tzinfo=UTC))
    await scenario.command(draft_from_template, ID, STANDARD.id, NEW, 10)
    return scenario


async def test_a_draft_is_for_its_coordinators_alone(enrollment):
    assert enrollment.published() == []
    assert enrollment.timers() == []
    draft = await enrollment.command(get_programme, ID, drafts=True)
    assert draft.state is ProgrammeState.DRAFT
    assert draft.plan.ends_on == date(2027, 7, 10)
    with pytest.raises(NotFound):
        await enrollment.command(get_programme, ID, drafts=False)
    for drafts in (True, False):
        rows, total = await enrollment.command(list_programmes, frozenset(), ALL, drafts=drafts)
        assert (len(rows), total) == (drafts, drafts)


async def test_a_draft_changes_in_silence_until_it_is_opened(enrollment):
    plan = plan_from_template(STANDARD, NEW).model_copy(update={"rules": ProgrammeRules(cadence_weeks=2)})
    await enrollment.command(define, ID, plan, 1, 10)
    assert enrollment.published() == []
    opened = await enrollment.command(open_draft, ID)
    assert (opened.state, opened.plan_version) == (ProgrammeState.OPEN, 2)
    (fact,) = enrollment.published()
    assert isinstance(fact, ProgrammeOpened)
    assert fact.rules.cadence_weeks == 2
    assert len(enrollment.timers()) == 1
    with pytest.raises(Conflict, match="open already"):
        await enrollment.command(open_draft, ID)


async def test_nobody_overwrites_what_somebody_else_has_saved(enrollment):
    plan = plan_from_template(STANDARD, NEW)
    first = plan.model_copy(update={"name": "First"})
    await enrollment.command(define, ID, first, 1, 10)
    with pytest.raises(Conflict, match="at version 2") as refused:
        await enrollment.command(define, ID, plan.model_copy(update={"name": "Second"}), 1, 10)
    assert refused.value.field == "based_on"
    programme, is_new = await enrollment.command(define, ID, first, 1, 10)
    assert (programme.plan_version, is_new) == (2, False)


async def test_a_copy_has_the_rules_of_its_original_and_its_own_dates(enrollment):
    await enrollment.command(open_draft, ID)
    enrollment.published()
    later = NewProgramme(name="The year after", starts_on=date(2028, 1, 10))
    copy = await enrollment.command(draft_from_copy, "copy", ID, later, 10)
    original = await enrollment.command(get_programme, ID, drafts=True)
    assert (copy.plan.rules, copy.plan.objectives) == (original.plan.rules, original.plan.objectives)
    assert copy.plan.regions == ("emea",)
    assert copy.plan.ends_on - copy.plan.starts_on == original.plan.ends_on - original.plan.starts_on
    await enrollment.command(open_draft, "copy")
    (fact,) = enrollment.published()
    assert fact.copied_from == ID


async def test_only_a_draft_can_be_discarded(enrollment):
    await enrollment.command(discard_draft, ID)
    with pytest.raises(NotFound):
        await enrollment.command(discard_draft, ID)
    await enrollment.command(draft_from_template, ID, STANDARD.id, NEW, 10)
    await enrollment.command(open_draft, ID)
    with pytest.raises(Conflict, match="only a draft"):
        await enrollment.command(discard_draft, ID)


async def test_a_draft_has_no_end_and_no_second_beginning(enrollment):
    for state in (ProgrammeState.CLOSING, ProgrammeState.COMPLETED, ProgrammeState.CANCELLED):
        with pytest.raises(Conflict, match="open it first"):
            await enrollment.command(enter_state, ID, state)
    with pytest.raises(Conflict, match="already") as refused:
        await enrollment.command(draft_from_template, ID, STANDARD.id, NEW, 10)
    assert refused.value.field == "programme_id"
    with pytest.raises(Conflict, match="at most 1"):
        await enrollment.command(draft_from_template, "other", STANDARD.id, NEW, 1)


async def test_a_draft_whose_last_day_has_passed_is_not_opened(enrollment):
    enrollment.now = datetime(2027, 8, 1, tzinfo=UTC)
    with pytest.raises(RuleBroken, match="last day has passed"):
        await enrollment.command(open_draft, ID)
    assert enrollment.published() == []


async def test_changes_are_published_once_it_is_open(enrollment):
    await enrollment.command(open_draft, ID)
    enrollment.published()
    plan = plan_from_template(STANDARD, NEW).model_copy(update={"regions": ("emea", "apac")})
    await enrollment.command(define, ID, plan, 1, 10)
    assert [type(fact) for fact in enrollment.published()] == [ProgrammeChanged]


@given(st.sampled_from(sorted(TEMPLATES)), st.dates(date(2000, 1, 1), date(2190, 1, 1)))
def test_every_template_makes_a_sound_plan_from_any_day(template, starts_on):
    shipped = TEMPLATES[template]
    plan = plan_from_template(shipped, NEW.model_copy(update={"starts_on": starts_on}))
    plan.check()
    if shipped.months is None:
        assert plan.ends_on is None
        return
    months = (plan.ends_on.year - starts_on.year) * 12 + plan.ends_on.month - starts_on.month
    assert shipped.months - 1 <= months <= shipped.months


@pytest.mark.parametrize("starts_on", [date(9999, 12, 31), date(9999, 8, 1)])
def test_a_template_that_would_end_beyond_the_calendar_is_refused(starts_on):
    with pytest.raises(RuleBroken, match="too late"):
        plan_from_template(STANDARD, NEW.model_copy(update={"starts_on": starts_on}))


def test_a_template_needs_regions():
    with pytest.raises(RuleBroken) as refused:
        plan_from_template(STANDARD, NEW.model_copy(update={"regions": None}))
    assert refused.value.field == "regions"
