"""Dead letters: seen, redriven into the one consumer that failed, discarded, on the record."""

from dataclasses import replace

import pytest

from shared.contracts.failures import FeedbackEventFailed
from shared.service import build
from shared.testing import run_service
from tests.integration.messaging import ledger
from tests.integration.messaging.test_pipeline import is_, numbers, send, until

pytestmark = pytest.mark.integration

LETTERS = "/ops/dead-letters"


@pytest.fixture
async def service(environment):
    ledger.poison.clear()
    limits = {"retry_first_seconds": 0.01, "retry_limit_seconds": 0.02, "retry_attempts": 3}
    async with run_service(ledger.create_app, environment, **limits) as harness:
        yield harness


@pytest.fixture
def ops(service):
    return service.token("ops", tenant="operator", subject="olga")


async def counts(service):
    return await service.app.state.streams.parking.counts()


async def kill(service, held, *, followers=0, pairing="p1"):
    """Make the first of some events of one key a dead letter."""
    ledger.poison.add(1)
    for number in range(1, followers + 2):
        fact = held(number, pairing).model_copy(update={"session_id": f"{pairing}-key"})
        await send(service, fact, number)

    async def dead():
        return await counts(service) == {"parked": 0, "dead": 1, "queued": followers}

    await until(dead)


async def test_a_redriven_letter_takes_effect_and_its_followers_after_it(service, held, ops):
    await kill(service, held, followers=2)
    (letter,) = (await service.http.get(LETTERS, headers=ops)).json()["items"]
    assert letter["error"].startswith(f"ValueError in {ledger.__name__}.count:")
    assert (letter["attempts"], letter["followers"]) == (3, 2)
    assert letter["headers"]["ce_sequence"] == "000000000001"
    ledger.poison.clear()
    order = {"ids": [letter["id"]], "why": "fixed"}
    first = (await service.http.post(f"{LETTERS}/redrive", json=order, headers=ops)).json()
    again = (await service.http.post(f"{LETTERS}/redrive", json=order, headers=ops)).json()
    assert (first["ids"], again["ids"]) == ([letter["id"]], [])
    await until(lambda: is_(numbers(service), [1, 2, 3]))
    assert await counts(service) == {"parked": 0, "dead": 0, "queued": 0}
    (decision,) = (await service.http.get(f"{LETTERS}/audit", headers=ops)).json()
    assert (decision["action"], decision["who"], decision["why"]) == ("redrive", "olga", "fixed")


async def test_a_letter_redriven_too_early_is_dead_again(service, held, ops):
    await kill(service, held)
    await service.http.post(f"{LETTERS}/redrive", json={"all": True, "why": "hoping"}, headers=ops)

    async def dead_again():
        row = await service.app.state.database["parked"].find_one({})
        return row["status"] == "dead" and row["attempts"] == 3

    await until(dead_again)


async def test_discarding_lets_the_followers_go_on(service, held, ops):
    await kill(service, held, followers=2)
    order = {"type": "mentoring.scheduling.session-held.v1", "why": "a test's own"}
    assert (await service.http.post(f"{LETTERS}/discard", json=order, headers=ops)).status_code == 200
    await until(lambda: is_(numbers(service), [2, 3]))


async def test_a_dead_letter_holds_back_later_events_of_its_key(service, held):
    await kill(service, held)
    ledger.poison.clear()
    await send(service, held(2).model_copy(update={"session_id": "p1-key"}), 2)
    await send(service, held(1, "other"), 1)
    await until(lambda: is_(numbers(service, "other"), [1]))
    assert await numbers(service) is None
    assert await counts(service) == {"parked": 0, "dead": 1, "queued": 1}


async def test_a_letter_that_comes_again_when_the_inbox_has_forgotten_it_stops_nothing(service, held):
    await kill(service, held)
    await service.app.state.database["inbox"].delete_many({})
    await send(service, held(1, "p1").model_copy(update={"session_id": "p1-key"}), 1)
    await send(service, held(2, "p2"), 1)
    await service.settled()
    assert await numbers(service, "p2") == [2]
    assert (await counts(service))["dead"] == 1


