"""Read models that were emptied are built again from the topics, with the same content."""

import asyncio
import os
import subprocess
import sys

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import RecordsToDelete
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from services.console.app import SERVICE, create_app
from services.console.store import COLLECTIONS, PAIRINGS
from services.feedback.app import SERVICE as FEEDBACK
from shared.messaging.incoming.rewind import RewindRefused
from shared.messaging.wire.kafka import create_topics, delete_topics
from shared.messaging.wire.kafka_admin import administering
from shared.runtime.clock import FixedClock
from shared.service.rebuild import rebuild
from shared.testing.harness import TEST_NOW, run_replica
from shared.testing.namespace import environment_of, make_namespace
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.report_facts import figures_released

pytestmark = pytest.mark.integration

WHEN_NOT_WHAT = {"version", "saved_at", "revision"}


@pytest.fixture(autouse=True)
def on_kafka(broker):
    if broker == "tansu":
        pytest.skip("Tansu lets nobody set back a group that had members, nor delete records")


@pytest.fixture
async def namespace(environment):
    async with make_namespace(environment) as settings:
        yield settings


@pytest.fixture
def start(namespace, environment):
    return lambda: run_replica(create_app, namespace, environment.issuer, FixedClock(TEST_NOW))


async def read_models(console):
    """The documents of each collection by id, without the fields that say when they were saved."""
    database = console.app.state.database
    return {
        collection.name: {
            str(row["_id"]): {name: value for name, value in row.items() if name not in WHEN_NOT_WHAT}
            async for row in database[collection.name].find()
        }
        for collection in COLLECTIONS
    }


def run_command(settings):
    """Run the command that operators run."""
    return subprocess.run(
        [sys.executable, "-m", "services", "rebuild", "console"],
        env={**os.environ, **environment_of(settings)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


async def test_what_was_lost_is_there_again_and_nothing_else_differs(namespace, start):
    async with start() as console:
        await console.given(*programme_in_motion(people=4, pairs=3))
        complete = await read_models(console)
        assert all(complete[name] for name in ("programmes", "people", "proposals", "pairings", "sessions"))
        await console.app.state.database[PAIRINGS.name].delete_many({})
    command = run_command(namespace)
    assert (command.returncode, command.stderr) == (0, "")
    async with start() as console:
        await console.settled()
        assert await read_models(console) == complete
        await console.given(figures_released())  # and it goes on
        assert (await read_models(console))["released"] != complete["released"]


async def test_it_is_refused_while_a_replica_runs(namespace, start):
    async with start() as console:
        await console.given(*programme_in_motion(people=2, pairs=1))
        before = await read_models(console)
        with pytest.raises(RewindRefused, match="has members: stop all its replicas first"):
            await rebuild(SERVICE, namespace)
        assert await read_models(console) == before


async def test_a_service_that_owns_data_is_refused(namespace):
    with pytest.raises(RewindRefused, match="it owns data that no event carries"):
        await rebuild(FEEDBACK, namespace)


async def test_it_is_refused_where_topics_are_missing(namespace):
    with pytest.raises(RewindRefused, match=r"topic elsewhere\.mentoring\.\w+ does not exist"):
        await rebuild(SERVICE, namespace.model_copy(update={"topic_prefix": "elsewhere."}))


async def test_it_is_refused_where_the_first_events_are_gone(namespace, start):
    async with start() as console:
        await console.given(*programme_in_motion(people=4, pairs=3))
    topic = f"{namespace.topic_prefix}mentoring.enrollment"
    async with administering(namespace) as admin:
        partitions = [TopicPartition(topic, number) for number in range(2)]
        await admin.delete_records({each: RecordsToDelete(before_offset=1) for each in partitions})
    command = run_command(namespace)
    assert command.returncode == 1
    assert f"console is not rebuilt: topic {topic} no longer has the first 1 records" in command.stderr


async def test_topics_keep_events_as_long_as_the_setting_says(namespace):
    topic = f"{namespace.topic_prefix}kept"
    await create_topics(namespace, [topic], partitions=1, replication=1, retention_days=20)
    try:
        resource = ConfigResource(ConfigResourceType.TOPIC, topic, {"retention.ms": None})
        async with administering(namespace) as admin, asyncio.timeout(60):
            entries = []
            while not entries:  # the broker needs a moment to know a new topic
                (answer,) = await admin.describe_configs([resource])
                ((_, _, _, _, entries),) = answer.resources
        assert [entry[:2] for entry in entries] == [("retention.ms", str(20 * 86_400_000))]
    finally:
        await delete_topics(namespace, [topic])
