"""The pages of participants as a phone and a large screen show them, on the real services."""

import re
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from shared.testing.browser import open_tab

sys.path.insert(0, str(Path(__file__).parents[1] / "e2e" / "console"))

from participants_world import MINE, run_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots" / "participant"


@pytest.fixture(scope="module")
async def world(environment):
    async with run_world(environment) as world:
        await world.make_ready("junior", "mentor")
        await world.make_ready("exec", "mentee")
        await world.settled()
        world.proposal_id = await world.propose()
        yield world


@pytest.fixture
async def open_as(chromium, world):
    """Open a tab, signed in as an employee."""

    @asynccontextmanager
    async def tab_of(employee_id, screen, *roles):
        async with open_tab(chromium, world.console_address, screen, SCREENSHOTS / screen) as tab:
            await tab.sign_in(world.token(employee_id, *roles)["Authorization"].removeprefix("Bearer "))
            yield tab

    return tab_of


async def see(tab, paths):
    for name, path in paths.items():
        assert (await tab.visit(path, name)).status == 200, path


async def say_yes(tab, proposal):
    await tab.page.goto(proposal)
    await tab.page.get_by_role("link", name="Yes, work with this partner").click()
    await tab.page.get_by_role("button", name="Send my yes").click()
    await tab.page.wait_for_url("**said=answered-yes")


async def test_every_page_of_a_participant_is_free_of_findings(open_as, world):
    proposal = f"{MINE}/proposals/{world.proposal_id}"
    before = {
        "programmes": "/mine",
        "home-proposal": MINE,
        "proposal": proposal,
        "answer-yes": f"{proposal}/answer?accept=yes",
        "answer-no": f"{proposal}/answer?accept=no",
        "partner-none": f"{MINE}/partner",
        "sessions-none": f"{MINE}/sessions",
    }
    async with open_as("junior", "phone") as junior, open_as("exec", "desktop") as executive:
        await see(junior, before)
        await see(executive, before)
        await say_yes(junior, proposal)
        await junior.check("proposal-answered")
        await say_yes(executive, proposal)
        await world.settled()
        sessions = (await junior.page.context.request.get(f"{MINE}/sessions")).text
        session = re.search(r'href="([^"]+/sessions/\w+)"', await sessions())[1]
        partner = (await executive.page.context.request.get(f"{MINE}/partner")).text
        pairing = re.search(r"/pairings/\w+", await partner())[0]
        after = {
            "home": MINE,
            "proposal-accepted": proposal,
            "partner": f"{MINE}/partner",
            "sessions": f"{MINE}/sessions",
            "session": session,
            "session-cancellation": f"{session}/cancellation",
            "pairing-end": f"{MINE}{pairing}/end",
            "programme": f"{MINE}/programme",
            "leave": f"{MINE}/leave",
            "concerns": f"{MINE}/concerns",
            "sign-ins": "/sign-ins",
        }
        await see(junior, after)
        await see(executive, after)
        assert (await junior.visit("/programmes/rm-2026", "refused")).status == 403


@pytest.mark.parametrize("screen", ["phone", "desktop"])
async def test_the_pages_of_the_end_of_a_programme_are_free_of_findings(open_as, screen):
    end = "/programmes/rm-2026/end"
    steps = {f"end-{step}": f"{end}/{step}" for step in ("close", "complete", "cancel")}
    async with open_as("between", screen, "coordinator") as coordinator:
        await see(coordinator, {"end": end, **steps})


@pytest.mark.parametrize("screen", ["phone", "desktop"])
async def test_a_programme_is_set_up_in_the_browser(open_as, screen):
    async with open_as("carla", screen, "coordinator") as coordinator:
        page = coordinator.page
        await see(coordinator, {"new-programme": "/new-programme"})
        await page.get_by_label("Inclusion year").check()
        await page.get_by_label("Name", exact=True).fill("Inclusion 2027")
        await page.get_by_label("Short name in addresses").fill(f"inclusion-{screen}")
        await page.get_by_label("First day").fill("2027-01-11")
        await page.get_by_label("Regions").fill("emea")
        await page.get_by_role("button", name="Make a draft").click()
        await page.wait_for_url("**/set-up?said=drafted")
        await coordinator.check("set-up")
        await page.get_by_label("Time between sessions").fill("3")
        await page.get_by_role("button", name="Save the plan").click()
        await page.wait_for_url("**/set-up?said=plan")
        await page.get_by_role("link", name="Open the programme").click()
        await coordinator.check("set-up-open")
        await page.get_by_role("button", name="Open the programme").click()
        await page.wait_for_url("**/?said=opened")
        await see(coordinator, {"set-up-opened": "/programmes/rm-2026/set-up", "home": "/"})
