"""Webhooks reach a real receiver: signed, once for each event, retried and disabled with notice."""

import asyncio
from datetime import timedelta

import pytest
from standardwebhooks.webhooks import Webhook

from services.notification.app import create_app
from services.notification.store import DELIVERIES
from shared.contracts.matching import PairingActivated
from shared.contracts.scheduling import SessionHeld
from shared.runtime.clock import FixedClock
from shared.testing import run_service
from shared.testing.harness import TEST_NOW, run_replica
from shared.testing.namespace import make_namespace
from tests.helpers.people import opened, paired
from tests.integration.notification.webhooks.webhooks_world import (
    HOUR,
    SETTINGS,
    World,
    session,
)

pytestmark = pytest.mark.integration


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


async def test_a_worker_that_ends_between_sending_and_noting_sends_again_under_the_same_id(
    environment, receiver
):
    receiver.delay = 5
    async with make_namespace(environment, **SETTINGS) as settings:
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
    envelope = world.service._envelope(session(SessionHeld), world.service.scope, TEST_NOW)
    for _ in range(2):
        await world.service.publisher.send(envelope, session(SessionHeld))
    await world.service.settled()
    await world.states(id_, "delivered")
    assert len(world.receiver.requests) == 1


async def test_a_receiver_that_is_gone_disables_its_webhook_and_the_coordinators_get_a_message(world):
    world.receiver.answer = 410
    id_, _ = await world.create()
    await world.service.given(session(SessionHeld))
    await world.states(id_, "given-up")
    shown = await world.ask("GET", f"/{id_}")
    assert (shown["state"], shown["disabled_reason"]) == ("disabled", "gone")
    disabled_notices = {"tenant": world.service.scope.tenant, "kind": "webhook-disabled"}
    mails = world.service.app.state.database[DELIVERIES.name].find(disabled_notices)
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
