"""An executive who coordinates finds nothing of their proposal or partner on pages that matching fills."""

import asyncio
import re

import pytest

from shared.contracts.matching import PairingActivated, ProposalApproved
from shared.contracts.vocabulary import Role
from shared.testing.harness import all_settled
from tests.e2e.console.console_story import form_key
from tests.helpers.people import opened, ready

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

BASE = "/programmes/rm-2026"
PEOPLE = 3


def addresses(path):
    """The pages of a programme, and those of one round."""
    return [
        "/",
        *(f"{BASE}/{page}" for page in ("", "people", "matches", "rounds", "sessions", "feedback")),
        *(
            f"{BASE}/{page}"
            for page in ("policy", "policy/pairs", "policy/versions", "do-not-match", "waiting")
        ),
        *(f"{path}{page}" for page in ("", "/approval", "/decisions", "/discard", "/impact")),
    ]


async def crawl(browser, path, headers):
    """Every page, without what is made anew each time."""
    links = {}
    for address in addresses(path):
        answer = await browser.get(address.removesuffix("/") or "/", headers=headers)
        assert answer.status_code in {200, 409}, (address, answer.text)  # a round may have no impact
        links[address] = answer.text
    return links


async def proposed(browser):
    """The path of a round that is done."""
    key = await form_key(browser)
    path = (await browser.post(f"{BASE}/rounds", data={"key": key})).url.path
    async with asyncio.timeout(240):
        while "Check and send" not in (await browser.get(path)).text:
            await asyncio.sleep(0.2)
    return path


async def test_before_and_after_the_pairing(console, matching, browser):
    await console.given(opened(), *(ready(role, n) for n in range(PEOPLE) for role in Role))
    await all_settled(matching, console)
    path = await proposed(browser)
    executive = console.token("coordinator", subject="x", employee_id="e-mentee-0")
    whole = (await browser.get(path)).text
    assert whole.count("e-mentee-0<") >= 1, "others see the proposal"
    own_pair = re.search(r'href="(\S+/pairs/\w+)" aria-label="See [^"]*e-mentee-0', whole)[1]
    assert (await browser.get(own_pair)).status_code == 200
    assert (await browser.get(own_pair, headers=executive)).status_code == 404
    assert "e-mentee-0" not in (await crawl(browser, path, executive))[path]

    key = await form_key(browser, path)
    await browser.post(f"{path}/approval", data={"key": key})
    await all_settled(matching, console)
    approved = await matching.published(ProposalApproved)
    (own,) = [event.data for event in approved if event.data.mentee_id == "mentee-0"]
    for id_, role in ((own.mentor_id, "mentor"), (own.mentee_id, "mentee")):
        person = matching.token("participant", employee_id=f"e-{id_}")
        answer = await matching.http.post(
            f"{BASE}/proposals/{own.proposal_id}/answer", headers=person, json={"accept": True}
        )
        assert answer.status_code == 200, (role, answer.text)
    await all_settled(matching, console)
    (paired,) = [event.data for event in await matching.published(PairingActivated)]
    assert paired.mentee_id == "mentee-0"
    partner = re.compile(rf"{paired.mentor_id}\b|{paired.pairing_id}|{own.proposal_id}")
    shown = await crawl(browser, path, executive)
    assert {page: partner.findall(text) for page, text in shown.items() if partner.search(text)} == {}
    to_others = await crawl(browser, path, {})
    assert any(partner.search(text) for text in to_others.values())
