"""Setting a programme up through pages alone: template, draft, plan, opening, and what can go wrong."""

import asyncio
import html
import re

import pytest

from shared.contracts.enrollment import ProgrammeChanged, ProgrammeOpened
from tests.e2e.console.participants_world import use_world
from tests.e2e.console.setting_up import NEW, SET_UP, begin, fields_of, see, send
from tests.integration.console.reading import read_page

pytestmark = [pytest.mark.integration, pytest.mark.e2e]


@pytest.fixture(scope="module")
async def world(environment):
    async with use_world(environment) as world:
        yield world


@pytest.fixture
async def coordinator(world):
    async with world.browser("carla", "coordinator") as browser:
        yield browser


async def test_a_programme_is_set_up_and_opened_through_pages_alone(world, coordinator):
    page = await begin(coordinator)
    assert "The draft is made." in page
    assert "A &lt;digital&gt; sprint" in page
    untouched = fields_of(page)
    assert (untouched["rules.cadence_weeks"], untouched["regions"]) == ("2", "emea, apac")
    assert f'href="{SET_UP}"' in await see(coordinator, "/")

    changed = untouched | {
        "rules.cadence_weeks": "3",
        "objectives[2].name": "ideas",
        "objectives[2].target": "5",
    }
    changed |= {"objectives[2].baseline": "0"}
    page = await send(coordinator, SET_UP, **changed)
    assert "The plan is saved." in page
    assert fields_of(page)["objectives[2].name"] == "ideas"

    page = await send(coordinator, SET_UP, 409, **(untouched | {"name": "Mine"}))
    assert "Somebody else saved version 2" in page
    assert "Saved meanwhile: 3" in page
    assert fields_of(page)["name"] == "Mine"
    page = await send(coordinator, SET_UP, **fields_of(page))
    assert fields_of(page)["name"] == "Mine"

    check = await see(coordinator, f"{SET_UP}/open")
    assert "2 objectives" in check
    await send(coordinator, f"{SET_UP}/open", key=re.search(r'name="key" value="([^"]+)"', check)[1])
    await world.settled()
    async with asyncio.timeout(240):
        while 'href="/programmes/sprint"' not in await see(coordinator, "/"):
            await asyncio.sleep(0.05)
    await see(coordinator, f"{SET_UP}/open", 409)
    assert f'href="{SET_UP}"' in await see(coordinator, "/programmes/sprint")

    page = await see(coordinator, SET_UP)
    assert "Discard the draft" not in page
    await send(coordinator, SET_UP, **(fields_of(page) | {"ends_on": "2026-07-31"}))
    refused = await send(coordinator, f"{SET_UP}/discard", 409)
    assert "Only a draft can be discarded" in refused
    enrollment = world.services["enrollment"]
    await enrollment.settled()
    facts = [event.data for event in await enrollment.published(ProgrammeOpened, ProgrammeChanged)]
    own = [fact for fact in facts if fact.programme_id == "sprint"]
    assert [type(fact) for fact in own] == [ProgrammeOpened, ProgrammeChanged]
    assert str(own[1].ends_on) == "2026-07-31"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"begins": ""}, "Choose a template, or a programme to copy"),
        ({"begins": "template:none-such"}, "there is no such template"),
        ({"id": "rm-2026"}, "There is a programme with this id already"),
        ({"name": " "}, "This is too short"),
        ({"starts_on": "soon"}, "Enter a day"),
        ({"regions": ""}, "Name at least one region"),
    ],
)
async def test_a_draft_that_makes_no_sense_comes_back_with_its_entries(coordinator, changes, message):
    key = fields_of(await see(coordinator, "/new-programme"))["key"]
    wish = {**NEW, "id": "another", "key": key, **changes}
    answer = await coordinator.post("/new-programme", data=wish)
    assert answer.status_code in {409, 422}
    assert message in html.unescape(answer.text)
    assert "<title>Error: New programme" in answer.text
    assert fields_of(answer.text)["name"] == wish["name"]
    assert read_page(answer.text).faults() == []


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("rules.cadence_weeks", "often", "Enter a whole number"),
        ("rules.reminder_hours", "24, 24", "listed twice"),
        ("ends_on", "2026-03-01", "The last day is after the first"),
        ("objectives[0].target", "high", "Enter a number"),
    ],
)
async def test_a_plan_with_a_fault_is_not_saved_and_says_where(coordinator, field, text, message):
    id_ = f"faulty-{field.replace('.', '-').replace('[', '-').replace(']', '')}".replace("_", "-")
    untouched = fields_of(await begin(coordinator, id=id_))
    page = await send(coordinator, f"/programmes/{id_}/set-up", 422, **(untouched | {field: text}))
    assert message in page
    assert fields_of(page)[field] == text
    assert fields_of(await see(coordinator, f"/programmes/{id_}/set-up"))[field] == untouched[field]


async def test_a_value_to_try_is_filled_in_and_not_saved(coordinator):
    untouched = fields_of(await begin(coordinator, id="tried"))
    page = await see(coordinator, "/programmes/tried/set-up?cadence_weeks=6&session_minutes=45")
    assert "Nothing is saved yet." in page
    tried = fields_of(page)
    assert (tried["rules.cadence_weeks"], tried["rules.session_minutes"]) == ("6", "45")
    assert fields_of(await see(coordinator, "/programmes/tried/set-up")) == untouched


