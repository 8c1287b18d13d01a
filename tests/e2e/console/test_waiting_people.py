"""The page of people who wait, as matching returns them."""

import asyncio
import re
from datetime import timedelta

import pytest

from shared.contracts.vocabulary import Role
from shared.testing.harness import all_settled
from tests.helpers.people import opened, ready
from tests.integration.console.reading import read_page

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

BASE = "/programmes/rm-2026"


async def page_of_waiting(browser, query=""):
    text = (await browser.get(f"{BASE}/waiting{query}")).text
    assert read_page(text).faults() == []
    return text


async def paired(matching):
    """The pairing of the one mentor and whichever mentee the round chose."""
    coordinator = matching.token("coordinator")
    begun = (await matching.http.post(f"{BASE}/rounds", headers=coordinator)).json()
    await reached(matching, begun["id"], "proposed")
    await matching.http.post(f"{BASE}/rounds/{begun['id']}/approval", json={}, headers=coordinator)
    await reached(matching, begun["id"], "approved")
    (proposal,) = (await matching.http.get(f"{BASE}/proposals", headers=coordinator)).json()["items"]
    for role in Role:
        token = matching.token("participant", employee_id=proposal[f"{role}_employee_id"])
        path = f"{BASE}/proposals/{proposal['id']}/answer"
        answer = await matching.http.post(path, json={"accept": True}, headers=token)
        assert answer.status_code == 200, answer.text
    return (await matching.http.get(f"{BASE}/pairings", headers=coordinator)).json()["items"][0]


async def reached(matching, round_id, state):
    async with asyncio.timeout(240):
        while True:
            answer = await matching.http.get(
                f"{BASE}/rounds/{round_id}", headers=matching.token("coordinator")
            )
            if answer.json()["state"] == state:
                return
            await asyncio.sleep(0.05)


async def test_the_page_tells_how_the_promise_is_kept_and_who_waits(console, matching, browser):
    people = [ready(Role.MENTOR, 0), *(ready(Role.MENTEE, n) for n in range(5))]
    for service in (matching, console):
        await service.given(opened(), *people)
    await all_settled(matching, console)
    text = await page_of_waiting(browser)
    assert "We promise that 80 % find a partner within 14 days. It is too early to tell." in text
    assert "Nobody waits longer than promised." in text
    assert "Nobody waits for a next partner." in text

    pairing = await paired(matching)
    matching.clock.set(matching.clock.now() + timedelta(days=14))
    await all_settled(matching, console)
    text = await page_of_waiting(browser)
    assert "Promise not kept" in text
    assert "33.3 % were paired within 14 days (we promise 80 %)." in text  # two of six
    assert "4 people wait for a first partner" in text
    assert "People 1 to 4 of 4" in text
    overdue = text.split('id="level"')[1].split("</section>")[0]
    assert pairing["mentee_employee_id"] not in overdue
    assert "Not in a recent matching yet" not in overdue, "each has the matching's reason"
    beyond = await page_of_waiting(browser, "?late=2")
    assert "There is nobody on this page." in beyond

    leaves = matching.token("participant", employee_id=pairing["mentor_employee_id"])
    await matching.http.post(f"{BASE}/pairings/{pairing['id']}/end", json={}, headers=leaves)
    await all_settled(matching, console)
    waiting = (await page_of_waiting(browser)).split('id="next"')[1].split("</section>")[0]
    assert re.search(r"e-mentor-0</bdi> <span[^>]*>First in line</span>", waiting)
    assert waiting.count("Their pairing ended") == 2
    assert waiting.count("First in line</span>") == 1
