"""The storage in memory and MongoDB keep the same contract: tests in memory say what is true of MongoDB."""

import uuid

import pytest

from shared.contracts.scheduling import SessionOutcomeDue
from shared.messaging.outgoing.outbox import create_outbox_indexes
from shared.persistence.transactions import Transactions
from shared.runtime.mongo import connect, database
from shared.testing.memory import MemoryTransactions
from shared.testing.memory_query import UnsupportedInMemoryError
from shared.testing.unit_of_work_contract import (
    CHECKS,
    NOON,
    SCOPE,
    THINGS,
    fill,
    finds_what_queries_say,
    in_unit,
)
from tests.integration.messaging.world import held

pytestmark = pytest.mark.integration


class Memory(MemoryTransactions):
    async def documents(self, collection):
        return list(self.rows[collection].values())


class OnMongo(Transactions):
    async def documents(self, collection):
        return await self.database[collection].find().to_list()


@pytest.fixture
async def mongo(environment):
    client = connect(environment.mongo_uri)
    name = f"test_{uuid.uuid4().hex[:10]}"
    storage = OnMongo("scheduling", client, database(client, name), lambda _: None)
    await create_outbox_indexes(storage.database, keep_days=7)
    yield storage
    await client.drop_database(name)
    client.close()


@pytest.fixture
def memory():
    return Memory("scheduling")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
async def test_the_storage_in_memory_keeps_the_contract(memory, check):
    await check(memory, held(1, "p1"), SessionOutcomeDue(session_id="p1-key"))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
async def test_mongodb_keeps_the_contract(mongo, check):
    await check(mongo, held(1, "p1"), SessionOutcomeDue(session_id="p1-key"))


async def test_a_change_writes_the_fields_that_differ_and_leaves_the_others(mongo):
    await fill(mongo)
    rows = mongo.database[THINGS.name]
    key = THINGS.document_id(SCOPE, "0")
    await rows.update_one({"_id": key}, {"$set": {"at": NOON.isoformat()}})  # reads as the same instant

    async def rename(uow):
        uow.save(THINGS, (await uow.require(THINGS, "0")).changed(name="other"))

    await in_unit(mongo, rename)
    stored = await rows.find_one({"_id": key})
    assert (stored["name"], stored["at"]) == ("other", NOON.isoformat())


@pytest.mark.parametrize("change", [{"$unset": {"ready": ""}}, {"$set": {"old": 1}}], ids=["lacks", "has"])
async def test_a_document_of_another_form_is_stored_whole(mongo, change):
    await fill(mongo)
    rows = mongo.database[THINGS.name]
    key = THINGS.document_id(SCOPE, "0")
    await rows.update_one({"_id": key}, change)

    async def rename(uow):
        return uow.save(THINGS, (await uow.require(THINGS, "0")).changed(name="other"))

    renamed = await in_unit(mongo, rename)
    assert (await rows.find_one({"_id": key})).keys() == THINGS.to_document(renamed).keys()


async def test_both_find_the_same(memory, mongo):
    for storage in (memory, mongo):
        await fill(storage)
    assert await finds_what_queries_say(memory) == await finds_what_queries_say(mongo)


@pytest.mark.parametrize("query", [{"name": {"$regex": "a"}}, {"$expr": {"$eq": ["$name", "a"]}}])
async def test_memory_refuses_what_it_cannot_do(memory, query):
    await fill(memory)
    with pytest.raises(UnsupportedInMemoryError, match=r"\$(regex|expr)"):
        await in_unit(memory, lambda uow: uow.find(THINGS, query))
