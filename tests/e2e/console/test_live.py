"""Live pages on a served console: shared pollers, own pairs left out, ended with the session."""

import asyncio
import json
from contextlib import AsyncExitStack

import httpx
import pytest

from shared.contracts.vocabulary import Role
from shared.testing.clients import http_client
from tests.integration.console import console_facts as facts
from tests.integration.console.console_runs import run_console
from tests.integration.console.programme_in_motion import programme_in_motion

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

LIVE = "/programmes/rm-2026/live"
EXECUTIVE = "e-mentee-0"


@pytest.fixture(scope="module")
async def console(environment):
    async with run_console(environment) as harness:
        await harness.given(*programme_in_motion(4, 2))
        yield harness


@pytest.fixture
async def http(console):
    async with (
        asyncio.timeout(600),
        http_client(base_url=console.address, limits=httpx.Limits(max_connections=100)) as http,
    ):
        yield http
    async with asyncio.timeout(240):
        while console.app.state.live.open:
            await asyncio.sleep(0.01)


class Stream:
    """A live page that is open until the stack is closed, or cut."""

    def __init__(self, response):
        self.status = response.status_code
        self._lines = response.aiter_lines()

    async def next(self):
        async for line in self._lines:
            if line.startswith("data:"):
                return json.loads(line.removeprefix("data:"))
        return None


async def open_stream(stack, http, headers):
    return Stream(await stack.enter_async_context(http.stream("GET", LIVE, headers=headers)))


async def test_sixty_streams_of_a_programme_cost_one_poller(console, http):
    looks = []
    run = console.app.state.transactions.run

    async def counted(work, **kwargs):
        looks.append(asyncio.current_task().get_name())
        return await run(work, **kwargs)

    console.app.state.transactions.run = counted
    people = [console.token("coordinator", subject=f"coordinator-{n}") for n in range(12)]
    async with AsyncExitStack() as whole, AsyncExitStack() as half:
        streams = [
            await open_stream(whole if n % 2 else half, http, headers) for headers in people for n in range(5)
        ]
        before = [await each.next() for each in streams]
        assert all(numbers == before[0] for numbers in before)
        looks.clear()
        await console.given(*facts.ready(50, Role.MENTOR))
        for each in streams:
            while (await each.next())["ready"] == before[0]["ready"]:
                pass
        pollers = {name for name in looks if name.startswith("live ")}
        assert pollers == {"live ('acme', 'rm-2026')"}
        await half.aclose()
        page = await http.get("/programmes/rm-2026/people", headers=people[0])
        assert page.status_code == 200
        async with asyncio.timeout(240):
            while console.app.state.live.open > 24:
                await asyncio.sleep(0.01)
    async with asyncio.timeout(240):
        while console.app.state.live._tasks:
            await asyncio.sleep(0.01)
    console.app.state.transactions.run = run


async def test_a_sixth_stream_of_a_person_is_refused(console, http):
    async with AsyncExitStack() as stack:
        statuses = [
            (await open_stream(stack, http, console.token("coordinator", subject="eager"))).status
            for _ in range(6)
        ]
    assert statuses == [200] * 5 + [429]


async def test_numbers_leave_out_the_own_pairing(console, http):
    async with AsyncExitStack() as stack:
        own = await open_stream(stack, http, console.token("coordinator", employee_id=EXECUTIVE))
        whole = await open_stream(stack, http, console.token("coordinator", subject="other"))
        before, before_whole = await own.next(), await whole.next()
        assert before["pairings"] == before_whole["pairings"] - 1
        await console.given(facts.missed(0, 2), facts.missed(1, 2))
        after, after_whole = await own.next(), await whole.next()
        while after_whole["missed"] < before_whole["missed"] + 2:
            after_whole = await whole.next()
        assert after["missed"] == before["missed"] + 1


async def test_a_stream_ends_soon_after_signing_out(console, http):
    token = console.bare_token("coordinator", subject="leaver")
    origin = {"Origin": console.address}
    assert (await http.post("/login", data={"token": token}, headers=origin)).status_code == 303
    async with AsyncExitStack() as stack:
        stream = await open_stream(stack, http, {})
        assert await stream.next()
        await http.post("/logout", headers=origin)
        async with asyncio.timeout(240):
            while await stream.next() is not None:
                pass
