import asyncio
import json
import re
from contextlib import AsyncExitStack

import pytest

from shared.contracts.vocabulary import Role
from shared.testing.harness import all_settled
from tests.e2e.console.console_story import form_key, in_other_languages
from tests.helpers.people import opened, ready
from tests.integration.console.reading import read_page

pytestmark = [pytest.mark.integration, pytest.mark.e2e]


async def until(browser, text, page="rounds"):
    """The page of matchings or of proposals once it says something."""
    async with asyncio.timeout(240):
        while text not in (shown := (await browser.get(f"/programmes/rm-2026/{page}")).text):
            await asyncio.sleep(0.1)
    return shown


async def started(browser, **wish):
    """The page of a round or what-if that was asked for, and its address, once it is computed."""
    key = await form_key(browser)
    answers = [await browser.post("/programmes/rm-2026/rounds", data={"key": key, **wish}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].url == answers[1].url, "the double click made one round"
    path = answers[0].url.path
    async with asyncio.timeout(240):
        while "How good it is" not in (page := await browser.get(path)).text:
            await asyncio.sleep(0.1)
    assert read_page(page.text).faults() == []
    return path, page.text, answers[0].text


async def test_a_round_from_the_console_to_approved_proposals(console, matching, browser):
    await console.given(opened(), *(ready(role, n) for n in range(4) for role in Role))
    await all_settled(matching, console)
    what_if, tried, _ = await started(browser, kind="what-if", minutes="0.5", short_of="1.5")
    assert "Proven best." in tried
    assert "Check and send" not in tried

    path, page, begun = await started(browser)
    assert "The matching has started" in begun
    assert "16 possible pairs" in page
    both = {"one": path.split("/")[-1], "other": what_if.split("/")[-1]}
    compared = await browser.get("/programmes/rm-2026/rounds/comparison", params=both)
    assert read_page(compared.text).faults() == []
    assert "Matching 2 and Try-out 1" in compared.text
    assert '<tr><th scope="row">Pairs</th><td class="n">4</td><td class="n">4</td></tr>' in compared.text
    await until(browser, "Decide on 4 proposals")
    await in_other_languages(browser, what_if, str(compared.url))
    await in_other_languages(
        browser, *(f"{path}{page}" for page in ("", "/approval", "/decisions", "/discard"))
    )
    ids = re.findall(r'name="held" value="(\w+)"', (await browser.get(path)).text)
    first, second, third, fourth = ids
    # As if a page had two proposals: what another page holds back stays so.
    await browser.post(f"{path}/held-back", data={"shown": [first, second], "held": [first], "go": 2})
    kept = await browser.post(f"{path}/held-back", data={"shown": [third, fourth], "held": [third]})
    assert "2 proposals are held back so far" in kept.text
    assert read_page(kept.text).faults() == []
    check = await browser.post(f"{path}/held-back", data={"shown": [third, fourth], "check": "true"})
    assert check.url.path == f"{path}/approval"
    assert read_page(check.text).faults() == []
    assert "Send 3 proposals" in check.text
    assert "1 proposal that is held back is taken back" in check.text
    key = await form_key(browser, f"{path}/approval")
    overtaken = await browser.post(f"{path}/approval", data={"key": key, "count": 4})
    assert (overtaken.status_code, "have changed meanwhile" in overtaken.text) == (409, True)
    answer = await browser.post(f"{path}/approval", data={"key": key, "count": 3})
    assert "are approved" in answer.text
    page = await until(browser, "Proposals 1 to 3 of 3", "matches?state=approved")
    names = re.findall(r'<th scope="row"><bdi>(\S+)</bdi></th>', page)
    assert len(names) == 3


async def test_what_matching_refuses_is_said_on_the_page(console, matching, browser):
    await console.given(opened())
    await all_settled(matching, console)
    for command, more in (("approval", {}), ("cancellation", {"keep": "true"})):
        path = f"/programmes/rm-2026/rounds/no-such-round/{command}"
        answer = await browser.post(path, data={"key": "a", **more})
        assert answer.status_code == 404
        assert "no such round" in answer.text
        assert read_page(answer.text).faults() == []
    data = {"key": await form_key(browser), "minutes": 99}
    assert (await browser.post("/programmes/rm-2026/rounds", data=data)).status_code == 422


async def test_operations_shows_who_is_up_and_who_is_down(browser):
    page = (await browser.get("/ops")).text
    states = dict(re.findall(r'data-number="(\w+)\.verdict" data-state="([\w-]+)"', page))
    assert states == {
        "enrollment": "down",
        "matching": "quiet",
        "scheduling": "down",
        "feedback": "down",
        "console": "quiet",
    }
    async with asyncio.timeout(240):
        async with browser.stream("GET", "/ops/live") as stream:
            numbers = await anext(events(stream))
    assert numbers["matching.dead"] == 0
    assert numbers["feedback.verdict"] == "down"


async def test_a_live_page_gets_the_numbers_when_they_change(console, browser):
    await console.given(opened(), ready(Role.MENTOR, 50))
    async with asyncio.timeout(240), AsyncExitStack() as stack:
        stream = await stack.enter_async_context(browser.stream("GET", "/programmes/rm-2026/live"))
        assert stream.headers["content-type"].startswith("text/event-stream")
        pushed = events(stream)
        before = await anext(pushed)
        await console.given(ready(Role.MENTOR, 51))
        after = await anext(pushed)
    assert after["ready"] == before["ready"] + 1


async def events(stream):
    """The numbers of each event of a stream."""
    async for line in stream.aiter_lines():
        if line.startswith("data:"):
            yield json.loads(line.removeprefix("data:"))
