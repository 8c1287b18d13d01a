"""A programme ends: certificates on the participants' pages, and their verification by a stranger."""

import re

import pytest

from shared.testing.clients import http_client
from tests.e2e.console.closing import END, meet
from tests.e2e.console.participants_reading import extract, see, send
from tests.e2e.console.participants_world import MINE, run_world

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

CODE = r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}"


@pytest.fixture(scope="module")
async def world(environment):
    async with run_world(environment, sign_in_per_network=3) as world:
        world.proposal_id = await world.propose_pair()
        await meet(world)
        yield world


async def test_a_completed_pairing_brings_certificates_that_a_stranger_can_verify(world):
    async with world.browser("junior") as junior, world.browser("exec") as executive:
        assert "You get a certificate when" in await see(junior, f"{MINE}/end")
        await close_as_coordinator(world)
        page = await see(junior, f"{MINE}/end")
        assert "1 session held" in page
        own = extract(rf'href="({MINE}/certificates/\w+)"', page)
        document = await junior.get(own)
        assert document.headers["content-type"] == "application/pdf"
        assert document.content.startswith(b"%PDF-")
        assert "attachment" in document.headers["content-disposition"]
        assert (await executive.get(own)).status_code == 404
        assert "Your certificates" in await see(junior, f"{MINE}/programme")
        await stay_in_touch(world, junior, executive)
        await verify(world, extract(f"({CODE})", page))


async def close_as_coordinator(world):
    """A coordinator sees what is open, completes the programme after a check, and sees the outcome."""
    async with world.browser("hr", "coordinator") as coordinator:
        before = await see(coordinator, END)
        assert re.search(r'data-number="pairings">1<', before)
        assert "Concerns are not counted here" in before
        check = await see(coordinator, f"{END}/complete")
        assert "are asked whether they stay in touch" in check
        assert "Those who have met get a certificate" in check
        await send(coordinator, f"{END}/complete", key=extract(r'name="key" value="([^"]+)"', check))
        await world.settled()
        after = await see(coordinator, END)
        assert re.search(r'data-number="completed">1<', after)
        assert "2 certificates were issued" in after
        assert "Juno Junior" in after
        assert not re.search(CODE, after)


async def stay_in_touch(world, junior, executive):
    """Both are asked; neither learns of the other's answer before both have said yes."""
    asked = await see(executive, f"{MINE}/end")
    assert "Stay in touch with" in asked
    assert "junior@example.com" not in asked
    action = extract(rf'action="({MINE}/pairings/\w+/contact)"', asked)
    await send(junior, action, agrees="true")
    assert await see(executive, f"{MINE}/end") == asked
    assert "junior@example.com" in await send(executive, action, agrees="true")
    await world.settled()
    assert "exec@example.com" in await see(junior, f"{MINE}/end")


async def verify(world, code):
    """Try the code as somebody who has no account."""
    check = "/certificates/acme"
    origin = {"Accept": "text/html", "Origin": world.console_address}
    async with http_client(base_url=world.console_address, headers=origin) as stranger:
        await see(stranger, check)
        typed = code.lower().replace("-", " ")
        verified = await stranger.post(check, data={"code": typed})
        assert verified.status_code == 200
        assert "The certificate is genuine" in verified.text
        assert "J. J." in verified.text
        assert "Juno" not in verified.text
        for wrong in (code[:-1] + "-", "nonsense"):
            refused = await stranger.post(check, data={"code": wrong})
            assert refused.status_code == 404
            assert "No certificate has this code." in refused.text
        limited = await stranger.post(check, data={"code": code})
        assert limited.status_code == 429
        assert "You can try again in" in limited.text
