"""Parked events under two replicas: each effect once, no matter who tries, fails or redrives."""

import asyncio
import dataclasses
from contextlib import AsyncExitStack

import pytest

from shared.contracts.scheduling import SessionHeld, SessionMissed
from shared.messaging import RetryPolicy
from shared.messaging.incoming import retries
from shared.runtime.clock import FixedClock
from shared.testing import run_service
from shared.testing.harness import TEST_NOW, TEST_SCOPE, run_replica
from shared.testing.namespace import make_namespace
from tests.integration.messaging import ledger
from tests.integration.messaging.world import PAIRINGS, held, until

pytestmark = pytest.mark.integration

LETTERS = "/ops/dead-letters"
QUICK = {"retry_first_seconds": 0.01, "retry_limit_seconds": 0.02, "retry_attempts": 3}
DEAD_IS_REFUSED = {"$nor": [{"status": "dead"}]}


@pytest.fixture(autouse=True)
def healthy():
    ledger.poison.clear()
    ledger.slow.clear()


async def publish(service, numbers, pairings=PAIRINGS):
    facts = [held(number, pairing) for number in numbers for pairing in pairings]
    await service.publisher.publish(facts, TEST_SCOPE, TEST_NOW)


async def counts(service):
    return await service.app.state.streams.parking.counts()


async def tallies(service):
    return {row["id"]: row["numbers"] async for row in service.app.state.database["tallies"].find({})}


async def test_two_replicas_try_the_same_parked_events_each_has_its_effect_once(environment):
    async with AsyncExitStack() as stack:
        namespace = await stack.enter_async_context(
            make_namespace(environment, retry_first_seconds=0.3, retry_limit_seconds=0.3, retry_attempts=1000)
        )
        one, _ = [
            await stack.enter_async_context(
                run_replica(ledger.create_app, namespace, environment.issuer, FixedClock(TEST_NOW))
            )
            for _ in range(2)
        ]
        ledger.poison.add(1)
        pairings = [f"p{n}" for n in range(20)]
        await publish(one, (1, 2, 3), pairings)
        await until(lambda: settled(one, parked=20, queued=40))
        ledger.poison.clear()
        await until(lambda: settled(one))
        assert await tallies(one) == {pairing: [1, 2, 3] for pairing in pairings}


async def settled(service, **expected):
    return await counts(service) == {"parked": 0, "dead": 0, "queued": 0} | expected


async def test_what_is_parked_or_redriven_here_is_tried_without_anybody_looking(environment, monkeypatch):
    monkeypatch.setattr(retries, "_IDLE_SECONDS", 3600)  # so that only the bell can wake who tries again
    async with run_service(ledger.create_app, environment, **QUICK) as service:
        ledger.poison.add(1)
        await publish(service, [1], ["p1"])
        await until(lambda: settled(service, dead=1))
        ledger.poison.clear()
        ops = service.token("ops", tenant="operator")
        order = {"all": True, "why": "the cause is gone"}
        answer = await service.http.post(f"{LETTERS}/redrive", json=order, headers=ops)
        assert answer.status_code == 200, answer.text
        await until(lambda: settled(service))
        assert await tallies(service) == {"p1": [1]}


async def test_a_failure_noted_late_does_not_revive_a_finished_event(environment):
    async with run_service(ledger.create_app, environment, retry_first_seconds=60) as service:
        ledger.poison.add(1)
        await publish(service, [1], ["p1"])
        await until(lambda: settled(service, parked=1))
        rows = service.app.state.database["parked"]
        await rows.update_one({}, {"$set": {"due_at": TEST_NOW}})
        (head,) = await service.app.state.streams.parking.due(10)
        ledger.poison.clear()
        retries = service.app.state.streams.retries
        await retries.retry([head])
        await until(lambda: settled(service))
        await retries.retry([head])  # another replica, which had read it before
        assert await tallies(service) == {"p1": [1]}
        ledger.poison.add(1)
        await retries.retry([head])
        await service.app.state.streams.transactions.run(lambda tx: retries._fail_alone(tx, [head], "late"))
        assert await rows.count_documents({}) == 0
        assert await tallies(service) == {"p1": [1]}


