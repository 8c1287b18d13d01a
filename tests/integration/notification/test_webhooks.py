"""Webhooks reach a real receiver: signed, in the order of their keys, at least once, in one tenant."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from services.notification.app import create_app
from services.notification.store import DELIVERIES, SUBSCRIPTIONS, WEBHOOK_DELIVERIES
from shared.contracts.enrollment import EmployeesImported
from shared.contracts.matching import PairingActivated
from shared.contracts.scheduling import SessionCancelled, SessionHeld, SessionMoved, SessionPlanned
from shared.kernel import Scope
from shared.runtime.clock import FixedClock
from shared.testing import ServiceHarness, run_service
from shared.testing.harness import TEST_NOW, make_room, run_replica
from tests.helpers.people import opened, paired
from tests.helpers.receivers import Receiver, run_receiver

pytestmark = pytest.mark.integration

HOUR = timedelta(hours=1)
SETTINGS = {"webhook_private_hosts": "127.0.0.1,localhost", "webhook_key": "a key for tests of webhooks only"}
GLOBEX = Scope(tenant="globex", programme="rm-2026", region="emea")
EVERY_SESSION = [
    data.contract.type
    for data in (SessionPlanned, SessionMoved, SessionHeld, SessionCancelled, PairingActivated)
]


@dataclass
class World:
    """Notification and a receiver of its webhooks."""

    service: ServiceHarness
    receiver: Receiver

    async def ask(
        self, method: str, path: str = "", *, status: int = 200, tenant: str = "acme", **body: Any
    ) -> Any:
        answer = await self.service.http.request(
            method,
            f"/webhooks{path}",
            json=body or None,
            headers=self.service.token("coordinator", tenant=tenant),
        )
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    async def create(self, tenant: str = "acme", **fields: Any) -> tuple[str, str]:
        wanted = {"name": "LMS", "url": self.receiver.url, "event_types": EVERY_SESSION, **fields}
        made = await self.ask("POST", status=201, tenant=tenant, **wanted)
        return made["id"], made["secret"]

    async def log(self, id_: str, query: str = "") -> list[dict]:
        return (await self.ask("GET", f"/{id_}/deliveries{query}"))["items"]

    async def states(self, id_: str, *expected: str) -> list[dict]:
        """Wait until the states of the deliveries, by key and event, are these."""
        async with asyncio.timeout(60):
            while True:
                rows = self.rows(id_)
                found = [row async for row in rows]
                if [row["state"] for row in found] == list(expected):
                    return found
                await asyncio.sleep(0.05)

    def rows(self, id_: str) -> Any:
        collection = self.service.app.state.database[WEBHOOK_DELIVERIES.name]
        return collection.find({"subscription_id": id_}).sort([("key", 1), ("sequence", 1)])

    def later(self, by: timedelta) -> None:
        self.service.clock.set(self.service.clock.now() + by)


@pytest.fixture
async def receiver():
    async with run_receiver() as running:
        yield running


@pytest.fixture
async def world(environment, receiver):
    async with run_service(create_app, environment, **SETTINGS) as service:
        yield World(service, receiver)


def session(kind, number=1, **fields):
    times = {"starts_at": TEST_NOW + HOUR, "ends_at": TEST_NOW + 2 * HOUR}
    ids = {"session_id": f"s{number}", "pairing_id": "p1", "mentor_id": "m1", "mentee_id": "e1"}
    return kind(**ids, **times, number=number, **fields)


def types_of(requests):
    return [request.json["type"].split(".")[2] for request in requests]


async def test_a_receiver_verifies_what_it_gets_and_sees_nothing_personal(world):
    _, secret = await world.create()
    await world.service.given(opened(), paired())
    (request,) = await world.receiver.got(1)
    body = Webhook(secret).verify(request.body, request.headers)
    assert body["type"] == PairingActivated.contract.type
    assert body["data"]["mentor_id"] == paired().mentor_id
    assert not {"mentor_employee_id", "mentee_employee_id", "score", "degree"} & body["data"].keys()
    assert paired().mentor_employee_id not in request.body.decode().replace(paired().mentor_id, "")
    assert (body["programme_id"], body["sequence"], body["key"]) == (
        "rm-2026",
        1,
        f"pairing/{paired().pairing_id}",
    )
    assert request.headers["user-agent"].startswith("mentoring-webhooks/")


async def test_events_of_a_key_wait_for_the_first_while_other_keys_flow(world):
    world.receiver.failing.add('"session_id":"s1"')
    id_, _ = await world.create()
    await world.service.given(
        session(SessionPlanned),
        session(SessionMoved, by="mentor"),
        session(SessionHeld),
        session(SessionPlanned, 2),
    )
    await world.states(id_, "failed", "planned", "planned", "delivered")
    assert types_of(world.receiver.requests).count("session-moved") == 0
    world.receiver.failing.clear()
    world.later(timedelta(minutes=10))
    await world.states(id_, "delivered", "delivered", "delivered", "delivered")
    of_first = [each for each in world.receiver.requests if each.json["data"]["session_id"] == "s1"]
    assert types_of(of_first)[-3:] == ["session-planned", "session-moved", "session-held"]
    assert of_first[0].id == of_first[-3].id
    assert [each.json["sequence"] for each in of_first[-3:]] == [1, 2, 3]


async def test_a_worker_that_ends_between_sending_and_noting_sends_again_under_the_same_id(
    environment, receiver
):
    receiver.delay = 5
    async with make_room(environment, **SETTINGS) as settings:
        async with run_replica(create_app, settings, environment.issuer, _clock()) as first:
            world = World(first, receiver)
            id_, _ = await world.create()
            await first.given(session(SessionHeld))
            await receiver.got(1)
        receiver.delay = 0
        async with run_replica(create_app, settings, environment.issuer, _clock(2)) as second:
            await World(second, receiver).states(id_, "delivered")
    assert len(receiver.requests) == 2
    assert receiver.requests[0].id == receiver.requests[1].id
    assert receiver.requests[0].body == receiver.requests[1].body


def _clock(minutes=0):
    return FixedClock(TEST_NOW + timedelta(minutes=minutes))


async def test_an_event_that_comes_twice_is_delivered_once(world):
    id_, _ = await world.create()
    envelope = world.service._envelope(
        session(SessionHeld), Scope(tenant="acme", programme="rm-2026"), TEST_NOW
    )
    for _ in range(2):
        await world.service.publisher.send(envelope, session(SessionHeld))
    await world.service.settled()
    await world.states(id_, "delivered")
    assert len(world.receiver.requests) == 1


async def test_a_receiver_that_is_gone_disables_its_webhook_and_the_coordinators_are_told(world):
    world.receiver.answer = 410
    id_, _ = await world.create()
    await world.service.given(session(SessionHeld))
    await world.states(id_, "given-up")
    shown = await world.ask("GET", f"/{id_}")
    assert (shown["state"], shown["disabled_reason"]) == ("disabled", "gone")
    mails = world.service.app.state.database[DELIVERIES.name].find({"kind": "webhook-disabled"})
    assert [(mail["reader"], mail["subject_id"]) async for mail in mails] == [("coordinators", id_)]
    await world.service.given(session(SessionHeld, 2))
    await world.states(id_, "given-up", "planned")
    assert len(world.receiver.requests) == 1
    world.receiver.answer = 204
    await world.ask("POST", f"/{id_}/resumption")
    await world.states(id_, "given-up", "delivered")
    assert (await world.ask("GET", f"/{id_}"))["disabled_at"] is None


async def test_the_message_about_it_reaches_the_coordinators_mailbox(environment, receiver, mailbox):
    receiver.answer = 410
    mail = {
        "smtp_host": "127.0.0.1",
        "smtp_port": mailbox.port,
        "smtp_security": "none",
        "coordinator_mailboxes": "acme=coordinators@acme.example",
    }
    async with run_service(create_app, environment, **SETTINGS, **mail) as service:
        await World(service, receiver).create()
        await service.given(session(SessionHeld))
        async with asyncio.timeout(60):
            while not mailbox.mails:
                await asyncio.sleep(0.05)
    (message,) = mailbox.to("coordinators@acme.example")
    assert message["Subject"] == "A webhook is disabled"


async def test_a_receiver_that_fails_in_every_try_is_disabled(world):
    world.receiver.answer = 500
    id_, _ = await world.create()
    await world.service.given(session(SessionHeld))
    for attempts in range(1, 10):
        (row,) = await world.states(id_, "failed")
        while row["attempts"] < attempts:
            (row,) = await world.states(id_, "failed")
        assert row["next_at"] > world.service.clock.now()
        world.service.clock.set(row["next_at"])
    (row,) = await world.states(id_, "given-up")
    assert (row["attempts"], len(world.receiver.requests)) == (10, 10)
    assert len({each.id for each in world.receiver.requests}) == 1
    assert row["attempted_at"] - TEST_NOW > timedelta(days=3)
    assert (await world.ask("GET", f"/{id_}"))["disabled_reason"] == "failed"


async def test_a_redirect_is_not_followed(world):
    world.receiver.answer = 307
    world.receiver.headers = {"Location": world.receiver.url}
    id_, _ = await world.create()
    await world.service.given(session(SessionHeld))
    (row,) = await world.states(id_, "failed")
    assert (row["failure"], row["status"]) == ("redirect", 307)
    assert len(world.receiver.requests) == 1


async def test_a_receiver_may_ask_to_wait_longer(world):
    world.receiver.answers, world.receiver.headers = [429], {"Retry-After": "3600"}
    id_, _ = await world.create()
    await world.service.given(session(SessionHeld))
    (row,) = await world.states(id_, "failed")
    assert row["next_at"] == TEST_NOW + HOUR


async def test_a_name_that_leads_to_this_machine_is_not_connected_to(environment, receiver):
    settings = {**SETTINGS, "webhook_private_hosts": ""}
    async with run_service(create_app, environment, **settings) as service:
        world = World(service, receiver)
        id_, _ = await world.create(url="https://localhost/hook")
        await service.given(session(SessionHeld))
        (row,) = await world.states(id_, "failed")
        assert (row["failure"], row["status"]) == ("address", None)


async def test_what_a_paused_webhook_missed_is_sent_when_it_is_resumed(world):
    id_, _ = await world.create()
    await world.ask("POST", f"/{id_}/pause")
    await world.ask("POST", f"/{id_}/pause", status=409)
    await world.ask("POST", f"/{id_}/test", status=409)
    await world.service.given(session(SessionPlanned), session(SessionHeld))
    await world.states(id_, "planned", "planned")
    await asyncio.sleep(1.5)  # the worker has scanned since
    assert world.receiver.requests == []
    await world.ask("POST", f"/{id_}/resumption")
    await world.states(id_, "delivered", "delivered")
    assert types_of(world.receiver.requests) == ["session-planned", "session-held"]


async def test_replay_sends_again_from_a_time_or_an_event_on(world):
    id_, _ = await world.create()
    for number in (1, 2, 3):
        await world.service.given(session(SessionHeld, number))
        world.later(HOUR)
    await world.states(id_, *["delivered"] * 3)
    await world.ask("POST", f"/{id_}/test", status=202)
    await world.receiver.got(4)
    since = (TEST_NOW + HOUR).isoformat()
    assert await world.ask("POST", f"/{id_}/replay", since=since) == {"deliveries": 2, "next_since": None}
    requests = await world.receiver.got(6)
    assert {each.json["data"]["session_id"] for each in requests[4:]} == {"s2", "s3"}
    assert {each.id for each in requests[4:]} <= {each.id for each in requests[:4]}
    last = requests[0].json["event_id"]
    await world.states(id_, *["delivered"] * 4)
    replayed = await world.ask("POST", f"/{id_}/replay", event_id=last, until=since)
    assert replayed["deliveries"] == 1
    assert (await world.receiver.got(7))[-1].json["event_id"] == last
    await world.ask("POST", f"/{id_}/replay", event_id="unknown", status=404)
    for wrong in ({"event_id": last, "since": since}, {"until": since}, {"since": "1999-01-01T00:00:00Z"}):
        refused = await world.ask("POST", f"/{id_}/replay", status=422, **wrong)
        assert refused["errors"][0]["field"] == "since"


async def test_one_delivery_is_retried_before_its_time(world):
    world.receiver.answers = [503]
    id_, _ = await world.create()
    await world.service.given(session(SessionHeld))
    (row,) = await world.states(id_, "failed")
    retried = await world.ask("POST", f"/{id_}/deliveries/{row['id']}/retry")
    assert retried["id"] == row["id"]
    await world.states(id_, "delivered")
    await world.ask("POST", f"/{id_}/deliveries/{row['id']}/retry", status=409)
    await world.ask("POST", f"/{id_}/deliveries/unknown/retry", status=404)
    other, _ = await world.create()
    await world.ask("POST", f"/{other}/deliveries/{row['id']}/retry", status=404)


async def test_for_a_day_both_secrets_sign(world):
    id_, old = await world.create()
    new = (await world.ask("POST", f"/{id_}/rotation"))["secret"]
    assert new != old
    await world.service.given(session(SessionHeld))
    (request,) = await world.receiver.got(1)
    for secret in (old, new):
        Webhook(secret).verify(request.body, request.headers)
    assert (await world.ask("GET", f"/{id_}"))["old_secret_until"]
    world.later(timedelta(hours=25))
    await world.service.given(session(SessionHeld, 2))
    request = (await world.receiver.got(2))[1]
    Webhook(new).verify(request.body, request.headers)
    assert len(request.headers["webhook-signature"].split(" ")) == 1
    assert (await world.ask("GET", f"/{id_}"))["old_secret_until"] is None


async def test_no_secret_is_stored_or_shown_again(world):
    headers = {**world.service.token("coordinator"), "Idempotency-Key": "k1"}
    wanted = {"name": "LMS", "url": world.receiver.url, "event_types": EVERY_SESSION}
    first, again = [
        await world.service.http.post("/webhooks", json=wanted, headers=headers) for _ in range(2)
    ]
    assert first.json() == again.json()
    id_, secret = first.json()["id"], first.json()["secret"].removeprefix("whsec_")
    assert secret not in str(await world.ask("GET")) + str(await world.ask("GET", f"/{id_}"))
    database = world.service.app.state.database
    for name in await database.list_collection_names():
        stored = str([row async for row in database[name].find({})])
        assert secret not in stored, name
    assert await database[SUBSCRIPTIONS.name].count_documents({}) == 1


async def test_tenants_never_meet(world):
    id_, _ = await world.create()
    theirs, _ = await world.create(tenant="globex", name="theirs")
    await world.service.given(session(SessionHeld, 1))
    await world.service.given(session(SessionHeld, 2), scope=GLOBEX)
    await world.states(id_, "delivered")
    await world.states(theirs, "delivered")
    assert len(world.receiver.requests) == 2
    assert [row["name"] for row in (await world.ask("GET"))["items"]] == ["LMS"]
    for path in ("", "/deliveries"):
        await world.ask("GET", f"/{theirs}{path}", status=404)
    for path in ("/pause", "/rotation", "/test"):
        await world.ask("POST", f"/{theirs}{path}", status=404)
    await world.ask("DELETE", f"/{theirs}", status=404)
    await world.ask("GET", f"/{theirs}", tenant="globex")


async def test_programmes_and_event_types_are_chosen(world):
    id_, _ = await world.create(programmes=["other"], event_types=[EmployeesImported.contract.type])
    imported = EmployeesImported(import_id="i1", accepted=1, rejected=0, left=0)
    await world.service.given(imported, session(SessionHeld))
    assert await world.log(id_) == []
    wanted = {"name": "HR", "url": world.receiver.url, "event_types": [EmployeesImported.contract.type]}
    await world.ask("PUT", f"/{id_}", **wanted)
    await world.service.given(imported.model_copy(update={"import_id": "i2"}))
    await world.states(id_, "delivered")
    assert (await world.log(id_, "?state=given-up")) == []
    (row,) = await world.log(id_, "?state=delivered")
    assert (row["attempts"], row["status"], row["failure"], row["next_at"]) == (1, 204, None, None)
    assert "body" not in row
    await world.ask("DELETE", f"/{id_}", status=204)
    await world.ask("GET", f"/{id_}", status=404)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("url", "http://example.com/hook", "url"),
        ("url", "https://10.0.0.1/hook", "url"),
        ("url", "https://example.com:25/", "url"),
        ("event_types", ["mentoring.feedback.check-in-submitted.v1"], "event_types[0]"),
        ("event_types", [], "event_types"),
        ("name", "", "name"),
        ("programmes", ["not an id"], "programmes.0"),
    ],
)
async def test_what_can_not_be_a_webhook_is_refused_by_field(world, field, value, named):
    wanted = {"name": "LMS", "url": world.receiver.url, "event_types": EVERY_SESSION, field: value}
    refused = await world.ask("POST", status=422, **wanted)
    assert [error["field"] for error in refused["errors"]] == [named]
    assert (await world.ask("GET"))["total"] == 0


async def test_a_coordinator_of_some_programmes_manages_none(world):
    headers = world.service.token("coordinator", programmes=["rm-2026"])
    for path in ("/webhooks", "/webhook-events"):
        assert (await world.service.http.get(path, headers=headers)).status_code == 403


async def test_without_a_key_none_is_created(world):
    world.service.app.state.vault = None
    wanted = {"name": "LMS", "url": world.receiver.url, "event_types": EVERY_SESSION}
    refused = await world.ask("POST", status=409, **wanted)
    assert "no key for webhooks" in refused["detail"]
    assert (await world.ask("GET"))["total"] == 0