async def test_orders_must_say_what_and_why(service, ops):
    for order, field in (
        ({"all": True}, "why"),
        ({"why": "because"}, "ids"),
        ({"all": True, "why": "x"}, "why"),
    ):
        answer = await service.http.post(f"{LETTERS}/redrive", json=order, headers=ops)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == field


async def test_letters_of_another_tenant_stay_unseen(service, held):
    await kill(service, held)
    theirs = service.token("ops", tenant="acme")
    others = service.token("ops", tenant="globex")
    assert (await service.http.get(LETTERS, headers=theirs)).json()["total"] == 1
    assert (await service.http.get(LETTERS, headers=others)).json()["total"] == 0
    order = {"all": True, "why": "not mine"}
    assert (await service.http.post(f"{LETTERS}/discard", json=order, headers=others)).json()["ids"] == []
    assert (await service.http.get(LETTERS, headers=service.token("coordinator"))).status_code == 403
    assert (await counts(service))["dead"] == 1


async def test_letters_are_announced_once_for_each_type_and_cause_without_words(environment, held):
    def create_app(settings, clock):
        return build(replace(ledger.LEDGER, failure=FeedbackEventFailed), settings, clock=clock)

    ledger.poison.clear()
    ledger.poison.add(1)
    limits = {"retry_first_seconds": 0.01, "retry_limit_seconds": 0.02, "retry_attempts": 2}
    async with run_service(create_app, environment, **limits) as service:
        for pairing in ("p1", "p2"):
            await send(service, held(1, pairing).model_copy(update={"session_id": pairing}), 1)
        await service.producer.send_and_wait(f"{service.settings.topic_prefix}mentoring.scheduling", b"{}")

        async def dead():
            return (await counts(service))["dead"] == 3

        await until(dead)
        await service.settled()
        facts = await service.published(FeedbackEventFailed)
    assert {fact.scope.tenant for fact in facts} == {"_"}
    assert sorted((fact.data.event_type or "", fact.data.cause) for fact in facts) == [
        ("", "Unreadable"),
        ("mentoring.scheduling.session-held.v1", "ValueError"),
    ]


async def test_with_too_much_parked_the_consumer_waits_and_loses_nothing(environment, held):
    ledger.poison.clear()
    async with run_service(ledger.create_app, environment, parked_per_key=2, retry_attempts=1) as service:
        ledger.poison.add(1)
        for number in range(1, 4):
            await send(service, held(number).model_copy(update={"session_id": "key"}), number)

        async def full():
            return (await counts(service))["queued"] == 2

        await until(full)
        await send(service, held(4).model_copy(update={"session_id": "key"}), 4)
        await send(service, held(9, "other"), 1)
        ledger.poison.clear()
        ops = service.token("ops", tenant="operator")
        assert (await service.app.state.streams.vitals.state())["lag"] >= 1
        await service.http.post(f"{LETTERS}/redrive", json={"all": True, "why": "room again"}, headers=ops)
        await until(lambda: is_(numbers(service), [1, 2, 3, 4]))
        await until(lambda: is_(numbers(service, "other"), [9]))


async def test_nobody_sees_another_tenants_letters_where_no_operator_is_named(environment, held):
    limits = {"retry_first_seconds": 0.01, "retry_limit_seconds": 0.02, "retry_attempts": 3}
    async with run_service(ledger.create_app, environment, operator_tenant=None, **limits) as service:
        await kill(service, held)
        seen = {
            tenant: (await service.http.get(LETTERS, headers=service.token("ops", tenant=tenant))).json()
            for tenant in ("acme", "operator")
        }
    assert {tenant: page["total"] for tenant, page in seen.items()} == {"acme": 1, "operator": 0}
