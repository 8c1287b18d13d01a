"""The event kit on real Kafka and MongoDB: effects, order, failures, timers."""

import asyncio
from datetime import timedelta

import pytest

from shared.contracts.feedback import CheckInLapsed, CheckInRequested
from shared.contracts.scheduling import SessionHeld, SessionMissed
from shared.kernel import stable_id
from shared.messaging import RetryPolicy
from shared.testing.harness import TEST_SCOPE
from tests.integration.messaging import ledger

pytestmark = pytest.mark.integration

TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
PATH = "/programmes/rm-2026"


async def numbers(service, pairing="p1"):
    answer = await service.http.get(f"{PATH}/tallies/{pairing}", headers=service.token("coordinator"))
    return answer.json()["numbers"] if answer.status_code == 200 else None


async def until(condition, seconds=240):
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.05)


async def send(service, fact, sequence, *, key=None):
    """Publish one fact with a sequence of the test's choosing; the session's id makes the key."""
    service._sequences[key or f"acme/rm-2026/session/{fact.session_id}"] = sequence - 1
    envelope = service._envelope(fact, TEST_SCOPE, service.clock.now())
    await service.producer.send_and_wait(
        service.settings.topic_prefix + fact.contract.topic,
        fact.model_dump_json().encode(),
        key=envelope.key.encode(),
        headers=[(name, value.encode()) for name, value in envelope.headers().items()],
    )


async def test_an_event_has_its_effect_and_publishes_with_its_cause(service, held):
    await service.given(held(1))
    assert await numbers(service) == [1]
    (event,) = await service.published(CheckInRequested)
    assert event.data.session_id == "p1-s1"
    assert event.envelope.correlation_id == "test"
    assert event.envelope.sequence == 1
    assert event.scope == TEST_SCOPE


async def test_a_trace_goes_through_the_outbox(service, held, monkeypatch):
    traced = service._envelope(held(1), TEST_SCOPE, service.clock.now())._replace(traceparent=TRACEPARENT)
    monkeypatch.setattr(service, "_envelope", lambda *_: traced)
    await service.given(held(1))
    (event,) = await service.published(CheckInRequested)
    assert event.envelope.traceparent.split("-")[1] == TRACEPARENT.split("-")[1]


async def test_an_event_delivered_thrice_counts_once(service, held):
    for _ in range(3):
        await send(service, held(1), 1)
    await service.settled()
    assert await numbers(service) == [1]
    assert len(await service.published(CheckInRequested)) == 1


async def test_a_failing_event_holds_back_its_key_only(service, held):
    ledger.poison.add(2)
    for sequence, number in enumerate((1, 2, 3, 4), start=1):
        fact = held(number).model_copy(update={"session_id": "one-key"})
        await send(service, fact, sequence)
    await send(service, held(9, "other"), 1)
    await until(lambda: is_(numbers(service, "other"), [9]))
    assert await numbers(service) == [1]
    ledger.poison.clear()
    await until(lambda: is_(numbers(service), [1, 2, 3, 4]))


async def is_(awaitable, expected):
    return await awaitable == expected


async def test_a_failure_after_its_writes_went_out_is_taken_out_too(service, held):
    ledger.poison.add(2)
    facts = [held(n, f"p{n}", SessionMissed) for n in (1, 2, 3)]
    for fact in facts:
        await send(service, fact, 1)
    await until(lambda: is_(numbers(service, "p3"), [3]))
    assert await numbers(service, "p1") == [1]
    assert await numbers(service, "p2") is None
    ledger.poison.clear()
    await until(lambda: is_(numbers(service, "p2"), [2]))


async def test_after_enough_tries_an_event_is_dead_and_others_go_on(service, held):
    ledger.poison.add(2)
    service.app.state.streams.parking._policy_of = lambda _: RetryPolicy(0.01, 0.02, attempts=3)
    await send(service, held(2, "dead"), 1)

    async def dead():
        return (await service.app.state.streams.parking.counts())["dead"] == 1

    await until(dead)
    await service.given(held(1))
    assert await numbers(service) == [1]
    row = await service.app.state.database["parked"].find_one({"status": "dead"})
    assert row["error"].startswith(f"ValueError in {ledger.__name__}.count:")
    assert row["attempts"] == 3


@pytest.mark.parametrize(
    ("value", "headers", "says"),
    [
        (b"\xff\x00", [("ce_type", b"\xff\xfe")], "a header is not UTF-8 text"),
        (b"{}", [], "missing headers: ce_id"),
    ],
)
async def test_an_unreadable_record_is_kept_byte_for_byte(service, held, value, headers, says):
    topic = service.settings.topic_prefix + SessionHeld.contract.topic
    await service.producer.send_and_wait(topic, value, key=b"k", headers=headers)
    await service.given(held(1))
    assert await numbers(service) == [1]
    row = await service.app.state.database["parked"].find_one({"status": "dead"})
    assert row["record"]["value"] == value
    assert row["error"].startswith(says)
    assert [tuple(header) for header in row["record"]["headers"]] == headers


