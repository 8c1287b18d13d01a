"""The storage of outbox and inbox keeps its contract on MongoDB."""

import uuid

import pytest

from shared.runtime.mongo import connect, database
from shared.testing.storage_contract import CHECKS, CheckedStorage
from tests.integration.messaging import ledger
from tests.integration.messaging.world import TEST_SCOPE, held

pytestmark = pytest.mark.integration


@pytest.fixture
async def storage(environment):
    client = connect(environment.mongo_uri)
    name = f"test_{uuid.uuid4().hex[:10]}"
    storage = CheckedStorage(client, database(client, name), ledger.counted(held(1, "p1")), TEST_SCOPE)
    await storage.prepare()
    yield storage
    await client.drop_database(name)
    client.close()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
async def test_storage_keeps_its_contract(storage, check):
    await check(storage)
