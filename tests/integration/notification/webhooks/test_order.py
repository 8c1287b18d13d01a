"""The order of a key is kept while a receiver fails, a webhook is paused, or events are sent again."""

import asyncio
from datetime import timedelta

import pytest

from shared.contracts.scheduling import SessionHeld, SessionMoved, SessionPlanned
from shared.testing.harness import TEST_NOW
from tests.integration.notification.webhooks.webhooks_world import (
    HOUR,
    session,
    types_of,
)

pytestmark = pytest.mark.integration


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
