import httpx
import pytest

from devstack.idle import IdleWatcher, NotIdle, unrest

REST = {
    "outbox_pending": 0, "lag": 0, "parked": 0, "in_hand": 0, "dead": 0,
    "published_total": 5, "handled_total": 7, "faults": [],
}  # fmt: skip


class Service:
    """Answers as a service would, from a script: one state a sweep, the last one for ever."""

    def __init__(self, *states):
        self.states = list(states)
        self.sweeps = 0

    def __call__(self, request):
        if request.url.path == "/health/ready":
            return httpx.Response(200)
        state = self.states[min(self.sweeps, len(self.states) - 1)]
        self.sweeps += 1
        if state is None:
            raise httpx.ConnectError("refused")
        return httpx.Response(200, json=state)


def idle(service, patience=240.0, background=None):
    http = httpx.AsyncClient(transport=httpx.MockTransport(service))
    return IdleWatcher(
        {"matching": "http://matching"}, "token", http, patience=patience, background=background
    )


async def test_quiet_takes_two_sweeps_alike():
    service = Service(REST)
    await idle(service).wait()
    assert service.sweeps == 2


@pytest.mark.parametrize("count", ["outbox_pending", "lag", "parked", "in_hand"])
async def test_work_on_its_way_is_waited_for(count):
    service = Service(REST | {count: 3}, REST | {count: 3}, REST)
    await idle(service).wait()
    assert service.sweeps == 4


@pytest.mark.parametrize("count", ["published_total", "handled_total"])
async def test_movement_between_two_sweeps_is_no_quiet(count):
    service = Service(REST, REST | {count: 9}, REST | {count: 9})
    await idle(service).wait()
    assert service.sweeps == 3


async def test_counts_that_are_old_because_the_broker_is_away_are_no_quiet():
    service = Service(REST | {"faults": ["broker: TimeoutError"]}, REST)
    await idle(service).wait()
    assert service.sweeps == 3


async def test_what_goes_on_in_the_background_is_waited_for_and_what_it_leaves_behind():
    service = Service(REST, REST | {"lag": 1}, REST | {"handled_total": 8})
    waited = []

    async def background():
        waited.append(service.sweeps)

    await idle(service, background=background).wait()
    assert waited == [1, 3]  # after the first sweep, and again since something had moved
    assert service.sweeps == 4


async def test_a_service_that_is_down_is_waited_for():
    service = Service(None, None, REST)
    await idle(service).wait()
    assert service.sweeps == 4


async def test_a_service_without_partitions_is_not_quiet_though_it_sees_no_lag():
    service = Service(REST)
    readiness = iter([503, 503, 200])

    def answer(request):
        if request.url.path == "/health/ready":
            return httpx.Response(next(readiness, 200))
        return service(request)

    await idle(answer).wait()
    assert next(readiness, None) is None


async def test_a_service_that_stays_away_is_named():
    with pytest.raises(NotIdle, match="matching: no answer"):
        await idle(Service(None), patience=0.05).wait()


async def test_a_count_that_never_falls_is_named():
    with pytest.raises(NotIdle, match="matching: lag 2"):
        await idle(Service(REST | {"lag": 2}), patience=0.05).wait()


def test_dead_letters_end_the_waiting_at_once():
    with pytest.raises(NotIdle, match="1 dead letters"):
        unrest("feedback", REST | {"dead": 1})
