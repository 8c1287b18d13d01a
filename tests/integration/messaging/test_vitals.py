"""What probes, metrics and operators are told while the broker or the database stands still."""

import asyncio
import signal
import time

import pytest
from aiokafka.errors import TopicAuthorizationFailedError

from shared.messaging.fetching import Fetching
from shared.service import progress, vitals
from shared.testing.harness import TEST_NOW, TEST_SCOPE

pytestmark = pytest.mark.integration

READY = "/health/ready"
PROBE_SECONDS = 3
"""As long as the health check of docker-compose.yml waits."""


async def ask(service, path, **headers):
    began = time.monotonic()
    answer = await service.http.get(path, headers=headers)
    return answer, time.monotonic() - began


async def ready_again(service):
    async with asyncio.timeout(240):
        while (await service.http.get(READY)).status_code != 200:
            await asyncio.sleep(0.2)


def gauge(text, name):
    return next(float(line.split()[-1]) for line in text.splitlines() if line.startswith(name))


@pytest.mark.parametrize(("part", "name"), [("broker", "kafka"), ("database", "mongod")])
async def test_with_a_part_paused_all_answer_in_time_with_what_they_last_knew(
    service, parts, held, part, name
):
    await service.given(held(1))
    ops = service.token("ops")
    handled = (await ask(service, "/ops/stream", **ops))[0].json()["handled_total"]
    assert handled > 0
    parts.signal(name, signal.SIGSTOP)

    answer, seconds = await ask(service, READY)
    assert (answer.status_code, answer.json()["detail"]) == (503, f"{part}: does not answer")
    assert seconds < PROBE_SECONDS
    answer, seconds = await ask(service, "/metrics")
    assert answer.status_code == 200
    assert seconds < 2 * PROBE_SECONDS
    assert gauge(answer.text, f'mentoring_part_answers{{part="{part}"}}') == 0
    assert gauge(answer.text, "mentoring_consumer_lag_events") == 0
    answer, seconds = await ask(service, "/ops/stream", **ops)
    assert answer.status_code == 200
    assert seconds < 2 * PROBE_SECONDS
    state = answer.json()
    assert (state["faults"], state["handled_total"]) == ([f"{part}: does not answer"], handled)

    parts.signal(name, signal.SIGCONT)
    await ready_again(service)
    answer, _ = await ask(service, "/metrics")
    assert gauge(answer.text, f'mentoring_part_answers{{part="{part}"}}') == 1
    assert (await ask(service, "/ops/stream", **ops))[0].json()["faults"] == []


async def test_the_lag_is_told_for_each_partition(service, held):
    await service.given(held(1))
    state = (await ask(service, "/ops/stream", **service.token("ops")))[0].json()
    topic = f"{service.settings.topic_prefix}mentoring.scheduling"
    told = {(each["topic"], each["partition"]): each for each in state["partitions"]}
    for partition in (0, 1):
        assert (told[topic, partition]["lag"], told[topic, partition]["reason"]) == (0, "")


async def test_one_partition_that_stands_still_beside_others_is_named(service, held, monkeypatch):
    take = Fetching._take

    async def refuse(self, polled, partition, room):
        if partition.partition == 0 and partition.topic.endswith("scheduling"):
            self._rest(partition, TopicAuthorizationFailedError(partition.topic))
        else:
            await take(self, polled, partition, room)

    await service.given(held(1))
    with monkeypatch.context() as patch:
        patch.setattr(Fetching, "_take", refuse)
        for module in (progress, vitals):
            patch.setattr(module, "STUCK_SECONDS", 0.3)
        await service.publisher.publish([held(1, f"p{n}") for n in range(20)], TEST_SCOPE, TEST_NOW)
        async with asyncio.timeout(30):
            while "stands still" not in (answer := (await ask(service, READY))[0]).text:
                await asyncio.sleep(0.05)
        topic = f"{service.settings.topic_prefix}mentoring.scheduling"
        (named,) = [fault for fault in answer.json()["detail"].split("; ") if "consumer" in fault]
        assert named.startswith(f"consumer: {topic}/0 stands still for ")
        assert named.endswith(": TopicAuthorizationFailedError")
        state = (await ask(service, "/ops/stream", **service.token("ops")))[0].json()
        told = {each["partition"]: each for each in state["partitions"] if each["topic"] == topic}
        assert (told[0]["lag"] > 0, told[1]["lag"]) == (True, 0)
        text = (await ask(service, "/metrics"))[0].text
        labels = f'consumer="feedback",partition="0",topic="{topic}"'
        assert gauge(text, f"mentoring_consumer_partition_stuck_seconds{{{labels}}}") > 0.3
        assert await service.app.state.database["tallies"].count_documents({}) < 20
    await service.settled()
    assert (await ask(service, READY))[0].status_code == 200
    assert await service.app.state.database["tallies"].count_documents({}) == 20
