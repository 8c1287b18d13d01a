import asyncio
import json
from time import time

import pytest
from fastapi import HTTPException

from services.console.browser_sessions.browser_session import Pass
from services.console.pages.common import live_streams
from services.console.pages.common.live_streams import PER_PERSON, LiveStreams


def entitled(person=1, session="s", ends_in=600.0):
    return Pass(("acme", f"person-{person}"), f"token-{person}", session, time() + ends_in)


class Source:
    """Numbers that a test changes, and how often they were read."""

    def __init__(self):
        self.value = 0
        self.views = []

    async def __call__(self, views):
        self.views.append(set(views))
        return {view: {"value": self.value, "for": str(view)} for view in views}


@pytest.fixture
def source():
    return Source()


@pytest.fixture
async def streams(monkeypatch):
    monkeypatch.setattr(live_streams, "CHECK_SECONDS", 0.01)
    revoked = set()

    async def standing(passes):
        return {each for each in passes if each.session not in revoked}

    streams = LiveStreams(standing, most=40)
    streams.revoked = revoked
    yield streams
    await streams.stop()


async def first(listener):
    async with asyncio.timeout(240):
        return json.loads((await anext(listener.events())).data)


async def ended(listener):
    async with asyncio.timeout(240):
        return [event async for event in listener.events()]


async def test_streams_of_one_subject_share_a_poller(streams, source):
    listeners = [streams.listen("p", source, 0.01, entitled(n)) for n in range(30)]
    assert [await first(each) for each in listeners] == [{"value": 0, "for": "None"}] * 30
    assert len(streams._subjects) == 1
    assert len(streams._tasks) == 2, "a poller, and the check of all sessions"
    source.value = 1
    assert {(await first(each))["value"] for each in listeners} == {1}


async def test_each_viewer_gets_what_they_may_see(streams, source):
    one = streams.listen("p", source, 0.01, entitled(1), "e-1")
    other = streams.listen("p", source, 0.01, entitled(2), None)
    assert (await first(one))["for"] == "e-1"
    assert (await first(other))["for"] == "None"
    assert source.views[-1] == {"e-1", None}


async def test_a_slow_reader_gets_the_latest_numbers_only(streams, source):
    listener = streams.listen("p", source, 0.001, entitled())
    await first(listener)
    for source.value in range(1, 20):
        count = len(source.views)
        while len(source.views) < count + 2:
            await asyncio.sleep(0)
    assert (await first(listener))["value"] == 19


async def test_polling_ends_with_the_last_stream_and_begins_again(streams, source):
    for _ in range(3):
        listeners = [streams.listen("p", source, 0.001, entitled(n)) for n in range(3)]
        await first(listeners[0])
        for each in listeners:
            each.close()
            each.close()
        assert streams.open == 0
        while streams._tasks:
            await asyncio.sleep(0.001)
        assert not streams._subjects
    looked = len(source.views)
    late = streams.listen("p", source, 0.001, entitled())
    await first(late)
    assert len(source.views) > looked


async def test_a_stream_that_opens_as_the_last_one_ends_is_served(streams, source):
    for _ in range(50):
        listener = streams.listen("p", source, 0, entitled())
        await first(listener)
        listener.close()
        await asyncio.sleep(0)
    assert await first(streams.listen("p", source, 0, entitled()))


async def test_a_person_and_a_process_have_few(streams, source):
    own = [streams.listen("p", source, 1, entitled(1)) for _ in range(PER_PERSON)]
    with pytest.raises(HTTPException) as refused:
        streams.listen("p", source, 1, entitled(1))
    assert (refused.value.status_code, refused.value.headers) == (429, {"Retry-After": "10"})
    for n in range(2, 37):
        streams.listen(f"p{n}", source, 1, entitled(n))
    with pytest.raises(HTTPException) as refused:
        streams.listen("p", source, 1, entitled(99))
    assert refused.value.status_code == 503
    own[0].close()
    streams.listen("p", source, 1, entitled(1))


async def test_a_stream_ends_with_its_session(streams, source):
    ends, stays = (streams.listen("p", source, 0.01, entitled(n, f"s{n}")) for n in (1, 2))
    await first(ends)
    streams.revoked.add("s1")
    assert len(await ended(ends)) <= 1
    assert not stays.closed


async def test_a_stream_ends_when_its_token_expires(streams, source):
    listener = streams.listen("p", source, 0.01, entitled(ends_in=0.05))
    assert len(await ended(listener)) <= 1
    assert streams.open == 0


async def test_a_look_that_fails_ends_the_streams_which_come_again(streams, source):
    async def broken(views):
        raise RuntimeError(views)

    listener = streams.listen("p", broken, 0.01, entitled())
    assert await ended(listener) == []
    while streams._tasks.get("p"):
        await asyncio.sleep(0.001)
    assert await first(streams.listen("p", source, 0.01, entitled()))
