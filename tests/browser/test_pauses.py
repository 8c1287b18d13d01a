"""A pause of a pair in a browser, by the junior, then by a coordinator: the partner reads the same."""

import pytest

from tests.browser.signed_in import opener
from tests.e2e.console.participants_world import BASE, MINE, use_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]


@pytest.fixture(scope="module")
async def world(environment):
    """A pair."""
    async with use_world(environment) as world:
        await world.accept(await world.propose_pair())
        yield world


@pytest.fixture
async def open_as(chromium, world):
    """Open a tab, signed in as an employee, in a language."""
    return opener(chromium, world, "pauses", "de")


async def own_sessions(world):
    answer = await world.ask("scheduling", "GET", "/me/sessions?state=planned", world.token("junior"))
    return answer["items"]


async def partner_reads(open_as, name):
    async with open_as("exec", "phone") as partner:
        assert (await partner.visit(MINE, f"home-{name}")).status == 200
        assert (await partner.visit(f"{MINE}/partner", f"partner-{name}")).status == 200
        note = partner.page.get_by_text("Ihr Paar pausiert bis")
        assert await note.count() == 1
        assert await partner.page.get_by_role("button", name="Meine Pause beenden").count() == 0
        return await note.inner_text()


async def test_a_pause_cancels_sessions_and_looks_the_same_to_the_partner_from_each_side(open_as, world):
    planned = await own_sessions(world)
    assert len(planned) > 2
    async with open_as("junior", "phone") as mentor:
        await mentor.visit(f"{MINE}/partner")
        await mentor.page.get_by_role("link", name="Dieses Paar pausieren").click()
        await mentor.check("asked")
        own = mentor.page.url.removeprefix(world.console_address)
        await mentor.page.get_by_label("Bis (freiwillig)").fill("2026-01-01")
        await mentor.page.evaluate("document.querySelector('#until').removeAttribute('min')")
        await mentor.page.get_by_role("button", name="Paar pausieren").click()
        assert await mentor.page.get_by_role("alert").count() == 1
        await mentor.check("refused")
        await mentor.page.get_by_label("Bis (freiwillig)").fill("2026-03-02")
        await mentor.page.get_by_role("button", name="Paar pausieren").click()
        await mentor.page.wait_for_url("**said=pairing-paused")
        await mentor.check("paused")
        assert await mentor.page.get_by_role("button", name="Meine Pause beenden").count() == 1
    await world.settled()
    assert all(each["starts_at"] >= "2026-03-02" for each in await own_sessions(world))

    by_the_mentor = await partner_reads(open_as, "mentor")
    pair = f"{BASE}/feedback{own.removeprefix(MINE)}"
    async with open_as("hr", "desktop", "coordinator") as coordinator:
        assert (await coordinator.visit(pair, "of-the-mentor")).status == 200
        assert await coordinator.page.get_by_role("button", name="Pause beenden").count() == 0
        await coordinator.page.get_by_label("Bis (freiwillig)").fill("2026-03-02")
        await coordinator.page.get_by_role("button", name="Dieses Paar pausieren").click()
        await coordinator.page.wait_for_url("**said=pair-paused")
        await coordinator.check("by-coordinator")
        assert (await coordinator.visit(pair.removesuffix("/pause"), "pair")).status == 200
        assert (await coordinator.visit(f"{BASE}/feedback", "pairs")).status == 200
        assert await coordinator.page.get_by_role("cell", name="Pausiert").count() == 1
    async with open_as("junior", "phone") as mentor:
        await mentor.visit(f"{MINE}/partner")
        await mentor.page.get_by_role("button", name="Meine Pause beenden").click()
        await mentor.page.wait_for_url("**said=pairing-resumed")
    await world.settled()
    assert await partner_reads(open_as, "coordinator") == by_the_mentor
    async with open_as("hr", "phone", "coordinator") as coordinator:
        await coordinator.visit(pair, "to-end")
        await coordinator.page.get_by_role("button", name="Pause beenden").click()
        await coordinator.page.wait_for_url("**said=pair-resumed")
        await coordinator.check("ended")
    await world.settled()
    assert any(each["starts_at"] < "2026-03-02" for each in await own_sessions(world))
