"""A circle of mentors in a browser: made, dated, written in, moved and left."""

import re
from datetime import timedelta

import pytest

from shared.testing.harness import TEST_NOW
from tests.browser.signed_in import opener
from tests.e2e.console.participants_world import BASE, MINE, row_of, run_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

OTHER = row_of("second", 3, "between", "Sami Second", "Europe/Berlin", "de:5")
NOTE = "How do you tell her that the session is over?\nI never know."
FIRST = TEST_NOW + timedelta(days=20)


@pytest.fixture(scope="module")
async def world(environment):
    """Two mentors and a mentee who take part."""
    async with run_world(environment) as world:
        await world.import_rows(OTHER)
        for person, role in {"junior": "mentor", "second": "mentor", "exec": "mentee"}.items():
            await world.make_ready(person, role)
        await world.settled()
        yield world


@pytest.fixture
async def open_as(chromium, world):
    """Open a tab, signed in as an employee, in a language."""
    return opener(chromium, world, "circles", "de")


async def test_a_circle_is_made_dated_written_in_and_left(open_as, world):
    async with open_as("hr", "phone", "coordinator", language="en") as coordinator:
        await make(coordinator)
        await add_date(coordinator)
        await move_date(coordinator)
        circle = coordinator.page.url.split("?")[0]
    await world.settled()
    async with open_as("junior", "phone", language="en") as mentor:
        await write(mentor)
    for screen in ("phone", "desktop"):
        async with open_as("second", screen) as mentor:
            assert (await mentor.visit(f"{MINE}/circles", "mine")).status == 200
            assert NOTE.splitlines()[0] in await mentor.page.content()
        async with open_as("hr", screen, "coordinator") as coordinator:
            assert (await coordinator.visit(f"{BASE}/circles", "list")).status == 200
            assert (await coordinator.visit(circle, "one")).status == 200
            assert "Juno Junior" in await coordinator.page.content()
            assert NOTE.splitlines()[0] not in await coordinator.page.content()
    async with open_as("exec", "phone", language="en") as executive:
        assert (await executive.visit(f"{MINE}/circles", "of-an-executive")).status == 200
        page = await executive.page.content()
        assert "You are in no circle" in page
        assert "Juno" not in page
    world.set_clocks(FIRST + timedelta(days=2))
    async with open_as("junior", "phone", language="en") as mentor:
        await attend_and_leave(mentor)
    async with open_as("second", "phone", language="en") as mentor:
        await mentor.visit(f"{MINE}/circles")
        assert NOTE.splitlines()[0] not in await mentor.page.content()


async def make(coordinator):
    page = coordinator.page
    assert (await coordinator.visit(f"{BASE}/people", "people")).status == 200
    await page.get_by_role("link", name="Circles").click()
    await coordinator.check("empty")
    await page.get_by_label("Name of the circle").fill("Berlin circle")
    await page.get_by_label("Where it meets").fill("Room 4.12")
    await page.get_by_label("Its members").fill("junior@example.com\nexec")
    await page.get_by_role("button", name="Check and make it").click()
    await page.get_by_role("button", name="Make the circle").click()
    assert "No mentor of this programme" in await page.get_by_role("alert").inner_text()
    await coordinator.check("refused")
    await page.get_by_label("Its members").fill("junior@example.com\nsecond")
    await page.get_by_role("button", name="Check and make it").click()
    await coordinator.check("to-be-checked")
    await page.get_by_role("button", name="Make the circle").click()
    await page.wait_for_url("**said=circle-made")
    await coordinator.check("made")


async def add_date(coordinator):
    page = coordinator.page
    await page.get_by_label("Day and time").fill(FIRST.strftime("%Y-%m-%dT%H:%M"))
    await page.get_by_role("button", name="Add the date").click()
    await page.wait_for_url("**said=circle-date")
    await coordinator.check("dated")


async def move_date(coordinator):
    page = coordinator.page
    await page.locator('a[href*="/dates/"]').first.click()
    await coordinator.check("to-be-moved")
    await page.get_by_label("Day and time").fill((FIRST + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    await page.get_by_role("button", name="Move the date").click()
    await page.wait_for_url("**said=circle-date")
    assert await page.locator('a[href*="/dates/"]').count() == 1


async def write(mentor):
    page = mentor.page
    assert (await mentor.visit(f"{MINE}/programme", "programme")).status == 200
    await page.get_by_role("link", name="My circle").click()
    await mentor.check("no-notes")
    await page.get_by_label("Your note").fill(NOTE)
    await page.get_by_role("button", name="Save the note").click()
    await page.wait_for_url("**said=noted**")
    await mentor.check("noted")


async def attend_and_leave(mentor):
    page = mentor.page
    await mentor.visit(f"{MINE}/circles", "past")
    await page.get_by_role("button", name=re.compile("^I was there")).click()
    await page.wait_for_url("**said=attendance**")
    assert "You were there" in await page.content()
    await page.get_by_role("link", name="Leave this circle").click()
    await mentor.check("to-be-left")
    await page.get_by_role("button", name="Leave the circle").click()
    await page.wait_for_url("**said=circle-left")
    assert "You are in no circle" in await page.content()
    await mentor.check("left")
