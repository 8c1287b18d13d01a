"""The end of a programme in a browser: closing, the certificate, its verification, and staying in touch."""

import re
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from shared.testing.browser import open_tab
from tests.e2e.console.closing import END, meet
from tests.e2e.console.participants_world import MINE, use_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots" / "closing"
CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")


@pytest.fixture(scope="module")
async def world(environment):
    async with use_world(environment) as world:
        world.proposal_id = await world.propose_pair()
        await meet(world)
        yield world


@pytest.fixture
async def open_as(chromium, world):
    """Open a tab, signed in as an employee (None: not signed in), in a language."""

    @asynccontextmanager
    async def tab_of(employee_id, screen, *roles, language="en"):
        folder = SCREENSHOTS / screen / language
        async with open_tab(chromium, world.console_address, screen, folder, language) as tab:
            if employee_id:
                token = world.token(employee_id, *roles)["Authorization"].removeprefix("Bearer ")
                await tab.sign_in(token)
                await tab.choose_language(language)
            else:
                await tab.page.goto(f"/certificates/{world.tenant}")
            yield tab

    return tab_of


async def test_a_programme_ends_with_certificates_that_a_stranger_verifies(open_as, world):
    async with open_as("hr", "phone", "coordinator") as coordinator:
        for name, path in {"end": END, "end-cancel": f"{END}/cancel", "end-check": f"{END}/complete"}.items():
            assert (await coordinator.visit(path, name)).status == 200
        await coordinator.page.get_by_role("button", name="Complete the programme").click()
        await coordinator.page.wait_for_url("**said=programme-changed")
        await world.settled()
        await coordinator.visit(END, "end-over")
        assert await coordinator.page.get_by_text("2 certificates were issued").count() == 1
    for screen in ("phone", "desktop"):
        async with open_as("hr", screen, "coordinator", language="de") as coordinator:
            await coordinator.visit(END, "end-over")
    async with open_as("exec", "phone", language="de") as executive:
        await executive.visit(MINE, "home-of-the-end")
        await executive.page.get_by_role("link", name="in Verbindung bleiben").click()
        await executive.page.wait_for_url(f"**{MINE}/end")
        await executive.check("the-end")
    async with open_as("junior", "phone") as junior:
        await junior.visit(f"{MINE}/end", "the-end")
        code = CODE.search(await junior.page.content())[0]
        async with junior.page.expect_download() as started:
            await junior.page.get_by_role("link", name="Download the certificate (PDF)").click()
        assert (await started.value).suggested_filename == "certificate.pdf"
        await junior.page.get_by_role("button", name="Yes, stay in touch").click()
        await junior.page.wait_for_url("**said=contact")
        await junior.check("the-end-answered")
        await junior.visit(MINE, "home-of-the-end")
        assert await junior.page.get_by_role("link", name="stay in touch").count() == 0
    await answer_the_closing_survey(open_as)
    async with open_as(None, "phone", language="de") as stranger:
        await stranger.visit(f"/certificates/{world.tenant}", "verify")
        for typed, heading in {"nonsense": "Eine Teilnahmebescheinigung", code: "ist echt"}.items():
            await stranger.page.get_by_label("Code").fill(typed)
            await stranger.page.get_by_role("button", name="Prüfen").click()
            await stranger.page.get_by_role("heading", name=heading).wait_for()
        await stranger.check("verified")


async def answer_the_closing_survey(open_as):
    """One statement a page; the phone is put away in between, and the answers are checked before they go."""
    async with open_as("junior", "phone", language="de") as junior:
        await junior.visit(f"{MINE}/end", "the-end-survey")
        await junior.page.get_by_role("link", name="wie es war").click()
        await junior.check("survey-first")
        await choose(junior, "9")
        await junior.check("survey-second")
        await choose(junior, "Ich stimme eher zu")
    async with open_as("junior", "phone", language="de") as junior:
        await junior.visit(f"{MINE}/end", "the-end-survey")
        await junior.page.get_by_role("link", name="wie es war").click()
        assert await junior.page.get_by_text("3 von 3").count() == 1
        await junior.page.get_by_role("button", name="Weiter").click()
        await junior.check("survey-nothing-chosen")
        await choose(junior, "Das möchte ich nicht sagen")
        await junior.check("survey-check")
        await junior.page.get_by_role("link", name="Ändern: Ich arbeite anders").click()
        assert await junior.page.get_by_label("Ich stimme eher zu", exact=True).is_checked()
        await choose(junior, "Teils, teils")
        assert await junior.page.get_by_text("Teils, teils").count() == 1
        await junior.page.get_by_role("button", name="Antworten senden").click()
        await junior.page.wait_for_url("**said=pulse")
        await junior.check("survey-sent")
    async with open_as("exec", "desktop", language="de") as executive:
        await executive.visit(f"{MINE}/end", "the-end-survey")
        await executive.page.get_by_role("link", name="wie es war").click()
        await executive.check("survey-first")
        await executive.page.get_by_role("button", name="Umfrage überspringen").click()
        await executive.page.wait_for_url("**said=pulse-skipped")


async def choose(tab, answer):
    """Choose an answer, and go on."""
    await tab.page.get_by_label(answer, exact=True).check()
    await tab.page.get_by_role("button", name="Weiter").click()
    await tab.page.wait_for_load_state()
