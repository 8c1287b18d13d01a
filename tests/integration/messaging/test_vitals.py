"""The answers to probes, metrics and operators while the broker or the database stands still."""

import signal

import pytest
from aiokafka.errors import TopicAuthorizationFailedError
from structlog.testing import capture_logs

from shared.messaging.incoming.fetching import Fetching
from shared.service import progress, vitals
from shared.testing.harness import TEST_NOW, TEST_SCOPE
from tests.integration.messaging.world import until

pytestmark = pytest.mark.integration

READY = "/health/ready"
NO_ANSWER = "a dependency does not respond"
PROBE_SECONDS = 3
"""As long as the health check of docker-compose.yml waits."""


async def ask(service, path, **headers):
    return await service.http.get(path, headers=headers)


async def answers(service, expected, path, **headers):
    """Ask until the answer is as expected: on a busy machine the other part may be late for once."""
    response = None

    async def as_expected():
        nonlocal response
        response = await ask(service, path, **headers)
        return expected(response)

    await until(as_expected)
    return response


def gauge(text, name):
    return next(float(line.split()[-1]) for line in text.splitlines() if line.startswith(name))


@pytest.mark.parametrize(("part", "name"), [("broker", "kafka"), ("database", "mongod")])
async def test_with_a_part_paused_all_answer_in_time_with_what_they_last_knew(
    service, parts, held, part, name
):
    await service.given(held(1))
    ops = service.token("ops")
    handled = (await ask(service, "/ops/stream", **ops)).json()["handled_total"]
    assert handled > 0
    parts.signal(name, signal.SIGSTOP)
    fault = f"{part}: does not answer"

    with capture_logs() as lines:
        answer = await answers(service, lambda response: response.json().get("detail") == fault, READY)
        assert answer.status_code == 503
        answer = await ask(service, "/metrics")
        assert answer.status_code == 200
        assert gauge(answer.text, f'mentoring_part_answers{{part="{part}"}}') == 0
        assert gauge(answer.text, "mentoring_consumer_lag_events") == 0
        answer = await answers(
            service, lambda response: response.json()["faults"] == [fault], "/ops/stream", **ops
        )
        assert answer.json()["handled_total"] == handled
    # It was given up when the time for it was over, long before the driver would have.
    given_up = {line["error"] for line in lines if line["event"] == NO_ANSWER and line["part"] == part}
    assert given_up == {"TimeoutError"}

    parts.signal(name, signal.SIGCONT)
    await service.ready()
    well = f'mentoring_part_answers{{part="{part}"}}'
    await answers(service, lambda response: gauge(response.text, well) == 1, "/metrics")
    await answers(service, lambda response: response.json()["faults"] == [], "/ops/stream", **ops)


def test_a_part_is_given_up_before_a_probe_is():
    assert vitals._ANSWER_SECONDS < PROBE_SECONDS


async def test_the_lag_is_reported_for_each_partition(service, held):
    await service.given(held(1))
    state = (await ask(service, "/ops/stream", **service.token("ops"))).json()
    topic = f"{service.settings.topic_prefix}mentoring.scheduling"
    by_partition = {(each["topic"], each["partition"]): each for each in state["partitions"]}
    for partition in (0, 1):
        assert (by_partition[topic, partition]["lag"], by_partition[topic, partition]["reason"]) == (0, "")


async def only_waits(service, place):
    """Wait until events are on their way in one partition only, twice in a row."""

    def at_rest(answer):
        state = answer.json()
        waiting = {(each["topic"], each["partition"]) for each in state["partitions"] if each["lag"]}
        return waiting == {place} and not state["outbox_pending"] and not state["faults"]

    for _ in range(2):
        await answers(service, at_rest, "/ops/stream", **service.token("ops"))


async def test_one_partition_that_stands_still_beside_others_is_named(service, held, monkeypatch):
    take = Fetching._take

    async def refuse(self, polled, partition, namespace):
        if partition.partition == 0 and partition.topic.endswith("scheduling"):
            self._rest(partition, TopicAuthorizationFailedError(partition.topic))
        else:
            await take(self, polled, partition, namespace)

    await service.given(held(1))
    topic = f"{service.settings.topic_prefix}mentoring.scheduling"
    with monkeypatch.context() as patch:
        patch.setattr(Fetching, "_take", refuse)
        await service.publisher.publish([held(1, f"p{n}") for n in range(20)], TEST_SCOPE, TEST_NOW)
        await only_waits(service, (topic, 0))
        for module in (progress, vitals):  # not before: the others too take a moment for their events
            patch.setattr(module, "STUCK_SECONDS", 0.3)
        answer = await answers(service, lambda response: "no progress" in response.text, READY)
        (named,) = [fault for fault in answer.json()["detail"].split("; ") if "consumer" in fault]
        assert named.startswith(f"consumer: {topic}/0 has made no progress for ")
        assert named.endswith(": TopicAuthorizationFailedError")
        state = (await ask(service, "/ops/stream", **service.token("ops"))).json()
        by_partition = {each["partition"]: each for each in state["partitions"] if each["topic"] == topic}
        assert (by_partition[0]["lag"] > 0, by_partition[1]["lag"]) == (True, 0)
        text = (await ask(service, "/metrics")).text
        labels = f'consumer="feedback",partition="0",topic="{topic}"'
        assert gauge(text, f"mentoring_consumer_partition_stuck_seconds{{{labels}}}") > 0.3
        assert await service.app.state.database["tallies"].count_documents({}) < 20
    await service.settled()
    await service.ready()
    assert await service.app.state.database["tallies"].count_documents({}) == 20
