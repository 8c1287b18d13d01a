"""The pages of coordinators and operators in each language and theme, without any other service."""

from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import expect

from shared.testing.browser import open_tab
from tests.integration.console import console_facts as facts
from tests.integration.console.console_runs import run_console
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.report_facts import figures_released

pytestmark = [pytest.mark.integration, pytest.mark.browser]

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots" / "translated"
TIMEOUT_MS = 240_000
BASE = "/programmes/rm-2026"
COORDINATOR = {
    "overview": BASE,
    "people": f"{BASE}/people",
    "sessions": f"{BASE}/sessions?state=all",
    "feedback": f"{BASE}/feedback",
}
LANGUAGES = ["de", pytest.param("fr", marks=pytest.mark.long), pytest.param("es", marks=pytest.mark.long)]
"""German, whose words are the longest, each time; English has a test that visits every page."""
LIGHT_GROUND, DARK_GROUND = "rgb(245, 246, 248)", "rgb(17, 22, 29)"
OPS = {"ops": "/ops", "dead-letters": "/ops/console/dead-letters"}


@pytest.fixture(scope="module")
async def console(environment):
    async with run_console(environment) as harness:
        await harness.given(*programme_in_motion(6, 4), figures_released(), facts.fell_idle(0, "coordinator"))
        yield harness


@pytest.fixture
async def open_as(chromium, console):
    """Open a tab, signed in, of a browser that asks for a language."""

    @asynccontextmanager
    async def tab_of(role, screen, language="en"):
        folder = SCREENSHOTS / screen / language
        async with open_tab(chromium, console.address, screen, folder, language) as tab:
            await tab.sign_in(console.bare_token(role, subject="carla"))
            yield tab

    return tab_of


@pytest.mark.parametrize("language", LANGUAGES)
async def test_pages_are_free_of_findings_in_each_language_on_a_phone(open_as, language):
    for role, pages in (("coordinator", COORDINATOR), ("ops", OPS)):
        async with open_as(role, "phone", language) as tab:
            for name, path in pages.items():
                assert (await tab.visit(path, name)).status == 200, path
                assert await tab.page.locator("html").get_attribute("lang") == language


async def choose_theme(tab, name):
    """Choose a theme on its page, and return the colour of that page."""
    await tab.page.goto("/theme")
    await tab.page.get_by_label(name, exact=True).check()
    await tab.page.get_by_role("button", name="Save").click()
    await tab.page.wait_for_url("**/theme?said=theme")
    return await tab.page.evaluate("getComputedStyle(document.body).backgroundColor")


async def test_pages_are_free_of_findings_in_the_dark(open_as):
    async with open_as("coordinator", "desktop") as tab:
        assert await choose_theme(tab, "Dark") == DARK_GROUND
        for name, path in (COORDINATOR | {"theme": "/theme"}).items():
            assert (await tab.visit(path, f"{name}-dark")).status == 200, path
    async with open_as("ops", "desktop") as tab:
        await tab.page.emulate_media(color_scheme="dark")
        for name, path in OPS.items():
            assert (await tab.visit(path, f"{name}-dark")).status == 200, path


async def test_the_chosen_theme_counts_on_whichever_device(open_as):
    async with open_as("coordinator", "phone") as tab:
        await tab.page.emulate_media(color_scheme="dark")
        assert await choose_theme(tab, "Light") == LIGHT_GROUND
        for name, path in COORDINATOR.items():
            assert (await tab.visit(path, f"{name}-light")).status == 200, path
        assert await choose_theme(tab, "As the device is set") == DARK_GROUND


async def test_live_numbers_can_be_paused(open_as, console):
    async with open_as("coordinator", "desktop") as tab:
        await tab.page.goto(BASE)
        mentors = tab.page.locator("[data-number=mentors]")
        assert await mentors.inner_text() == "6"
        await tab.page.get_by_role("button", name="Pause updates").click()
        state = tab.page.locator("#live-state")
        assert await state.inner_text() == "The numbers on this page are paused."
        await console.given(facts.enrolled(50, facts.Role.MENTOR))
        await tab.page.wait_for_timeout(2000)
        assert await mentors.inner_text() == "6"
        await tab.page.get_by_role("button", name="Resume updates").click()
        await expect(mentors).to_have_text("7", timeout=60_000)
        assert await state.inner_text() == "Numbers on this page update automatically."
