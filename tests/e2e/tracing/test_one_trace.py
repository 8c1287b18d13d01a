"""One trace from a person's answer over HTTP to what the fourth service makes of it."""

import asyncio
from datetime import timedelta

import pytest
from aiokafka import AIOKafkaProducer

from devstack.services import ServiceRunner
from shared.contracts.vocabulary import Role
from shared.runtime.clock import SystemClock
from shared.runtime.kafka_access import KafkaAccess
from shared.testing.clients import http_client
from shared.testing.harness import TEST_SCOPE
from shared.testing.topics import Publisher
from tests.e2e.tracing.collector import collecting
from tests.helpers.people import opened, ready

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

PREFIX = "traced."
TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
ROUNDS = f"/programmes/{TEST_SCOPE.programme}/rounds"
PLANNED = "mentoring.scheduling.session-planned.v1"
PROPOSALS = f"/programmes/{TEST_SCOPE.programme}/proposals"


async def until(look, seconds=240):
    """The result of a query, once there is one."""
    async with asyncio.timeout(seconds):
        while not (state := await look()):
            await asyncio.sleep(0.1)
    return state


@pytest.fixture
async def platform(stack, tmp_path):
    """The six services as processes that export every span, and who collects them."""
    async with collecting() as collector:
        runner = ServiceRunner(
            tmp_path,
            stack,
            database_prefix="traced",
            tie_to_parent=True,
            extra_env={
                "MENTORING_TOPIC_PREFIX": PREFIX,
                "MENTORING_OTLP_ENDPOINT": collector.address,
                "MENTORING_TRACE_SAMPLE": "1",
                "OTEL_BSP_SCHEDULE_DELAY": "100",
            },
        )
        await asyncio.to_thread(runner.start_all)
        try:
            yield runner, collector
        finally:
            await asyncio.to_thread(runner.stop_all)


async def tell(stack, *facts):
    async with AIOKafkaProducer(
        **KafkaAccess(kafka_bootstrap=stack.kafka).kafka_client_options(), acks="all"
    ) as producer:
        publisher = Publisher(producer, PREFIX)
        await publisher.publish(facts, TEST_SCOPE, SystemClock().now())


async def approved_proposal(matching, coordinator):
    """A proposal that waits for its two people's answers."""

    async def requested():
        answer = await matching.post(ROUNDS, headers=coordinator)
        return answer.json()["id"] if answer.status_code == 202 else None

    async def proposed():
        state = (await matching.get(f"{ROUNDS}/{round_id}", headers=coordinator)).json()
        return state["state"] == "proposed"

    async def asked():
        page = await matching.get(PROPOSALS, params={"state": "approved"}, headers=coordinator)
        return page.json()["items"]

    async def both_ready():
        summary = await matching.get(f"/programmes/{TEST_SCOPE.programme}/summary", headers=coordinator)
        state = summary.json()
        return summary.status_code == 200 and state["ready_mentors"] == state["ready_mentees"] == 1

    await until(both_ready)
    round_id = await until(requested)
    await until(proposed)
    approval = await matching.post(f"{ROUNDS}/{round_id}/approval", headers=coordinator)
    assert approval.status_code == 202, approval.text
    (proposal,) = await until(asked)
    return proposal["id"]


async def test_from_the_request_to_the_last_reaction_in_the_fourth_service(platform, stack):
    runner, collector = platform

    def bearer(*roles, **more):
        return {"Authorization": f"Bearer {runner.issuer.mint('t', TEST_SCOPE.tenant, roles, **more)}"}

    await tell(stack, opened(SystemClock().now().date() + timedelta(days=1)), *map(ready, Role))
    async with http_client(base_url=runner.url("matching")) as matching:
        proposal = await approved_proposal(matching, bearer("coordinator"))
        for role in Role:
            answer = await matching.post(
                f"{PROPOSALS}/{proposal}/answer",
                json={"accept": True},
                headers=bearer("participant", employee_id=f"e-{role}-0")
                | {"traceparent": f"00-{TRACE}-{SPAN}-01"},
            )
            assert answer.status_code == 200, answer.text

    async def everybody():
        ours = [span for span in collector.spans if span.trace == TRACE]
        planned_in = {span.service for span in ours if span.name == PLANNED}
        return ours if {"feedback", "console"} <= planned_in else None

    ours = await until(everybody)
    known = {SPAN, *(span.id for span in ours)}
    assert {span.parent for span in ours} <= known, "every span hangs on another of the trace"
    assert {span.service for span in ours} >= {"matching", "scheduling", "feedback", "console"}
    by_id = {span.id: span for span in ours}
    path = [next(span for span in ours if (span.service, span.name) == ("console", PLANNED))]
    while path[-1].parent != SPAN:
        path.append(by_id[path[-1].parent])
    assert [(span.service, span.name) for span in reversed(path)] == [
        ("matching", "HTTP POST"),
        ("scheduling", "mentoring.matching.pairing-activated.v1"),
        ("console", PLANNED),
    ]