async def test_dead_letter_write_failing_of_a_parked_event_loses_nothing(environment):
    async with run_service(ledger.create_app, environment, **QUICK) as service:
        database = service.app.state.database
        await database.command("collMod", "parked", validator=DEAD_IS_REFUSED)
        ledger.poison.add(1)
        await publish(service, (1, 2), ["p1"])
        await until(lambda: attempts_are(database, 2))
        await asyncio.sleep(1)
        assert await counts(service) == {"parked": 1, "dead": 0, "queued": 1}
        await database.command("collMod", "parked", validator={})
        await until(lambda: settled(service, dead=1, queued=1))


async def lags(service, events):
    return (await service.app.state.streams.vitals.state())["lag"] == events


async def waits(service):
    return bool(service.app.state.streams.consumer.waits)


async def attempts_are(database, attempts):
    row = await database["parked"].find_one({"head": True})
    return row is not None and row["attempts"] == attempts


@pytest.mark.parametrize("envelope", [True, False], ids=["bad data", "no envelope"])
async def test_dead_letter_write_failing_of_an_unreadable_record_loses_nothing(environment, envelope):
    """The consumer stands still, with the records that came after it, until it can be written."""
    async with run_service(ledger.create_app, environment, topic_partitions=1) as service:
        database = service.app.state.database
        await database.command("collMod", "parked", validator=DEAD_IS_REFUSED)
        fact = held(1, "p1")
        headers = service.publisher.envelope(fact, TEST_SCOPE, TEST_NOW).headers() if envelope else {}
        topic = service.settings.topic_prefix + fact.contract.topic
        await service.producer.send_and_wait(
            topic, b"{}", key=b"k", headers=[(name, value.encode()) for name, value in headers.items()]
        )
        await until(lambda: waits(service))
        await publish(service, [7], ["p2", "p3", "p4", "p5"])
        await asyncio.sleep(1)  # it may do wrong meanwhile
        await until(lambda: lags(service, 5))
        await database.command("collMod", "parked", validator={})
        await until(lambda: settled(service, dead=1))
        await service.settled()
        assert await tallies(service) == {pairing: [7] for pairing in ("p2", "p3", "p4", "p5")}


async def test_redrive_twice_at_once_has_the_effect_once(environment):
    async with run_service(ledger.create_app, environment, **QUICK) as service:
        ops = service.token("ops", tenant="operator")
        ledger.poison.add(1)
        await publish(service, (1, 2))
        await until(lambda: settled(service, dead=3, queued=3))
        ledger.poison.clear()
        order = {"all": True, "why": "fixed"}
        answers = await asyncio.gather(
            *(service.http.post(f"{LETTERS}/redrive", json=order, headers=ops) for _ in range(4))
        )
        assert {answer.status_code for answer in answers} == {200}
        await until(lambda: settled(service))
        again = await service.http.post(f"{LETTERS}/redrive", json=order, headers=ops)
        assert again.json()["ids"] == []
        await service.settled()
        assert await tallies(service) == {pairing: [1, 2] for pairing in PAIRINGS}


async def test_a_reaction_has_a_retry_policy_of_its_own(environment, monkeypatch):
    of_held = ledger.reactions.find(SessionHeld.contract.type)
    quick = RetryPolicy(first_seconds=0.01, limit_seconds=0.02, attempts=3)
    own = dataclasses.replace(of_held, retry=quick)
    monkeypatch.setitem(ledger.reactions._reactions, SessionHeld.contract.type, own)
    async with run_service(ledger.create_app, environment, retry_first_seconds=3600) as service:
        ledger.poison.add(1)
        missed = SessionMissed.model_validate(held(1, "p2").model_dump())
        await service.publisher.publish([held(1, "p1"), missed], TEST_SCOPE, TEST_NOW)
        await until(lambda: settled(service, dead=1, parked=1))
        rows = service.app.state.database["parked"].find({}, {"_id": 0, "type": 1, "attempts": 1})
        attempts = {row["type"]: row["attempts"] async for row in rows}
        assert attempts == {SessionHeld.contract.type: 3, SessionMissed.contract.type: 1}
