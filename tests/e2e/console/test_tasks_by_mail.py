"""People act on their mails: one task a link, once, and nothing else."""

import asyncio
import re
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import httpx
import pytest

from services.console.browser_sessions.links import LINKS
from shared.testing.clients import http_client
from tests.e2e.console.mail_world import run_mail_world
from tests.e2e.console.participants_world import MINE

pytestmark = pytest.mark.integration


@pytest.fixture
async def mails(environment, tmp_path):
    async with run_mail_world(environment, tmp_path) as mails:
        await mails.world.make_ready("junior", "mentor")
        await mails.world.make_ready("exec", "mentee")
        await mails.world.settled()
        mails.proposal_id = await mails.world.propose()
        yield mails


@asynccontextmanager
async def somebody(mails):
    """A browser in which nobody has signed in."""
    headers = {"Accept": "text/html", "Origin": mails.world.console_address}
    async with http_client(headers=headers) as client:
        yield client


async def test_a_pair_says_yes_writes_and_checks_in_from_their_mails(mails, monkeypatch):
    to_junior = await mails.link_to("junior", "proposed partner")
    to_exec = await mails.link_to("exec", "proposed partner")
    assert to_junior != to_exec
    async with somebody(mails) as browser:
        await _see_and_use_nothing_up(browser, to_junior)
        await _open_nothing_else(mails, browser, to_junior)
        await _find_matching_unavailable(mails, browser, to_junior, monkeypatch)
        yes = {"accept": "yes"}
        answers = await asyncio.gather(*(browser.post(f"{to_junior}/proposal", data=yes) for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [200, 410, 410, 410]
        forwarded = await browser.get(to_junior)
        assert (forwarded.status_code, "Already answered" in forwarded.text) == (410, True)
        assert "Edda" not in forwarded.text
        assert (await browser.post(f"{to_exec}/proposal", data=yes)).status_code == 200
        await mails.world.settled()
        contact = await mails.link_to("exec", "You are paired")
        assert "mailto:junior@example.com" in (await browser.get(contact)).text
        assert (await browser.post(f"{contact}/first-contact")).status_code == 200
        await mails.world.settled()
        assert (await browser.get(contact)).status_code == 410
        check_in, of_exec = await hold_first_session(mails)
        assert "How useful was the session?" in (await browser.get(check_in)).text
        assert (await browser.post(f"{check_in}/check-in", data={"rating": "9"})).status_code == 422
        silent = await browser.post(f"{check_in}/check-in", data={"held": "yes", "comment": "Kept"})
        assert (silent.status_code, "Kept" in silent.text) == (422, True)
        form = {"held": "yes", "rating": "5", "outlook": "go-on", "comment": ""}
        assert (await browser.post(f"{check_in}/check-in", data=form)).status_code == 200
        assert (await browser.get(check_in)).status_code == 410
        await _come_too_late(mails, browser, of_exec)
        await _answer_surveys(mails, browser)
        assert not browser.cookies


async def _see_and_use_nothing_up(browser, link):
    for _ in range(2):  # a scanner, then the person
        page = await browser.get(link)
        assert page.status_code == 200
        assert {"Edda Exemplar", "Juno Junior"} <= set(re.findall("Edda Exemplar|Juno Junior", page.text))
        assert page.headers["referrer-policy"] == "strict-origin"
        assert "/mine" not in page.text


async def _open_nothing_else(mails, browser, link):
    for other in ("check-in", "first-contact"):
        form = {"rating": "5"}
        assert (await browser.post(f"{link}/{other}", data=form)).status_code == 410
    assert (await browser.get(link.replace("/task/", "/sign-in/"))).status_code == 410
    assert (await browser.get(link[:-3] + "xxx")).status_code == 410
    home = await browser.get(mails.world.console_address + MINE)
    assert home.headers["location"] == "/sign-in"
    rows = str([row async for row in mails.world.services["console"].app.state.database[LINKS].find({})])
    assert link.rpartition("/")[2] not in rows
    assert "Juno" not in rows


async def _find_matching_unavailable(mails, browser, link, monkeypatch):
    urls = mails.world.services["console"].app.state.clients._urls
    with monkeypatch.context() as patch:
        patch.setitem(urls, "matching", "http://127.0.0.1:9")
        assert (await browser.post(f"{link}/proposal", data={"accept": "yes"})).status_code == 503
    assert (await browser.get(link)).status_code == 200


async def _come_too_late(mails, browser, link):
    mails.world.set_clocks(mails.world.services["console"].clock.now() + timedelta(days=60))
    page = await browser.get(link)
    assert (page.status_code, "The time to answer is over" in page.text) == (410, True)
    form = {"rating": "5"}
    assert (await browser.post(f"{link}/check-in", data=form)).status_code == 410


async def _answer_surveys(mails, browser):
    """The day of the pulse survey is past: the mentor answers, the executive skips."""
    await mails.world.settled()
    to_junior = await mails.link_to("junior", "how do you see the programme")
    page = (await browser.get(to_junior)).text
    assert "My partner takes what I say seriously." in page
    assert page.index("at least eight people") < page.index("<fieldset")
    form = {"step": "1", "act": "send"}
    for wrong in ("", "6", "nonsense"):
        refused = await browser.post(f"{to_junior}/pulse", data=form | {"answer": wrong})
        assert refused.status_code == 422
    kept = await browser.post(f"{to_junior}/pulse", data={"step": "1", "answer": "4", "act": "next"})
    assert (kept.status_code, kept.headers["location"]) == (303, f"{httpx.URL(to_junior).path}?step=2")
    checked = (await browser.get(f"{to_junior}?step=2")).text
    assert "I mostly agree" in checked
    assert "<fieldset" not in checked
    assert (await browser.post(f"{to_junior}/pulse", data=form | {"answer": "2"})).status_code == 200
    assert (await browser.get(to_junior)).status_code == 410
    to_exec = await mails.link_to("exec", "how do you see the programme")
    skipped = await browser.post(f"{to_exec}/pulse", data={"act": "skip"})
    assert (skipped.status_code, "You have skipped this survey." in skipped.text) == (200, True)


async def hold_first_session(mails):
    """Let the first session take place, and return the links of both to their check-ins."""
    world = mails.world
    junior = world.token("junior")
    sessions = (await world.ask("scheduling", "GET", "/me/sessions", junior))["items"]
    first = min(sessions, key=lambda session: session["starts_at"])
    world.set_clocks(_after(first["ends_at"]))
    await world.settled()
    words = "how was your session"
    return await mails.link_to("junior", words), await mails.link_to("exec", words)


def _after(text):
    return datetime.fromisoformat(text) + timedelta(minutes=5)


async def test_a_no_ends_the_proposal_and_the_other_link_says_so(mails):
    to_junior = await mails.link_to("junior", "proposed partner")
    to_exec = await mails.link_to("exec", "proposed partner")
    async with somebody(mails) as browser:
        no = await browser.post(f"{to_junior}/proposal", data={"accept": "no", "reason": "no-time"})
        assert (no.status_code, "Your no is saved" in no.text) == (200, True)
        await mails.world.settled()
        page = await browser.get(to_exec)
        assert (page.status_code, "Nothing to do here any more" in page.text) == (410, True)
        assert "no-time" not in page.text
        late = await browser.post(f"{to_exec}/proposal", data={"accept": "yes"})
        assert late.status_code == 410
