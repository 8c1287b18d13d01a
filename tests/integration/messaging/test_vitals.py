"""What probes, metrics and operators are told while the broker or the database stands still."""

import asyncio
import signal
import time

import pytest

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
    assert (answer.status_code, answer.json()["detail"]) == (503, f"{part}: TimeoutError")
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
    assert (state["faults"], state["handled_total"]) == ([f"{part}: TimeoutError"], handled)

    parts.signal(name, signal.SIGCONT)
    await ready_again(service)
    answer, _ = await ask(service, "/metrics")
    assert gauge(answer.text, f'mentoring_part_answers{{part="{part}"}}') == 1
    assert (await ask(service, "/ops/stream", **ops))[0].json()["faults"] == []


async def test_the_lag_is_told_for_each_partition(service, held):
    await service.given(held(1))
    state = (await ask(service, "/ops/stream", **service.token("ops")))[0].json()
    topic = f"{service.settings.topic_prefix}mentoring.scheduling"
    assert {"topic": topic, "partition": 0, "lag": 0} in state["partitions"]
    assert {"topic": topic, "partition": 1, "lag": 0} in state["partitions"]
