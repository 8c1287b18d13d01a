"""A service with nothing to do leaves broker and database alone, and still takes the next event at once."""

import asyncio

import pytest
from aiokafka.protocol.fetch import FetchRequest

from shared.messaging.incoming.fetching import BUSY_WAIT_MS, QUIET_WAIT_MS
from shared.messaging.outgoing.leases import LEASES
from shared.messaging.outgoing.outbox import SHARDS
from shared.testing import run_service
from tests.integration.messaging import ledger

pytestmark = pytest.mark.integration


@pytest.fixture
def waits(service, monkeypatch):
    """How long the broker may keep each request for records, from now on."""
    client = service.app.state.streams._subscription._consumer()._client
    send, waits = client.send, []

    async def send_and_note(node_id, request, **options):
        if isinstance(request, FetchRequest):
            waits.append(request._max_wait_ms)
        return await send(node_id, request, **options)

    monkeypatch.setattr(client, "send", send_and_note)
    return waits


async def test_the_broker_may_wait_longer_while_there_is_nothing_to_do(service, waits, held):
    async with asyncio.timeout(60):
        while not waits or waits[-1] != QUIET_WAIT_MS:
            await asyncio.sleep(0.1)
    waits.clear()
    await asyncio.sleep(1)
    assert len(waits) <= 1000 / QUIET_WAIT_MS + 1
    await service.given(held(1))
    assert waits[-1] == BUSY_WAIT_MS


async def test_the_leases_of_all_shards_are_renewed_together(environment):
    async with run_service(ledger.create_app, environment, relay_lease_seconds=5) as service:
        database = service.app.state.database
        async with asyncio.timeout(60):
            while await database[LEASES].count_documents({"_id": {"$regex": "^relay/"}}) < SHARDS:
                await asyncio.sleep(0.1)
        await database.command("profile", 2)
        await asyncio.sleep(3)  # two or three renewals
        await database.command("profile", 0)
        commands = await database["system.profile"].count_documents({"ns": f"{database.name}.{LEASES}"})
        assert 0 < commands < SHARDS
