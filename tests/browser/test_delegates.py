"""A delegate in a browser: named by an executive, accepts, moves a time, and is named as who did it."""

import pytest

from tests.browser.signed_in import opener
from tests.e2e.console.participants_world import MINE, row_of, run_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

LIND = row_of("lind", 4, "exec", "Lina Lind", "Europe/Berlin", "de:5")


@pytest.fixture(scope="module")
async def world(environment):
    """A pair, and an assistant who takes no part."""
    async with run_world(environment) as world:
        await world.import_rows(LIND)
        await world.accept(await world.propose_pair())
        yield world


@pytest.fixture
async def open_as(chromium, world):
    """Open a tab, signed in as an employee, in a language."""
    return opener(chromium, world, "delegates", "de")


async def test_a_delegate_accepts_moves_a_time_and_is_named(open_as, world):
    async with open_as("exec", "phone", language="en") as executive:
        assert (await executive.visit(f"{MINE}/programme", "programme")).status == 200
        await executive.page.get_by_role("link", name="My assistant").click()
        await executive.page.get_by_label("Work e-mail or employee id").fill("junior@example.com")
        await executive.page.get_by_role("button", name="Ask them").click()
        assert "be your assistant" in await executive.page.get_by_role("alert").inner_text()
        await executive.check("refused")
        await executive.page.get_by_label("Work e-mail or employee id").fill("lind@example.com")
        await executive.page.get_by_role("button", name="Ask them").click()
        await executive.page.wait_for_url("**said=delegate-named")
        await executive.check("named")
    await world.settled()
    async with open_as("lind", "phone") as delegate:
        assert (await delegate.visit(MINE, "home")).status == 200
        assert (await delegate.visit(f"{MINE}/delegations", "asked")).status == 200
        await delegate.page.get_by_role("button", name="Zusagen").click()
        await delegate.page.wait_for_url("**said=delegate-yes")
        await delegate.check("accepted")
        await world.settled()
        times = await delegate.page.locator('a.button[href*="/delegations/"]').get_attribute("href")
        assert (await delegate.visit(times, "times")).status == 200
        session = await delegate.page.locator('.own-list a[href*="/sessions/"]').first.get_attribute("href")
        assert (await delegate.visit(session, "move")).status == 200
        await delegate.page.get_by_role("radio").first.check()
        await delegate.page.locator("main form button").click()
        await delegate.page.wait_for_url("**said=moved")
        await delegate.check("moved")
        id_ = session.rpartition("/")[2]
        for path in (MINE, f"{MINE}/delegations", times, session, f"{MINE}/sessions", f"{MINE}/partner"):
            await delegate.page.goto(path)
            assert "Juno" not in await delegate.page.content(), path
        assert (await delegate.page.goto(f"{MINE}/sessions/{id_}")).status == 404
    await world.settled()
    async with open_as("lind", "desktop") as delegate:
        assert (await delegate.visit(times, "times")).status == 200
        assert (await delegate.visit(session, "move")).status == 200
    for screen in ("phone", "desktop"):
        for person, words in {
            "junior": "von Lina Lind für Edda Exemplar",
            "exec": "von Lina Lind für Sie",
        }.items():
            async with open_as(person, screen) as one:
                assert (await one.visit(f"{MINE}/sessions/{id_}", f"session-of-{person}")).status == 200
                assert words in " ".join((await one.page.locator("main").inner_text()).split()), person
    async with open_as("exec", "desktop") as executive:
        assert (await executive.visit(f"{MINE}/delegate", "accepted")).status == 200
        await executive.page.locator("main form button").click()
        await executive.page.wait_for_url("**said=delegate-ended")
    await world.settled()
    async with open_as("lind", "phone") as delegate:
        await delegate.visit(f"{MINE}/delegations", "over")
        assert "Edda" not in await delegate.page.content()
        assert (await delegate.page.goto(times)).status == 404
