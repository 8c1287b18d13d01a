"""A question to the coordinators in a browser: asked, answered for everybody after a check, read by both."""

import pytest

from tests.browser.signed_in import opener
from tests.e2e.console.participants_world import BASE, MINE, run_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

QUESTION = "My lead keeps asking what we talk about.\nMust I tell her?"
REWORDED = "Does anybody have to report what was said in a session?"
ANSWER = "No. What you say to each other stays between the two of you."


@pytest.fixture(scope="module")
async def world(environment):
    """A mentor and a mentee who take part."""
    async with run_world(environment) as world:
        await world.make_ready("junior", "mentor")
        await world.make_ready("exec", "mentee")
        await world.settled()
        yield world


@pytest.fixture
async def open_as(chromium, world):
    """Open a tab, signed in as an employee, in a language."""
    return opener(chromium, world, "help", "de")


async def test_a_question_is_asked_answered_and_published(open_as, world):
    async with open_as("junior", "phone", language="en") as mentor:
        await ask(mentor)
    await world.settled()
    for screen in ("phone", "desktop"):
        async with open_as("hr", screen, "coordinator") as coordinator:
            assert (await coordinator.visit(BASE, "overview")).status == 200
            assert await coordinator.page.locator('[data-number="questions"]').inner_text() == "1"
            assert (await coordinator.visit(f"{BASE}/help-questions", "list")).status == 200
            await coordinator.page.get_by_role("link", name="My lead").click()
            await coordinator.check("one")
    async with open_as("hr", "phone", "coordinator", language="en") as coordinator:
        await answer_everybody(coordinator)
    for screen in ("phone", "desktop"):
        async with open_as("junior", screen) as mentor:
            assert (await mentor.visit(f"{MINE}/help", "answered")).status == 200
            assert ANSWER in await mentor.page.content()
        async with open_as("exec", screen) as mentee:
            await see_answer(mentee)
        async with open_as("hr", screen, "coordinator") as coordinator:
            assert (await coordinator.visit(f"{BASE}/help-questions/published", "all")).status == 200
    async with open_as("hr", "phone", "coordinator", language="en") as coordinator:
        await take_back(coordinator)
    async with open_as("junior", "phone", language="en") as mentor:
        await delete(mentor)


async def ask(mentor):
    assert (await mentor.visit(f"{MINE}/help", "empty")).status == 200
    await mentor.page.get_by_label("Your question", exact=True).fill(QUESTION)
    await mentor.page.get_by_role("button", name="Send my question").click()
    await mentor.page.wait_for_url("**said=asked")
    await mentor.check("asked")


async def answer_everybody(coordinator):
    """Publish an answer: not without a question, and after a check that names nobody."""
    page = coordinator.page
    await coordinator.visit(f"{BASE}/help-questions", "list")
    await page.get_by_role("link", name="My lead").click()
    assert "Juno Junior" in await page.content()
    await page.get_by_label("Your answer").fill(ANSWER)
    await page.get_by_label("Publish it to everybody").check()
    await page.get_by_role("button", name="Send the answer").click()
    assert "as everybody is to read it" in await page.get_by_role("alert").inner_text()
    await coordinator.check("not-worded")
    await page.get_by_label("The question as everybody reads it").fill(REWORDED)
    await page.get_by_role("button", name="Send the answer").click()
    await coordinator.check("to-be-checked")
    assert "Juno" not in await page.get_by_role("main").inner_text()
    await page.get_by_role("button", name="Change it").click()
    assert await page.get_by_label("Your answer").input_value() == ANSWER
    await page.get_by_role("button", name="Send the answer").click()
    await page.get_by_role("button", name="Publish the answer").click()
    await page.wait_for_url("**said=answer-published")
    await coordinator.check("published")


async def see_answer(mentee):
    assert (await mentee.visit(f"{MINE}/help/answers", "answers")).status == 200
    page = await mentee.page.content()
    assert (REWORDED in page, ANSWER in page) == (True, True)
    assert "Juno" not in page
    assert "My lead" not in page


async def take_back(coordinator):
    await coordinator.visit(f"{BASE}/help-questions/published")
    await coordinator.page.get_by_role("button", name="Take back").click()
    await coordinator.page.wait_for_url("**said=answer-taken-back")
    assert REWORDED not in await coordinator.page.content()


async def delete(mentor):
    await mentor.visit(f"{MINE}/help")
    assert ANSWER in await mentor.page.content()
    await mentor.page.get_by_role("button", name="Delete").click()
    await mentor.page.wait_for_url("**said=question-deleted")
    assert ANSWER not in await mentor.page.content()
