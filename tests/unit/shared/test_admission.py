"""The limit of admission follows from response times; requests begin a few at a time."""

import asyncio

import pytest

from shared.service.admission import MOST, WINDOW_SECONDS, Admission, Overloaded
from shared.service.middleware import FairTurns
from shared.service.middleware.turns import _A_TURN
from tests.unit.shared.ticks import Ticks

LEAST = 32


@pytest.fixture
def clock():
    return Ticks()


@pytest.fixture
def admission(clock):
    return Admission(LEAST, target_seconds=1.0, now=clock)


def take(admission, clock, seconds):
    with admission.place():
        clock.now += seconds


def test_slow_answers_make_it_admit_less_but_never_too_little(admission, clock):
    while admission.limit < MOST:
        take(admission, clock, WINDOW_SECONDS)
    take(admission, clock, 4.0)
    assert admission.limit == MOST // 2
    for _ in range(10):
        take(admission, clock, 40.0)
    assert admission.limit == LEAST


def test_one_slow_answer_among_many_changes_nothing(admission, clock):
    for _ in range(4):
        take(admission, clock, WINDOW_SECONDS / 10)
    before = admission.limit
    take(admission, clock, 30.0)
    assert admission.limit > before


def test_fast_answers_make_it_admit_more_again(admission, clock):
    for _ in range(10):
        take(admission, clock, 40.0)
    windows = 0
    while admission.limit < MOST:
        take(admission, clock, WINDOW_SECONDS)
        windows += 1
    assert windows < 20


def test_what_is_too_much_is_refused_and_places_are_given_back(admission, clock):
    take(admission, clock, 4.0)
    places = [admission.place() for _ in range(admission.limit)]
    for place in places:
        place.__enter__()
    assert admission.in_hand == admission.limit
    with pytest.raises(Overloaded) as refused, admission.place():
        raise AssertionError("not reached")
    assert (refused.value.status_code, refused.value.headers) == (503, {"Retry-After": "1"})
    with admission.place(admitted=True):
        assert admission.in_hand == admission.limit + 1
    for place in places:
        place.__exit__(None, None, None)
    assert admission.in_hand == 0
    take(admission, clock, 0.1)


class App:
    """Notes in which turn of the event loop a request began; each stays until it is let go."""

    def __init__(self):
        self.begun = []
        self.go = asyncio.Event()

    async def __call__(self, scope, receive, send):
        del receive
        self.begun.append(scope["path"])
        if not scope["path"].startswith("/health"):
            await self.go.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})


async def ask(middleware, path):
    statuses = []

    async def send(message):
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await middleware({"type": "http", "path": path}, None, send)
    return statuses[0]


async def test_few_requests_begin_in_a_turn_and_a_probe_does_not_wait_for_them(admission):
    app = App()
    middleware = FairTurns(app, admission)
    admission.limit = 200
    asking = [asyncio.create_task(ask(middleware, f"/{number}")) for number in range(200)]
    probing = asyncio.create_task(ask(middleware, "/health/live"))
    await asyncio.sleep(0)
    assert app.begun == [*(f"/{number}" for number in range(_A_TURN)), "/health/live"]
    await probing
    turns = 0
    while len(app.begun) < 201:
        before = len(app.begun)
        await asyncio.sleep(0)
        assert len(app.begun) - before <= _A_TURN
        turns += 1
    assert turns >= 200 / _A_TURN - 1
    app.go.set()
    assert set(await asyncio.gather(*asking)) == {200}


async def test_too_many_requests_in_hand_are_refused_at_once_and_probes_are_not(admission):
    app = App()
    middleware = FairTurns(app, admission)
    count = 2 * admission.limit
    asking = [asyncio.create_task(ask(middleware, "/a")) for _ in range(count)]
    await asyncio.sleep(0)
    assert admission.full
    assert await ask(middleware, "/a") == 503
    assert await ask(middleware, "/health/live") == 200
    app.go.set()
    assert await asyncio.gather(*asking) == [200] * count
    assert await ask(middleware, "/a") == 200


async def test_while_the_service_is_full_only_probes_begin(admission, clock):
    middleware = FairTurns(App(), admission)
    for _ in range(10):
        take(admission, clock, 40.0)
    places = [admission.place() for _ in range(LEAST)]
    for place in places:
        place.__enter__()
    assert await ask(middleware, "/a") == 503
    assert await ask(middleware, "/health/live") == 200
    for place in places:
        place.__exit__(None, None, None)


async def test_a_request_that_is_given_up_while_it_waits_leaves_no_trace(admission):
    app = App()
    middleware = FairTurns(app, admission)
    asking = [asyncio.create_task(ask(middleware, "/a")) for _ in range(_A_TURN + 5)]
    await asyncio.sleep(0)
    asking[-1].cancel()
    app.go.set()
    assert len(await asyncio.gather(*asking, return_exceptions=True)) == _A_TURN + 5
    assert len(app.begun) == _A_TURN + 4
    assert admission.requests == 0
