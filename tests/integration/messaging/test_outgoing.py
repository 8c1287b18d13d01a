"""Outgoing dead letters over HTTP: listed, redriven, discarded, audited; an alarm, no outage."""

import pytest
from aiokafka.errors import MessageSizeTooLargeError

from shared.persistence.transaction import OUTBOX
from shared.testing import run_service
from tests.integration.messaging import ledger
from tests.integration.messaging.refusing import Refusing
from tests.integration.messaging.test_pipeline import send, until

pytestmark = pytest.mark.integration

LETTERS = "/ops/outgoing-dead-letters"


@pytest.fixture
def refusing(monkeypatch):
    return Refusing(monkeypatch)


@pytest.fixture
async def service(environment, refusing):
    ledger.poison.clear()
    refusing.errors = {("p1", 1): MessageSizeTooLargeError()}
    async with run_service(ledger.create_app, environment) as harness:
        yield harness


@pytest.fixture
def ops(service):
    return service.token("ops", tenant="operator", subject="olga")


async def state(service, ops):
    return (await service.http.get("/ops/stream", headers=ops)).json()


async def refuse(service, held, ops):
    """Two facts of one key, the first of which the broker refuses."""
    for number in (1, 2):
        await send(service, held(number).model_copy(update={"session_id": "p1-key"}), number)

    async def one_waits():
        vitals = await state(service, ops)
        return (vitals["outgoing_dead"], vitals["outgoing_withheld"], vitals["outbox_pending"]) == (1, 1, 0)

    await until(one_waits)


async def test_a_refused_event_is_an_alarm_and_no_outage(service, held, ops):
    await refuse(service, held, ops)
    await service.ready()
    (alarm,) = (await state(service, ops))["alarms"]
    assert LETTERS in alarm
    metrics = (await service.http.get("/metrics")).text
    assert "mentoring_outgoing_dead_letters 1.0" in metrics
    assert "mentoring_outgoing_withheld_events 1.0" in metrics
    assert 'mentoring_events_refused_total{type="mentoring.feedback.pairing-health-changed.v1"}' in metrics


async def test_a_redriven_letter_is_published_and_what_waits_after_it(service, held, ops, refusing):
    await refuse(service, held, ops)
    (letter,) = (await service.http.get(LETTERS, headers=ops)).json()["items"]
    assert letter["headers"]["ce_sequence"] == "000000000001"
    assert (letter["followers"], letter["attempts"], letter["place"]) == (1, 1, "mentoring.feedback")
    refusing.errors = {}
    order = {"ids": [letter["id"]], "why": "the limit was raised"}
    first = (await service.http.post(f"{LETTERS}/redrive", json=order, headers=ops)).json()
    again = (await service.http.post(f"{LETTERS}/redrive", json=order, headers=ops)).json()
    assert (first["ids"], again["ids"]) == ([letter["id"]], [])
    rows = service.app.state.database[OUTBOX]

    async def all_published():
        return await rows.count_documents({"aggregateid": "p1", "published_at": {"$type": "date"}}) == 2

    await until(all_published)
    assert (await state(service, ops))["alarms"] == []
    (decision,) = (await service.http.get(f"{LETTERS}/audit", headers=ops)).json()
    assert (decision["action"], decision["who"], decision["why"]) == ("redrive", "olga", order["why"])
    assert (await service.http.get("/ops/dead-letters/audit", headers=ops)).json() == []


async def test_letters_of_another_tenant_stay_unseen(service, held, ops):
    await refuse(service, held, ops)
    theirs, others = service.token("ops", tenant="acme"), service.token("ops", tenant="globex")
    assert (await service.http.get(LETTERS, headers=theirs)).json()["total"] == 1
    assert (await service.http.get(LETTERS, headers=others)).json()["total"] == 0
    order = {"all": True, "why": "not mine"}
    assert (await service.http.post(f"{LETTERS}/discard", json=order, headers=others)).json()["ids"] == []
    assert (await service.http.get(LETTERS, headers=service.token("coordinator"))).status_code == 403
    assert (await service.http.post(f"{LETTERS}/discard", json=order, headers=theirs)).json()[
        "remaining"
    ] == 0
