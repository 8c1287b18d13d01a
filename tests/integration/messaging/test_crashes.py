"""Processes that die or stand still at every point between two steps: nothing lost, doubled or reordered.

A broker waits ten seconds for a member it has lost, so all processes are started at once.
"""

import asyncio
import signal
from functools import partial

import pytest

from shared.runtime.mongo import connect
from shared.testing.faults import Point
from tests.integration.messaging.world import open_world, until

pytestmark = pytest.mark.integration

NUMBERS = range(1, 7)
MANY = tuple(f"p{n}" for n in range(8))
DOWNED = -signal.SIGKILL


class Story:
    """One process comes to its end at a point, another takes over."""

    def __init__(self, environment):
        self.environment = environment
        self.before = {}
        self.repeated = None
        self.duplicates = None

    async def crash(self, point):
        async with open_world(self.environment) as world:
            first = await world.start(point=point)
            await world.publish(NUMBERS)
            assert await first.ended() == DOWNED
            self.before = {
                "counted": await world.counted(),
                "unpublished": await world.unpublished(),
                "topic": await world.topic(),
            }
            second = await world.start()
            self.repeated = await world.check(NUMBERS)
            self.duplicates = await second.metric("mentoring_events_duplicate_total")
        return self

    async def lease_expires(self):
        async with open_world(self.environment, relay_lease_seconds=1) as world:
            first = await world.start(point=Point.WHILE_PUBLISHING, signum=signal.SIGSTOP, calls=2)
            await world.publish(NUMBERS)
            await until(first.stopped)
            assert await world.unpublished() > 0
            second = await world.start()
            self.repeated = await world.check(NUMBERS)
            first.signal(signal.SIGCONT)
            await until(lambda: first_published_again(world, self.repeated))
            self.repeated = await world.check(NUMBERS)
            assert second.process.returncode is None
        return self

    async def rebalance(self):
        """A replica leaves while another is in its handlers, which must finish before the partitions move."""
        async with open_world(self.environment) as world:
            busy = await world.start(slow=0.3)
            leaving = await world.start()
            await world.publish(range(1, 4), MANY)
            await until(world.counted)
            assert not await world.all_counted(range(1, 4), MANY)
            leaving.signal(signal.SIGTERM)
            await world.check(range(1, 4), MANY)
            await leaving.ended()
            await world.publish([4], MANY)
            self.repeated = await world.check(range(1, 5), MANY)
            self.duplicates = await busy.metric("mentoring_events_duplicate_total")
        return self


async def first_published_again(world, before):
    """Whether the process that stood still has sent the rest of its batch."""
    topic = await world.topic()
    return sum(len(records) for records in topic.values()) - len(NUMBERS) * 3 > before


@pytest.fixture(scope="module")
async def soon_forgotten(environment):
    """Let the database give up dead processes' transactions soon; it holds their locks for 60 s by default.

    That is how long another replica may have to wait for the same documents.
    """
    client = connect(environment.mongo_uri)
    await client.admin.command("setParameter", 1, transactionLifetimeLimitSeconds=10)
    yield
    await client.admin.command("setParameter", 1, transactionLifetimeLimitSeconds=60)
    client.close()


@pytest.fixture(scope="module")
async def stories(environment, soon_forgotten):
    del soon_forgotten
    gate = asyncio.Semaphore(3)

    async def run(story):
        async with gate:
            return await story()

    crashes = {point: partial(Story(environment).crash, point) for point in list(Point)[:4]}
    others = {"lease": Story(environment).lease_expires, "rebalance": Story(environment).rebalance}
    tasks = {name: asyncio.create_task(run(story)) for name, story in (crashes | others).items()}
    yield tasks
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)


async def test_killed_before_commit(stories):
    story = await stories[Point.BEFORE_COMMIT]
    assert (story.before["counted"], story.before["unpublished"]) == ({}, 0)
    assert story.repeated == 0


async def test_killed_after_commit_before_publish(stories):
    story = await stories[Point.AFTER_COMMIT]
    assert story.before["counted"]
    assert story.before["unpublished"] > 0
    assert story.before["topic"] == {}
    assert story.repeated == 0


async def test_killed_after_publish_before_marking(stories):
    story = await stories[Point.AFTER_PUBLISH]
    assert story.before["unpublished"] > 0
    assert story.before["topic"]
    assert story.repeated > 0


async def test_killed_after_handler_before_the_offset_commit(stories):
    story = await stories[Point.AFTER_HANDLER]
    assert story.before["counted"]
    assert story.duplicates > 0


async def test_lease_expires_in_the_middle_of_a_batch(stories):
    story = await stories["lease"]
    assert story.repeated > 0


async def test_rebalance_in_a_handler(stories):
    story = await stories["rebalance"]
    assert (story.duplicates, story.repeated) == (0, 0)
