"""Templates that an organisation saves from its programmes."""

from datetime import UTC, date, datetime

import pytest

from services.enrollment.commands.own_templates import delete_template, rename_template, save_template
from services.enrollment.commands.programmes import define, draft_from_copy, draft_from_template, open_draft
from services.enrollment.domain.own_templates import MOST_TEMPLATES
from services.enrollment.domain.programme_templates import NewProgramme
from services.enrollment.queries.own_templates import own_templates
from services.enrollment.reactions import reactions
from shared.contracts.enrollment import Objective, ProgrammeOpened, ProgrammeRules, ProgrammeTemplateSaved
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.testing.scenario import Scenario
from tests.unit.enrollment.test_programme import ID, changed

DUE = Objective(name="reach", measure="entered", baseline=0, target=9, due_on=date(2026, 3, 2))
PLAN = changed(rules=ProgrammeRules(cadence_weeks=2), objectives=(DUE,), terms_version="house")
NEW = NewProgramme(name="Next", starts_on=date(2026, 9, 1))


@pytest.fixture
async def enrollment():
    scenario = Scenario("enrollment", reactions, now=datetime(2026, 1, 12, 9, tzinfo=UTC))
    await scenario.command(define, ID, PLAN, 0, 10)
    scenario.published()
    return scenario


async def names(enrollment):
    return [each.name for each in (await enrollment.command(own_templates)).templates]


async def test_a_programme_begins_with_what_was_saved_and_not_with_what_came_later(enrollment):
    saved = await enrollment.command(save_template, ID, "Ours", "carla")
    assert enrollment.published() == [ProgrammeTemplateSaved(template_id=saved.id, programme_id=ID)]
    later = PLAN.model_copy(update={"rules": ProgrammeRules(cadence_weeks=8)})
    await enrollment.command(define, ID, later, 1, 10)
    drafted = await enrollment.command(draft_from_template, "next", saved.id, NEW, 10)
    plan = drafted.plan
    assert (plan.rules, plan.regions, plan.terms_version) == (PLAN.rules, PLAN.regions, "1")
    assert plan.ends_on - plan.starts_on == PLAN.ends_on - PLAN.starts_on
    assert plan.objectives[0].due_on == date(2026, 9, 29)
    enrollment.published()
    await enrollment.command(open_draft, "next")
    (fact,) = enrollment.published()
    assert isinstance(fact, ProgrammeOpened)
    assert (fact.template, fact.copied_from) == (saved.id, None)


async def test_a_copy_moves_the_days_by_which_key_results_are_due(enrollment):
    copy = await enrollment.command(draft_from_copy, "copy", ID, NEW, 10)
    assert copy.plan.objectives[0].due_on == date(2026, 9, 29)


@pytest.mark.parametrize("name", ["Ours", " OURS ", "o u r s".replace(" ", ""), "Standard"])
async def test_a_name_is_unique_in_the_organisation(enrollment, name):
    await enrollment.command(save_template, ID, "Ours", "carla")
    with pytest.raises(Conflict) as refused:
        await enrollment.command(save_template, ID, name, "carla")
    assert (refused.value.code, refused.value.field) == ("template-name-taken", "name")


async def test_templates_are_renamed_and_deleted(enrollment):
    first = await enrollment.command(save_template, ID, "First", "carla")
    second = await enrollment.command(save_template, ID, "Second", "carla")
    await enrollment.command(rename_template, first.id, "FIRST")
    with pytest.raises(Conflict):
        await enrollment.command(rename_template, first.id, "second")
    assert await names(enrollment) == ["FIRST", "Second"]
    await enrollment.command(delete_template, first.id)
    third = await enrollment.command(save_template, ID, "First", "carla")
    assert len({first.id, second.id, third.id}) == 3
    for command in (delete_template, rename_template):
        with pytest.raises(NotFound):
            await enrollment.command(command, first.id, *(["x"] if command is rename_template else []))
    with pytest.raises(RuleBroken) as refused:
        await enrollment.command(draft_from_template, "next", first.id, NEW, 10)
    assert refused.value.code == "unknown-template"


async def test_the_number_of_templates_is_bounded(enrollment):
    for number in range(MOST_TEMPLATES):
        await enrollment.command(save_template, ID, f"Template {number}", "carla")
    with pytest.raises(Conflict) as refused:
        await enrollment.command(save_template, ID, "One more", "carla")
    assert refused.value.code == "too-many-templates"


async def test_there_is_nothing_to_save_of_an_unknown_programme(enrollment):
    with pytest.raises(NotFound):
        await enrollment.command(save_template, "nowhere", "Ours", "carla")
