"""Training taken elsewhere in a browser: a coordinator pastes rows, and a mentor sees what is done."""

import pytest

from tests.browser.signed_in import opener
from tests.e2e.console.participants_world import BASE, MINE, run_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

PAGE = f"{BASE}/training-completions"
ROWS = """employee_id,module,completed_on
junior,confidentiality,2026-01-05
nobody,confidentiality,2026-01-05
junior,gardening,2026-01-05
junior,leading-a-session,2027-01-05
"""
COURSES = "https://learning.example.com/courses/42 https://learning.example.com/courses/7"
COUNTS = ["1 Abschluss ist neu.", "0 Abschlüsse waren schon bekannt.", "3 Zeilen wurden nicht übernommen."]


@pytest.fixture(scope="module")
async def world(environment):
    async with run_world(environment) as world:
        await world.enrol("junior", "mentor")
        await world.settled()
        yield world


@pytest.fixture
async def open_as(chromium, world):
    """Open a tab, signed in as an employee, in a language."""
    return opener(chromium, world, "completions", "de")


async def test_rows_are_pasted_and_each_that_was_not_taken_is_named(open_as, world):
    async with open_as("hr", "phone", "coordinator") as coordinator:
        page = coordinator.page
        await page.goto(f"{BASE}/people")
        await page.get_by_role("link", name="Anderswo absolviertes Training").click()
        await coordinator.check("form")
        await page.locator("#rows").evaluate("element => element.removeAttribute('required')")
        await send(page)
        assert await page.get_by_role("alert").count() == 1
        await coordinator.check("nothing")
        await page.locator("#rows").fill(ROWS)
        await send(page)
        await coordinator.check("result")
        counts = page.locator("section[aria-labelledby=result] ul li")
        assert await counts.all_inner_texts() == COUNTS
        lines = page.locator("section[aria-labelledby=result] tbody th")
        assert await lines.all_inner_texts() == ["3", "4", "5"]
    await world.settled()
    async with open_as("hr", "desktop", "coordinator") as coordinator:
        await coordinator.visit(PAGE, "form")
        await coordinator.page.locator("#rows").fill(ROWS)
        await send(coordinator.page)
        await coordinator.check("result-again")
        assert "schon bekannt" in await coordinator.page.content()
    async with open_as("junior", "phone") as mentor:
        await mentor.visit(f"{MINE}/training", "training")
        assert await mentor.page.get_by_text("Abgeschlossen am").count() == 1


async def test_the_activities_of_a_learning_system_are_named(open_as):
    async with open_as("hr", "phone", "coordinator") as coordinator:
        page = coordinator.page
        await coordinator.visit(PAGE, "form")
        field = page.get_by_label("Vertraulichkeit")
        await field.fill("course-42")
        await send(page, "statements")
        assert await page.locator(".fault").count() == 1
        assert await page.get_by_role("alert").count() == 1
        assert await field.input_value() == "course-42"
        assert await page.locator("#rows").get_attribute("aria-invalid") is None
        await coordinator.check("activities-refused")
        await field.fill(COURSES)
        await send(page, "statements")
        assert page.url.endswith("said=activities")
        assert await field.input_value() == COURSES
        await coordinator.check("activities")


async def send(page, section="file"):
    async with page.expect_navigation():
        await page.locator(f"section[aria-labelledby={section}] form button").click()
