"""The sponsor of a pair in a browser: named by a coordinator, accepted, and seen by the mentor alone."""

from datetime import timedelta

import pytest

from tests.browser.signed_in import opener
from tests.e2e.console.participants_world import BASE, MINE, row_of, run_world

pytestmark = [pytest.mark.integration, pytest.mark.browser]

PEER = row_of("peer", 8, "head", "Petra Peer", "Europe/Berlin", "de:5")


@pytest.fixture(scope="module")
async def world(environment):
    """A pair, and somebody senior outside both lines who takes no part."""
    async with run_world(environment) as world:
        await world.import_rows(PEER)
        await world.accept(await world.propose_pair())
        yield world


@pytest.fixture
async def open_as(chromium, world):
    """Open a tab, signed in as an employee, in a language."""
    return opener(chromium, world, "sponsors", "en")


async def test_a_sponsor_is_named_accepts_and_is_shown_to_the_mentor_alone(open_as, world):
    async with open_as("hr", "phone", "coordinator") as coordinator:
        assert (await coordinator.visit(f"{BASE}/sponsors", "list")).status == 200
        await coordinator.page.get_by_role("link", name="Name a sponsor").click()
        await coordinator.page.get_by_label("Work e-mail or employee id").fill("head")
        await coordinator.page.get_by_role("button", name="Ask them").click()
        assert "neither above nor below" in await coordinator.page.get_by_role("alert").inner_text()
        await coordinator.check("refused")
        await coordinator.page.get_by_label("Work e-mail or employee id").fill("peer@example.com")
        await coordinator.page.get_by_role("button", name="Ask them").click()
        await coordinator.page.wait_for_url("**said=sponsor-named")
        await coordinator.check("named")
        pair = coordinator.page.url.partition("?")[0].removeprefix(world.console_address)
    await world.settled()
    async with open_as("peer", "phone", language="de") as sponsor:
        assert (await sponsor.visit(MINE, "home-of-the-sponsor")).status == 200
        assert (await sponsor.visit(f"{MINE}/sponsorships", "asked")).status == 200
        assert "Juno Junior" in await sponsor.page.content()
        await sponsor.page.get_by_role("button", name="Zusagen").click()
        await sponsor.page.wait_for_url("**said=sponsor-yes")
        await sponsor.check("accepted")
    await world.settled()
    for screen in ("phone", "desktop"):
        async with open_as("hr", screen, "coordinator", language="de") as coordinator:
            for name, path in {"list": f"{BASE}/sponsors?state=accepted", "pair": pair}.items():
                assert (await coordinator.visit(path, f"{name}-accepted")).status == 200
            assert (await coordinator.visit(f"{pair}/revocation", "revocation")).status == 200
        async with open_as("junior", screen, language="de") as mentor:
            for name in ("partner", "protection"):
                assert (await mentor.visit(f"{MINE}/{name}", name)).status == 200
                assert await mentor.page.get_by_text("peer@example.com").count() == 1, name
    async with open_as("exec", "phone", language="de") as mentee:
        for path in ("", "/partner", "/sponsorships", "/sessions"):
            await mentee.visit(f"{MINE}{path}", f"mentee{path.replace('/', '-')}")
            page = await mentee.page.content()
            assert "Petra" not in page, path
            assert "peer@" not in page, path
    await hear_of_a_concern(open_as, world, pair.rpartition("/")[2])
    async with open_as("hr", "phone", "coordinator", language="de") as coordinator:
        await coordinator.visit(f"{pair}/revocation")
        await coordinator.page.get_by_role("button", name="Widerrufen").click()
        await coordinator.page.wait_for_url("**said=sponsor-revoked")
    async with open_as("peer", "phone", language="de") as sponsor:
        await sponsor.visit(f"{MINE}/sponsorships", "over")
        assert "Juno Junior" not in await sponsor.page.content()


async def hear_of_a_concern(open_as, world, pairing_id):
    """A concern that no coordinator acknowledges in time is opened and answered by the sponsor."""
    handler = world.token("hr", "coordinator")
    await world.ask("feedback", "PUT", "/me/concern-handling", handler, json={"name": "Hanna Helper"})
    concern = {"about": "It felt like a review.", "pairing_id": pairing_id}
    await world.ask("feedback", "POST", "/concerns", world.token("junior"), json=concern)
    async with open_as("peer", "phone", language="de") as sponsor:
        assert (await sponsor.visit(f"{MINE}/alerts", "alerts-none")).status == 200
        assert await sponsor.page.get_by_role("button", name="Öffnen").count() == 0
    world.set_clocks(world.services["console"].clock.now() + timedelta(days=4))
    await world.settled()
    for screen in ("phone", "desktop"):
        async with open_as("peer", screen, language="de") as sponsor:
            assert (await sponsor.visit(f"{MINE}/alerts", "alerts")).status == 200
            await sponsor.page.get_by_role("button", name="Öffnen").click()
            await sponsor.page.wait_for_url("**/opening")
            await sponsor.check("alert")
            assert "It felt like a review." in await sponsor.page.content()
    async with open_as("peer", "phone", language="de") as sponsor:
        await sponsor.visit(f"{MINE}/alerts", "alerts")
        await sponsor.page.get_by_role("button", name="Öffnen").click()
        await sponsor.page.get_by_role("button", name="Annehmen").click()
        await sponsor.page.wait_for_url("**/acknowledgement")
        await sponsor.check("alert-acknowledged")
        await sponsor.page.get_by_label("Ihre Nachricht").fill("Let us talk.")
        await sponsor.page.get_by_role("button", name="Antwort senden").click()
        await sponsor.page.wait_for_url("**said=answer-sent")
        await sponsor.check("alert-answered")
