"""A participant reads the training on their own pages, and the coordinator sees how far they are."""

import pytest

from services.enrollment.domain.training import MODULES
from tests.e2e.console.participants_reading import see, send
from tests.e2e.console.participants_world import MINE, use_world

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

PAGES = f"{MINE}/training"
TASK = "Read the training, and answer the questions at its end"


@pytest.fixture(scope="module")
async def world(environment):
    async with use_world(environment) as world:
        world.junior = (await world.enrol("junior", "mentor"))["participant_id"]
        await world.settled()
        yield world


def answers_to(module, wrong=0):
    """The form of a check, the first answers of which are wrong."""
    right = MODULES[module].right
    return {f"q{n}": str((given + (n < wrong)) % 3) for n, given in enumerate(right)}


async def test_a_participant_reads_answers_and_sees_what_is_left(world):
    async with world.browser("junior") as junior:
        assert TASK in await see(junior, MINE)
        page = await see(junior, PAGES)
        assert page.index("Confidentiality") < page.index("Worth reading") < page.index("Candid feedback")
        assert "Learning from a junior colleague" not in page
        one = f"{PAGES}/confidentiality"
        assert "<h2>What stays between you</h2>" in await see(junior, one)
        await see(junior, f"{PAGES}/no-module", 404)
        tried = await send(junior, one, **answers_to("confidentiality", wrong=1))
        assert "Not every answer is right yet" in tried
        assert (tried.count("Not quite."), tried.count("Right.")) == (1, 2)
        missing = await junior.post(one, data={"q0": "2"})
        assert (missing.status_code, "Choose an answer to each question." in missing.text) == (422, True)
        done = await send(junior, one, **answers_to("confidentiality"))
        assert "Next: Leading a session with an executive" in done
        assert "Completed on" in await see(junior, one)
        done = await send(junior, f"{PAGES}/leading-a-session", **answers_to("leading-a-session"))
        assert "All modules" in done
        await world.settled()
        assert TASK not in await see(junior, MINE)


async def test_a_page_in_another_language_keeps_what_was_chosen(world):
    async with world.browser("junior") as junior:
        page = await send(junior, f"{PAGES}/candid-feedback", q0="2", language="de")
        assert "Offenes Feedback" in page
        assert 'name="q0" value="2" required checked' in page


async def test_nobody_else_is_trained_or_sees_a_module_as_their_own(world):
    async with world.browser("exec") as stranger:
        assert "You do not take part in this programme." in await see(stranger, PAGES)
        assert "Have you got it?" not in await see(stranger, f"{PAGES}/confidentiality")
        refused = await stranger.post(f"{PAGES}/confidentiality", data=answers_to("confidentiality"))
        assert refused.status_code == 404
        assert (await stranger.get(f"/programmes/rm-2026/people/{world.junior}")).status_code == 403


async def test_the_coordinator_sees_what_is_missing_and_no_answers(world):
    async with world.browser("carla", "coordinator") as coordinator:
        page = await see(coordinator, f"/programmes/rm-2026/people/{world.junior}")
        assert "the assessment" in page
        assert 'name="module"' not in page
        form = await see(coordinator, "/programmes/rm-2026/set-up")
        assert 'name="rules.training" value="confidentiality" checked' in form
        assert 'name="rules.training" value="first-meeting">' in form


async def test_a_coordinator_records_a_file_and_sees_which_rows_were_not_taken(world):
    path = "/programmes/rm-2026/training-completions"
    header = "employee_id,module,completed_on\n"
    rows = "junior,first-meeting,2026-01-05\nnobody,first-meeting,2026-01-05\n"
    async with world.browser("carla", "coordinator") as carla:
        assert "Names of the modules in the file" in await see(carla, path)
        page = await send(carla, path, rows=header + rows)
        assert ("1 completion is new." in page, "1 row was not taken." in page) == (True, True)
        assert "Nobody who takes part has this id or address." in page
        assert "1 completion was known already." in await send(carla, path, rows=header + rows)
        for sent, said in (
            (" ", "Paste the rows of the file."),
            (header, "There are no rows below the header."),
            ("module,completed_on\nx,y\n", "The header lacks: employee_id / email."),
        ):
            refused = await carla.post(path, data={"rows": sent})
            assert (refused.status_code, said in refused.text) == (422, True), refused.text
