import asyncio
import json
import re
from contextlib import AsyncExitStack
from datetime import date

import httpx
import pytest
from console_serving import serve
from reading import read_page

from services.console.app import create_app as create_console
from services.matching.app import create_app as create_matching
from shared.contracts.enrollment import MatchingProfile, ParticipantReady, ProgrammeOpened, ProgrammeRules
from shared.contracts.vocabulary import CommunicationStyle, Language, Role, TopicLevel, WorkingHours
from shared.testing import run_service

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

BROWSER = {"Accept": "text/html"}
NOBODY = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
async def matching(surroundings):
    async with run_service(create_matching, surroundings) as harness, serve(harness.app) as address:
        harness.address = address
        yield harness


@pytest.fixture(scope="module")
async def console(surroundings, matching):
    """A console that shares its topics with a real matching service, and a browser's view of it."""
    settings = {
        "topic_prefix": matching.settings.topic_prefix,
        "matching_url": matching.address,
        "enrollment_url": NOBODY,
        "scheduling_url": NOBODY,
        "feedback_url": NOBODY,
    }
    async with (
        run_service(create_console, surroundings, **settings) as harness,
        serve(harness.app) as address,
    ):
        harness.address = address
        yield harness


@pytest.fixture
async def browser(console):
    """A browser signed in as coordinator and operator."""
    token = console.token("coordinator", "ops")["Authorization"].removeprefix("Bearer ")
    async with httpx.AsyncClient(
        base_url=console.address, headers=BROWSER, follow_redirects=True, timeout=30
    ) as client:
        answer = await client.post("/login", data={"token": token}, headers={"Origin": console.address})
        assert answer.status_code == 200
        client.headers["Origin"] = console.address
        yield client


def opened(programme):
    return ProgrammeOpened(
        programme_id=programme,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
        regions=("emea",),
        rules=ProgrammeRules(),
    )


def ready(role, number):
    mentor = role is Role.MENTOR
    profile = MatchingProfile(
        employee_id=f"e-{role}-{number}",
        role=role,
        grade=3 if mentor else 10,
        department="engineering" if mentor else "finance",
        team=f"{role}-{number}",
        region="emea",
        tenure_years=2,
        working_hours=WorkingHours(time_zone="Europe/Berlin", starts="09:00", ends="17:00"),
        languages=(Language(code="en", level=5),),
        line=(),
        topics=(TopicLevel(topic="ai-prompting", level=2),),
        kind="coach" if mentor else "show-me",
        style=CommunicationStyle(pace=3, directness=3, formality=3),
    )
    return ParticipantReady(participant_id=f"{role}-{number}", profile=profile)


async def settled(*services):
    for service in (*services, *services):
        await service.settled()


async def until(browser, text, query=""):
    """The page of matches once it says something."""
    async with asyncio.timeout(60):
        while text not in (page := (await browser.get(f"/programmes/rm-2026/matches{query}")).text):
            await asyncio.sleep(0.1)
    return page


async def form_key(browser, path="/programmes/rm-2026/rounds"):
    return re.search(r'name="key" value="(\w+)"', (await browser.get(path)).text)[1]


async def started(browser, **wish):
    """The page of a round or what-if that was asked for, and its address, once it is computed."""
    key = await form_key(browser)
    answers = [await browser.post("/programmes/rm-2026/rounds", data={"key": key, **wish}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].url == answers[1].url, "the double click made one round"
    path = answers[0].url.path
    async with asyncio.timeout(60):
        while "How good it is" not in (page := await browser.get(path)).text:
            await asyncio.sleep(0.1)
    assert read_page(page.text).faults() == []
    return path, page.text, answers[0].text


async def test_a_round_from_the_console_to_approved_proposals(console, matching, browser):
    await console.given(opened("rm-2026"), *(ready(role, n) for n in range(4) for role in Role))
    await settled(matching, console)
    what_if, tried, _ = await started(browser, kind="what-if", minutes="0.5", short_of="1.5")
    assert "Proven best." in tried
    assert "Approve" not in tried

    path, page, begun = await started(browser)
    assert "The matching round has begun" in begun
    assert "16 possible pairs" in page
    both = {"one": path.split("/")[-1], "other": what_if.split("/")[-1]}
    compared = await browser.get("/programmes/rm-2026/rounds/comparison", params=both)
    assert read_page(compared.text).faults() == []
    assert "Round 2 and what-if 1" in compared.text
    assert '<tr><th scope="row">Pairs</th><td class="n">4</td><td class="n">4</td></tr>' in compared.text
    await until(browser, "Decide on 4 proposals")
    ids = re.findall(r'name="held" value="(\w+)"', (await browser.get(path)).text)
    first, second, third, fourth = ids
    # As if a page had two proposals: what another page holds back stays so.
    await browser.post(f"{path}/held-back", data={"shown": [first, second], "held": [first], "go": 2})
    kept = await browser.post(f"{path}/held-back", data={"shown": [third, fourth], "held": [third]})
    assert "2 proposals are held back so far" in kept.text
    assert read_page(kept.text).faults() == []
    key = await form_key(browser, path)
    answer = await browser.post(f"{path}/approval", data={"key": key, "shown": [third, fourth]})
    assert "are approved" in answer.text
    page = await until(browser, "1 to 3 of 3 proposals", "?state=approved")
    names = re.findall(r'<th scope="row">(\S+)</th>', page)
    assert len(names) == 3


async def test_what_matching_refuses_is_said_on_the_page(console, matching, browser):
    await console.given(opened("rm-2026"))
    await settled(matching, console)
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
    states = dict(re.findall(r'data-number="(\w+)\.verdict" data-state>([\w ]+)<', page))
    assert states == {
        "enrollment": "Down",
        "matching": "Quiet",
        "scheduling": "Down",
        "feedback": "Down",
        "console": "Quiet",
    }
    async with asyncio.timeout(20):
        async with browser.stream("GET", "/ops/live") as stream:
            numbers = await anext(events(stream))
    assert numbers["matching.dead"] == 0
    assert numbers["feedback.verdict"] == "down"


async def test_a_live_page_gets_the_numbers_when_they_change(console, browser):
    await console.given(opened("rm-2026"), ready(Role.MENTOR, 50))
    async with asyncio.timeout(20), AsyncExitStack() as stack:
        stream = await stack.enter_async_context(browser.stream("GET", "/programmes/rm-2026/live"))
        assert stream.headers["content-type"].startswith("text/event-stream")
        told = events(stream)
        before = await anext(told)
        await console.given(ready(Role.MENTOR, 51))
        after = await anext(told)
    assert after["ready"] == before["ready"] + 1


async def events(stream):
    """The numbers of each event of a stream."""
    async for line in stream.aiter_lines():
        if line.startswith("data:"):
            yield json.loads(line.removeprefix("data:"))
