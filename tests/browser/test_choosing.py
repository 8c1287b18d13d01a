"""The pages of a shortlist on a phone and a large screen, in English and German, on the real services."""

import pytest

from tests.browser.signed_in import opener
from tests.e2e.console.choosing import let_mentees_choose
from tests.e2e.console.participants_world import MINE, use_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

LIST = f"{MINE}/shortlist"


@pytest.fixture
async def world(environment):
    async with use_world(environment) as world:
        for mentor in ("junior", "between"):
            await world.make_ready(mentor, "mentor")
        await world.make_ready("exec", "mentee")
        await let_mentees_choose(world)
        yield world


@pytest.fixture
def open_as(chromium, world):
    return opener(chromium, world, "choosing", "en")


async def test_an_executive_chooses_on_a_phone(open_as, world):
    async with (
        open_as("exec", "phone", language="en") as phone,
        open_as("exec", "phone", language="de") as german,
    ):
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
        async with open_as("exec", "desktop", language="de") as desktop:
            for name, path in pages.items():
                for tab in (phone, german, desktop):
                    assert (await tab.visit(path, name)).status == 200, path
        await phone.page.goto(choice)
        await phone.page.get_by_role("button", name="Choose this person").click()
        await phone.page.wait_for_url("**said=chosen")
        await phone.check("chosen")
