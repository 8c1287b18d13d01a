"""Terms in a browser: published and used by a coordinator, read and agreed to by a participant."""

import pytest

from tests.browser.signed_in import opener
from tests.e2e.console.participants_world import BASE, MINE, use_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]


@pytest.fixture(scope="module")
async def world(environment):
    async with use_world(environment) as world:
        await world.make_ready("junior", "mentor")
        await world.settled()
        yield world


@pytest.fixture
async def open_as(chromium, world):
    """Open a tab, signed in as an employee, in a language."""
    return opener(chromium, world, "terms", "de")


async def test_terms_are_published_used_and_agreed_to(open_as, world):
    async with open_as("between", "phone") as stranger:
        assert (await stranger.visit(f"{MINE}/join", "join")).status == 200
        await stranger.page.get_by_text("Die Bedingungen lesen").click()
        await stranger.check("join-terms")
    async with open_as("hr", "phone", "coordinator") as coordinator:
        assert (await coordinator.visit(f"{BASE}/terms", "terms")).status == 200
        page = coordinator.page
        await page.get_by_label("Name der Fassung").fill("2026-2")
        await page.get_by_role("button", name="Veröffentlichen").click()
        await page.wait_for_url("**said=terms-published")
        await coordinator.check("published")
        await page.get_by_role("link", name="Fassung 2026-2 verwenden").click()
        await coordinator.check("use")
        await page.get_by_role("button", name="Fassung 2026-2 verwenden").click()
        await page.wait_for_url("**said=terms-used")
    await world.settled()
    async with open_as("hr", "desktop", "coordinator") as coordinator:
        assert (await coordinator.visit(f"{BASE}/terms", "asked")).status == 200
        assert (await coordinator.visit(f"{BASE}/people?state=consent-due", "people")).status == 200
    for screen in ("desktop", "phone"):
        async with open_as("junior", screen) as mentor:
            assert (await mentor.visit(MINE, "home")).status == 200
            assert (await mentor.visit(f"{MINE}/terms", "own")).status == 200
    async with open_as("junior", "phone") as mentor:
        await mentor.visit(f"{MINE}/terms")
        await mentor.page.get_by_role("button", name="Ich stimme zu").click()
        await mentor.page.wait_for_url("**said=agreed")
        await mentor.check("agreed")
        assert (await mentor.visit(f"{MINE}/programme", "programme")).status == 200
