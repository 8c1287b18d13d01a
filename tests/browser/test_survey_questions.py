"""Questions in check-ins and surveys in a browser: written in fields, refused, published."""

import pytest

from tests.browser.signed_in import opener
from tests.e2e.console.participants_world import BASE, run_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]


@pytest.fixture(scope="module")
async def world(environment):
    async with run_world(environment) as world:
        yield world


@pytest.fixture
async def open_as(chromium, world):
    """Open a tab, signed in as an employee, in a language."""
    return opener(chromium, world, "survey-questions", "de")


async def test_a_coordinator_asks_a_question_of_their_own_after_each_session(open_as):
    async with open_as("hr", "phone", "coordinator", language="de") as coordinator:
        page, path = coordinator.page, f"{BASE}/survey-questions?occasion=check-in&role=mentor"
        assert (await coordinator.visit(path, "survey-questions")).status == 200
        await page.locator("#new-kind").select_option("choice")
        await page.locator("button[value=add]").click()
        await page.wait_for_load_state()
        await page.locator('[name="questions[0].texts.de"]').fill("Wo haben Sie sich getroffen?")
        await page.locator('[name="questions[0].options[0].texts.de"]').fill("Im Büro")
        await page.locator("button[value=save]").last.click()
        await page.wait_for_load_state()
        await coordinator.check("survey-questions-refused")
        assert await page.locator(".fault").count() == 1
        await page.locator('[name="questions[0].options[1].texts.de"]').fill("Online")
        await page.locator("button[value=save]").last.click()
        await page.wait_for_url("**said=questions")
        await coordinator.check("survey-questions-published")
        await coordinator.visit(f"{BASE}/feedback", "feedback-own")
        assert await page.get_by_text("Wo haben Sie sich getroffen?").count() == 1
