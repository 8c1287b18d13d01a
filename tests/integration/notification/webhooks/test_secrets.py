"""Secrets of webhooks: shown once, stored encrypted, rotated with a day of both."""

from datetime import timedelta

import pytest
from standardwebhooks.webhooks import Webhook

from services.notification.store import SUBSCRIPTIONS
from shared.contracts.scheduling import SessionHeld
from tests.integration.notification.webhooks.webhooks_world import EVERY_SESSION, session

pytestmark = pytest.mark.integration


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
    assert await database[SUBSCRIPTIONS.name].count_documents({"tenant": world.service.scope.tenant}) == 1


async def test_without_a_key_none_is_created(world, monkeypatch):
    monkeypatch.setattr(world.service.app.state, "vault", None)
    wanted = {"name": "LMS", "url": world.receiver.url, "event_types": EVERY_SESSION}
    refused = await world.ask("POST", status=409, **wanted)
    assert "no key for webhooks" in refused["detail"]
    assert (await world.ask("GET"))["total"] == 0
