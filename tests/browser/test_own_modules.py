"""Own modules in a browser: written, looked at, published, read and answered, retired."""

import pytest

from tests.browser.signed_in import opener
from tests.e2e.console.participants_world import BASE, MINE, run_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

TEXT = """## Before you leave

<script>document.title = "taken"</script>
![picture](https://elsewhere.example/pixel.png) [a page](https://example.com) [bad](javascript:alert(1))

* Save the number of the **travel desk**.
"""


@pytest.fixture(scope="module")
async def world(environment):
    async with run_world(environment) as world:
        yield world


@pytest.fixture
async def open_as(chromium, world):
    """Open a tab, signed in as an employee, in a language."""
    return opener(chromium, world, "own-modules", "en")


async def press(tab, name):
    async with tab.page.expect_navigation():
        await tab.page.get_by_role("button", name=name).last.click()


async def write_and_publish(open_as):
    async with open_as("hr", "desktop", "coordinator") as coordinator:
        page = coordinator.page
        assert (await coordinator.visit(f"{BASE}/training-modules", "none")).status == 200
        await page.get_by_role("link", name="Write a module").click()
        await page.wait_for_load_state()
        await press(coordinator, "Preview")
        assert "Write a title and a text first." in await page.content()
        await page.get_by_label("Title", exact=True).fill("Travelling {safely} & <b>well</b>")
        await page.get_by_label("Aim", exact=True).fill("Know whom to call.")
        await page.get_by_label("Text", exact=True).fill(TEXT)
        await page.get_by_label("People of this programme complete it before they are matched").check()
        await page.get_by_label("The question", exact=True).fill("Whom do you call?")
        await page.get_by_label("Answer 1", exact=True).first.fill("The travel desk")
        await page.get_by_label("Answer 2", exact=True).first.fill("Nobody")
        await page.locator("#questions-0-right-0").check()
        await page.get_by_label("Explanation, shown once it is answered").fill(
            "The desk answers day and night."
        )
        await coordinator.check("form")
        await press(coordinator, "Preview")
        await coordinator.check("preview")
        await press(coordinator, "Go on writing")
        assert await page.get_by_label("Text", exact=True).input_value() == TEXT.strip()
        await press(coordinator, "Preview")
        await press(coordinator, "Publish")
        assert page.url.endswith("said=module-published")
        await coordinator.check("published")
        assert (await coordinator.visit(f"{BASE}/set-up", "set-up")).status == 200
        assert await page.get_by_label("Travelling {safely} & <b>well</b>").is_checked()


async def read_and_answer(open_as):
    async with open_as("junior", "phone", language="de") as mentor:
        page = mentor.page
        assert (await mentor.visit(f"{MINE}/training", "training")).status == 200
        await page.get_by_role("link", name="Travelling {safely} & <b>well</b>").click()
        await page.wait_for_load_state()
        await mentor.check("module")
        assert await page.title() != "taken"
        reading = page.locator(".reading")
        assert await reading.locator("script, img").count() == 0
        assert await reading.locator("a").evaluate_all("all => all.map(a => a.href)") == [
            "https://elsewhere.example/pixel.png",
            "https://example.com/",
        ]
        await page.get_by_label("The travel desk").check()
        await press(mentor, "Abschließen")
        await mentor.check("completed")
        assert await page.get_by_role("status").count() == 1


async def change(open_as):
    async with open_as("hr", "desktop", "coordinator", language="de") as coordinator:
        page = coordinator.page
        await coordinator.visit(f"{BASE}/training-modules", "published")
        await page.get_by_role("link", name="Travelling").first.click()
        await page.wait_for_url("**/own-travelling-safely-b-well-b")
        await page.get_by_label("Titel", exact=True).fill("Sicher reisen")
        await coordinator.check("change")
        await press(coordinator, "Ansehen")
        await coordinator.check("preview")
        await press(coordinator, "Veröffentlichen")
        assert await page.get_by_role("alert").count() == 1
        assert await page.get_by_label("Titel", exact=True).input_value() == "Sicher reisen"
        await coordinator.check("refused")


async def retire(open_as):
    async with open_as("hr", "phone", "coordinator", language="de") as coordinator:
        page = coordinator.page
        await coordinator.visit(f"{BASE}/training-modules", "published")
        await page.get_by_role("link", name="Travelling").first.click()
        await page.wait_for_load_state()
        await coordinator.check("change")
        await coordinator.visit(
            f"{BASE}/training-modules/own-travelling-safely-b-well-b/retirement", "retirement"
        )
        await page.get_by_role("button", name="Modul zurückziehen").click()
        await page.wait_for_url("**said=module-retired")
        await coordinator.check("retired")


async def test_a_module_is_written_published_read_and_retired(open_as, world):
    await write_and_publish(open_as)
    await world.enrol("junior", "mentor")
    await world.settled()
    await read_and_answer(open_as)
    await change(open_as)
    await retire(open_as)
