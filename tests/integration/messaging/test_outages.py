"""Outages and stops: an unavailable part is not an event's failure, and a clean stop leaves nothing."""

import asyncio
import signal

import httpx
import pytest
from pymongo.errors import PyMongoError

from shared.runtime import metrics
from shared.testing import run_service
from shared.testing.faults import Point
from shared.testing.harness import TEST_NOW, TEST_SCOPE
from tests.integration.messaging import ledger
from tests.integration.messaging.world import PAIRINGS, held, open_world, until

pytestmark = pytest.mark.integration


async def tallies(service):
    return {row["id"]: row["numbers"] async for row in service.app.state.database["tallies"].find({})}


async def test_with_the_database_paused_then_killed_nothing_is_parked_or_lost(environment, parts):
    ledger.poison.clear()
    ledger.slow.clear()
    async with run_service(ledger.create_app, environment) as service:
        failures = metrics.EVENTS_PARKED.labels("feedback")._value
        before = failures.get()

        async def publish(numbers, pairings=PAIRINGS):
            facts = [held(number, pairing) for number in numbers for pairing in pairings]
            await service.publisher.publish(facts, TEST_SCOPE, TEST_NOW)

        await publish([1])
        await service.settled()
        parts.signal("mongod", signal.SIGSTOP)
        await publish([2, 3])
        await asyncio.sleep(2)
        parts.signal("mongod", signal.SIGCONT)
        await until(lambda: counted(service, 3))
        parts.kill("mongod")
        first, *others = PAIRINGS
        await publish([4], [first])  # alone in its batch: there is nobody else to blame
        await asyncio.sleep(7)  # longer than the driver looks for a server
        await asyncio.to_thread(parts.restart, "mongod")
        await publish([4], others)
        await publish([5])
        await until(lambda: counted(service, 5))
        await service.settled()
        assert failures.get() == before
        assert await service.app.state.streams.parking.counts() == {"parked": 0, "dead": 0, "queued": 0}


async def counted(service, last):
    """Whether the events up to this number have had their effect, each once and in order."""
    try:
        return await tallies(service) == {pairing: list(range(1, last + 1)) for pairing in PAIRINGS}
    except PyMongoError:
        return False


async def test_a_service_stops_in_time_while_the_broker_stands_still(environment, parts):
    ledger.poison.clear()
    ledger.slow.clear()
    async with run_service(ledger.create_app, environment) as service:
        await service.settled()
        parts.signal("kafka", signal.SIGSTOP)
        headers = service.token("coordinator")
        for number in range(3):
            path = f"/programmes/rm-2026/tallies/p{number}?number=1"
            assert (await service.http.post(path, headers=headers)).status_code == httpx.codes.OK
        stopping = asyncio.create_task(service.app.state.streams.stop())
        await asyncio.wait([stopping], timeout=240)
        parts.signal("kafka", signal.SIGCONT)
        assert stopping.done()


async def test_a_clean_stop_drains_commits_and_leaves_so_nothing_comes_again(environment):
    async with open_world(environment) as world:
        # It gets the signal to stop in the middle of its first batch.
        first = await world.start(point=Point.BEFORE_COMMIT, signum=signal.SIGTERM)
        await world.publish(range(1, 7))
        assert await first.ended() in (0, -signal.SIGTERM)
        assert await world.counted() != {}
        second = await world.start()
        assert await world.check(range(1, 7)) == 0
        assert await second.metric("mentoring_events_duplicate_total") == 0