async def test_data_that_breaks_its_contract_names_the_field(service, held):
    topic = service.settings.topic_prefix + SessionHeld.contract.topic
    envelope = service._envelope(held(1), TEST_SCOPE, service.clock.now())
    headers = [(name, text.encode()) for name, text in envelope.headers().items()]
    await service.producer.send_and_wait(topic, b'{"session_id": "s"}', key=b"k", headers=headers)
    await service.settled()
    row = await service.app.state.database["parked"].find_one({"status": "dead"})
    assert "pairing_id: missing" in row["error"]


async def test_a_timer_fires_once_when_it_is_due(service, held):
    await service.given(held(1))
    service.clock.set(service.clock.now() + timedelta(days=6, hours=23))
    await service.settled()
    assert await service.published(CheckInLapsed) == []
    service.clock.set(service.clock.now() + timedelta(hours=1))
    await until(lambda: published(service, CheckInLapsed, 1))
    await service.settled()
    assert len(await service.published(CheckInLapsed)) == 1


async def published(service, type_, count):
    return len(await service.published(type_)) == count


async def test_a_timer_can_be_moved_and_cancelled(service, held):
    await service.given(held(1), held(2))
    token = service.token("coordinator")
    for number, days in ((1, 20), (2, 0)):
        question = stable_id("question", "p1", number)
        answer = await service.http.post(f"{PATH}/questions/{question}/lapse?days={days}", headers=token)
        assert answer.status_code == 200
    service.clock.set(service.clock.now() + timedelta(days=8))
    await service.settled()
    assert await service.published(CheckInLapsed) == []
    service.clock.set(service.clock.now() + timedelta(days=12))
    await until(lambda: published(service, CheckInLapsed, 1))


async def test_a_request_repeated_with_its_key_takes_effect_once(service):
    headers = service.token("coordinator") | {"Idempotency-Key": "one"}
    first = await service.http.post(f"{PATH}/tallies/p1?number=5", headers=headers)
    again = await service.http.post(f"{PATH}/tallies/p1?number=5", headers=headers)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert await numbers(service) == [5]
    other = await service.http.post(f"{PATH}/tallies/p1?number=6", headers=headers)
    assert other.status_code == 422
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"


async def test_racing_commands_on_one_aggregate_all_count(service):
    headers = service.token("coordinator")
    answers = await asyncio.gather(
        *(service.http.post(f"{PATH}/tallies/p1?number={n}", headers=headers) for n in range(20))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(await numbers(service)) == list(range(20))


async def test_a_broken_rule_names_the_field_and_changes_nothing(service):
    answer = await service.http.post(f"{PATH}/tallies/p1?number=-1", headers=service.token("coordinator"))
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], error["message"]) == ("number", "must not be negative")
    assert await numbers(service) is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer nonsense"}, 401),
    ],
)
async def test_without_a_valid_token_nothing_goes(service, headers, status):
    answer = await service.http.get(f"{PATH}/tallies/p1", headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_roles_tenants_and_programmes_are_kept_apart(service, held):
    await service.given(held(1))
    url = f"{PATH}/tallies/p1"
    assert (await service.http.get(url, headers=service.token("participant"))).status_code == 403
    assert (
        await service.http.get(url, headers=service.token("coordinator", tenant="other"))
    ).status_code == 404
    elsewhere = service.token("coordinator", programmes=["another"])
    assert (await service.http.get(url, headers=elsewhere)).status_code == 404
    assert (await service.http.get("/programmes/another/tallies/p1", headers=elsewhere)).status_code == 404
    assert (await service.http.get("/ops/stream", headers=service.token("coordinator"))).status_code == 403


async def test_metrics_and_state_tell_what_happened(service, held):
    await service.given(held(1))
    text = (await service.http.get("/metrics")).text
    assert 'mentoring_events_handled_total{type="mentoring.scheduling.session-held.v1"}' in text
    state = (await service.http.get("/ops/stream", headers=service.token("ops"))).json()
    assert state["handled_total"] >= 1
    assert (state["lag"], state["parked"], state["outbox_pending"]) == (0, 0, 0)


async def test_slow_events_are_parted_into_transactions_of_half_a_second(service, held):
    ledger.slow[1] = 0.01
    for number in range(300):
        await send(service, held(1, f"pairing-{number}"), 1)
    rows = service.app.state.database["outbox"]
    of_each = [
        {"$match": {"type": CheckInRequested.contract.type}},
        {"$group": {"_id": "$position", "n": {"$sum": 1}}},
    ]

    async def transactions():
        """How many events each had; all rows of one have its beginning as position."""
        return [group["n"] async for group in rows.aggregate(of_each)]

    async def all_are_there():
        return sum(await transactions()) == 300

    await until(all_are_there, 60)
    assert max(await transactions()) <= 60
