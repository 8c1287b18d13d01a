"""Words of a programme in a browser: typed, previewed, published, and read in several languages."""

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
    return opener(chromium, world, "words", "en")


async def test_words_are_previewed_published_and_read(open_as, world):
    async with open_as("hr", "desktop", "coordinator") as coordinator:
        page = coordinator.page
        assert (await coordinator.visit(f"{BASE}/words", "empty")).status == 200
        english = page.locator("section", has_text="English")
        await english.get_by_label("The person who teaches").fill("digital guide")
        await page.get_by_role("button", name="Publish", exact=True).click()
        await page.wait_for_load_state()
        await coordinator.check("refused")
        assert await page.locator(".fault").count() == 3
        await english.get_by_label("Several people who teach").fill("digital guides")
        await english.get_by_label("The person who learns").fill("executive")
        await english.get_by_label("Several people who learn").fill("executives")
        await english.get_by_label("The word for the programme").fill("initiative")
        german = page.locator("section", has_text="Deutsch")
        await german.locator("summary").click()
        for label, word in {
            "The person who teaches": "Digital Guide", "Several people who teach": "Digital Guides",
            "The person who learns": "Führungskraft", "Several people who learn": "Führungskräfte",
        }.items():  # fmt: skip
            await german.get_by_label(label).fill(word)
        await german.get_by_label("The programme's own name").fill("Tandem 2026")
        await page.get_by_role("button", name="See how it reads").click()
        await page.wait_for_load_state()
        await coordinator.check("preview")
        read = await page.locator("section ul").all_inner_texts()
        assert "Digital guide: you teach an executive" in read[0]
        assert "Führungskräfte: niemand ist frei" in read[1]
        await page.get_by_role("button", name="Publish", exact=True).click()
        await page.wait_for_url("**said=words")
        await coordinator.check("published")
    await world.settled()
    async with open_as("junior", "phone", language="de") as mentor:
        page = mentor.page
        assert (await mentor.visit(f"{MINE}/programme", "programme")).status == 200
        assert await page.get_by_role("heading", level=1).inner_text() == "Tandem 2026"
        content = await page.content()
        assert "Digital Guide: Eine Führungskraft lernt von Ihnen" in content
        assert "Mentor:" not in content
    async with open_as("junior", "phone", language="fr") as mentor:
        await mentor.visit(f"{MINE}/programme", "fallback")
        assert "Digital guide : un membre de la direction" in await mentor.page.content()
    async with open_as("hr", "phone", "coordinator", language="de") as coordinator:
        page = coordinator.page
        await coordinator.visit(BASE, "overview")
        assert "Tandem 2026" in await page.title()
        content = await page.content()
        assert "Führungskräfte" in content
        assert "Mentees" not in content
        await coordinator.visit(f"{BASE}/words", "german")
        await coordinator.visit(f"{BASE}/policy", "policy")
        assert "Mentee" not in await page.locator("main").inner_text()
