"""Questions of a programme in a browser: written in fields, published, answered, compared by a policy."""

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
    return opener(chromium, world, "questions", "en")


async def add(coordinator, kind, text):
    page = coordinator.page
    await page.get_by_label("How it is answered").select_option(kind)
    await page.get_by_role("button", name="Add the question").click()
    await page.wait_for_load_state()
    await page.get_by_label("The question", exact=True).last.fill(text)


async def test_a_question_is_written_answered_and_compared(open_as, world):
    async with open_as("hr", "desktop", "coordinator") as coordinator:
        page = coordinator.page
        assert (await coordinator.visit(f"{BASE}/questions", "empty")).status == 200
        await add(coordinator, "choice", "Which tool do you like best?")
        await page.get_by_label("Answer 1", exact=True).fill("Chat")
        await page.get_by_label("Matching may compare the answers").check()
        await add(coordinator, "text", "What do you hope for?")
        await page.get_by_role("button", name="Publish").last.click()
        await page.wait_for_load_state()
        await coordinator.check("refused")
        assert await page.locator(".fault").all_inner_texts() == ["At least 2 are needed."]
        await page.get_by_label("Answer 2", exact=True).fill("Wiki")
        await page.get_by_role("button", name="Publish").last.click()
        await page.wait_for_url("**said=questions")
        await coordinator.check("published")
    await world.settled()
    async with open_as("junior", "phone", language="de") as mentor:
        page = mentor.page
        assert (await mentor.visit(f"{MINE}/programme", "programme")).status == 200
        await page.get_by_role("link", name="Fragen beantworten").last.click()
        await page.wait_for_load_state()
        await mentor.check("form")
        await page.get_by_label("Wiki").check()
        await page.get_by_label("What do you hope for?").fill("Neue Ideen.")
        await page.get_by_role("button", name="Antworten senden").click()
        await page.wait_for_url("**said=answered")
        await mentor.check("answered")
        assert await page.get_by_label("Wiki").is_checked()
        assert await page.locator("textarea").input_value() == "Neue Ideen."
        assert (await mentor.visit(f"{MINE}/matching", "matching")).status == 200
    async with open_as("hr", "phone", "coordinator", language="de") as coordinator:
        await coordinator.visit(f"{BASE}/questions", "published")
        await coordinator.visit(f"{BASE}/policy", "policy")
        assert "which tool do you like best" in await coordinator.page.content()
