"""The pages of a shortlist on a phone and a large screen, in English and German, on the real services."""

from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from shared.locale import OWN_NAMES
from shared.testing.browser import open_tab
from tests.e2e.console.choosing import let_mentees_choose
from tests.e2e.console.participants_world import MINE, use_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

LIST = f"{MINE}/shortlist"
SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots" / "choosing"


@pytest.fixture
async def world(environment):
    async with use_world(environment) as world:
        for mentor in ("junior", "between"):
            await world.make_ready(mentor, "mentor")
        await world.make_ready("exec", "mentee")
        await let_mentees_choose(world)
        yield world


@pytest.fixture
async def open_as(chromium, world):
    @asynccontextmanager
    async def tab_of(employee_id, screen, language):
        folder = SCREENSHOTS / screen / language
        async with open_tab(chromium, world.console_address, screen, folder) as tab:
            await tab.sign_in(world.token(employee_id)["Authorization"].removeprefix("Bearer "))
            await tab.page.get_by_role("button", name=OWN_NAMES[language]).click()
            await tab.page.wait_for_load_state()
            yield tab

    return tab_of


async def test_an_executive_chooses_on_a_phone(open_as, world):
    async with open_as("exec", "phone", "en") as phone, open_as("exec", "phone", "de") as german:
        await phone.visit(LIST, "none")
        await german.visit(LIST, "none")
        await phone.page.get_by_role("button", name="Show me people").click()
        await phone.page.get_by_role("heading", name="Juno Junior").wait_for()
        await world.settled()
        choice = await phone.page.get_by_role("link", name="Choose this person").first.get_attribute("href")
        pages = {
            "list": LIST,
            "choice": choice,
            "more": f"{LIST}/more",
            "decline": f"{LIST}/decline",
            "home": MINE,
            "partner": f"{MINE}/partner",
        }
        async with open_as("exec", "desktop", "de") as desktop:
            for name, path in pages.items():
                for tab in (phone, german, desktop):
                    assert (await tab.visit(path, name)).status == 200, path
        await phone.page.goto(choice)
        await phone.page.get_by_role("button", name="Choose this person").click()
        await phone.page.wait_for_url("**said=chosen")
        await phone.check("chosen")
