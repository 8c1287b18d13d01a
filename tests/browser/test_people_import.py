"""People are imported in a browser: a file is chosen, checked, corrected and taken."""

import pytest

from tests.browser.signed_in import opener
from tests.e2e.console.participants_world import BASE, HR, row_of, run_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

PAGE = f"{BASE}/import"


@pytest.fixture(scope="module")
async def world(environment):
    async with run_world(environment) as world:
        yield world


@pytest.fixture
async def open_as(chromium, world):
    """Open a tab, signed in as an employee, in a language."""
    return opener(chromium, world, "people-import", "de")


def csv_of(*rows):
    lines = [",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]
    return "\n".join(lines).encode()


def newcomer(**cells):
    facts = (4, "head", "Nora Neu", "Europe/Berlin", "de:5")
    return row_of("newcomer", *facts) | cells


@pytest.mark.parametrize("screen", ["phone", "desktop"])
async def test_a_file_is_checked_corrected_and_taken(open_as, screen):
    async with open_as("hr", screen, "coordinator") as coordinator:
        page = coordinator.page
        await page.goto(f"{BASE}/people")
        await page.get_by_role("main").get_by_role("link", name="Personen importieren").click()
        await coordinator.check("form")
        await choose(
            page, csv_of(newcomer(grade="13"), newcomer(employee_id="second", email="second@example.com"))
        )
        await coordinator.check("check")
        assert await faults(page) == [
            ["Zeile 2", "newcomer", "grade", "Schreiben Sie eine ganze Zahl von 1 bis 12."]
        ]
        await page.get_by_role("link", name="Andere Datei wählen").click()
        await choose(page, csv_of(newcomer(manager_id="newcomer")))
        await coordinator.check("check-warned")
        await press(page, "Datei importieren")
        assert await page.get_by_role("status").count() == 1
        await coordinator.check("done")


async def test_a_file_without_most_people_is_confirmed(open_as):
    async with open_as("hr", "phone", "coordinator") as coordinator:
        page = coordinator.page
        await page.goto(PAGE)
        await page.get_by_label("Alle: wer fehlt, hat die Organisation verlassen").check()
        await choose(page, csv_of(row_of("head", *HR["head"])))
        await coordinator.check("check-leavers")
        await page.locator("#confirmed").evaluate("element => element.removeAttribute('required')")
        await press(page, "Datei importieren")
        assert await page.get_by_role("alert").count() == 1
        await coordinator.check("check-unconfirmed")
        await page.locator("#confirmed").check()
        await press(page, "Datei importieren")
        await coordinator.check("done-leavers")


async def test_what_is_no_file_of_people_is_named(open_as):
    async with open_as("hr", "phone", "coordinator") as coordinator:
        page = coordinator.page
        await page.goto(PAGE)
        await page.locator("#file").evaluate("element => element.removeAttribute('required')")
        await press(page, "Datei prüfen")
        assert await page.get_by_text("Wählen Sie eine Datei.").count() == 1
        await choose(page, b"name,email\nAda,ada@example.com\n")
        assert await page.get_by_text("Der Kopfzeile fehlt").count() == 1
        await coordinator.check("header")
        await choose(page, b"x" * 4_000_001)
        assert await page.get_by_text("mehr als 4 MB").count() == 1


async def choose(page, content):
    """Choose a file, and have it checked."""
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": content}
    await page.locator("#file").set_input_files(file)
    await press(page, "Datei prüfen")


async def press(page, name):
    async with page.expect_navigation():
        await page.get_by_role("button", name=name, exact=True).click()


async def faults(page):
    """The cells of each row of the first table."""
    rows = page.locator("section[aria-labelledby=faults-title] tbody tr")
    return [await row.locator("th, td").all_inner_texts() for row in await rows.all()]