async def test_a_draft_is_discarded(coordinator):
    await begin(coordinator, id="brief")
    assert "The draft is deleted." in await send(coordinator, "/programmes/brief/set-up/discard")
    await see(coordinator, "/programmes/brief/set-up", 404)


async def test_a_draft_is_copied_with_its_rules(coordinator):
    await begin(coordinator, id="original")
    page = await begin(coordinator, id="copy", begins="copy:original", regions="", name="Copy")
    fields = fields_of(page)
    assert (fields["rules.cadence_weeks"], fields["regions"]) == ("2", "emea, apac")


async def test_a_programme_is_saved_as_a_template_which_others_begin_with(world, coordinator):
    page = await begin(coordinator, id="model")
    path = re.search(r'action="(/programmes/model/template)"', page)[1]
    saved = await send(coordinator, path, name="Our <sprint>", key="1" * 32)
    assert ("The template is saved." in saved, "Our &lt;sprint&gt;" in saved) == (True, True)
    id_ = re.search(r"/templates/([\w-]+)/deletion", saved)[1]
    again = await send(coordinator, path, 409, name="our <SPRINT>", key="2" * 32)
    assert "There is a template of that name already." in again
    begun = await begin(coordinator, id="begun", begins=f"template:{id_}", regions="")
    assert fields_of(begun)["rules.cadence_weeks"] == "2"
    async with world.browser("carla", "coordinator", programmes=["rm-2026"]) as limited:
        assert "Rename" not in await see(limited, "/templates")
        await send(limited, f"/templates/{id_}/name", 403, name="Mine", key="3" * 32)
    renamed = await send(coordinator, f"/templates/{id_}/name", name="A sprint", key="4" * 32)
    assert "The template has its new name." in renamed
    assert "A sprint" in await see(coordinator, f"/templates/{id_}/deletion")
    deleted = await send(coordinator, f"/templates/{id_}/deletion", key="5" * 32)
    assert ("The template is deleted." in deleted, "A sprint" in deleted) == (True, False)
    await see(coordinator, f"/templates/{id_}/deletion", 404)


async def test_the_other_pages_of_a_draft_lead_to_its_set_up(coordinator):
    await begin(coordinator, id="soon")
    for page in ("", "/feedback", "/questions", "/survey-questions"):
        shown = await see(coordinator, f"/programmes/soon{page}")
        assert "A draft has no other pages yet" in shown
        assert fields_of(shown)["name"] == NEW["name"]
    program = await coordinator.get("/programmes/soon/feedback", headers={"Accept": "application/json"})
    assert program.status_code == 404


async def test_a_draft_is_for_its_coordinators_alone(world, coordinator):
    await begin(coordinator, id="secret")
    async with world.browser("junior") as junior:
        await see(junior, "/programmes/secret/set-up", 403)
        assert "secret" not in await see(junior, "/mine")
    for claims in ({"tenant": "globex"}, {"programmes": ["rm-2026"]}):
        async with world.browser("carla", "coordinator", **claims) as stranger:
            for page in ("set-up", "set-up/open", "survey-questions", "feedback"):
                await see(stranger, f"/programmes/secret/{page}", 404)
            assert "secret" not in await see(stranger, "/") + await see(stranger, "/new-programme")


@pytest.mark.parametrize("id_", ["x y", "../rm-2026", "x/y", "é", ""])
async def test_a_short_name_that_no_address_can_hold_is_refused(coordinator, id_):
    key = fields_of(await see(coordinator, "/new-programme"))["key"]
    page = await send(coordinator, "/new-programme", 422, **{**NEW, "id": id_, "key": key})
    assert "letters, digits and hyphens only" in page


async def test_a_figure_of_a_key_result_is_entered_on_the_report(world, coordinator):
    plan = fields_of(await begin(coordinator, id="figures", name="Figures"))
    entered = {"name": "use-tools", "measure": "entered", "baseline": "20", "target": "40", "unit": "percent"}
    wanted = {f"objectives[2].{name}": value for name, value in entered.items()}
    more = {"objectives[2].serves": "digital-skills", "objectives[2].due_on": "2026-03-01"}
    page = await send(coordinator, "/programmes/figures/set-up", 422, **(plan | wanted | more))
    assert "due on the first day of the programme or later" in page
    more["objectives[2].due_on"] = "2026-04-30"
    page = await send(coordinator, "/programmes/figures/set-up", **(plan | wanted | more))
    assert fields_of(page)["objectives[2].serves"] == "digital-skills"
    check = await see(coordinator, "/programmes/figures/set-up/open")
    key = re.search(r'name="key" value="([^"]+)"', check)[1]
    await send(coordinator, "/programmes/figures/set-up/open", key=key)
    await world.settled()
    report = "/programmes/figures/report"
    page = await see(coordinator, report)
    assert "Enter a figure: Use tools" in page
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    form = {"name": "use-tools", "value": "42,5", "key": key}
    page = await send(coordinator, f"{report}/figures", 422, **form, measured_on="2099-01-01")
    assert "Choose a day between" in page
    page = await send(coordinator, f"{report}/figures", **form, measured_on="2026-01-02")
    assert "The figure is saved." in page
    assert "2.5 beyond the target" in page
    assert "Objective: Digital skills" in page
    assert "Measured: Fri, 2 Jan 2026" in page
