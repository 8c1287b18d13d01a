"""One round of an organisation is computed at a time, and organisations take turns."""

import asyncio
from datetime import timedelta

import pytest

from services.matching.commands.rounds import requests, round_claims
from services.matching.domain.rounds.round import Round
from services.matching.jobs.round.task import now
from services.matching.jobs.worker import Worker
from services.matching.store import ROUNDS, TURNS
from shared.kernel import Conflict, Scope
from shared.messaging.unit_of_work import UnitOfWork
from shared.persistence.transactions import Transactions
from shared.runtime.mongo import connect, database
from shared.service.background import WorkContext
from shared.testing.harness import TEST_NOW
from shared.testing.namespace import make_namespace

pytestmark = pytest.mark.integration


class Office:
    """A database with rounds that wait, and workers that are asked what they would do."""

    def __init__(self, settings, client):
        self.transactions = Transactions(
            "matching", client, database(client, settings.mongo_database), lambda _: None
        )
        self.db = self.transactions.database
        self.worker = Worker(WorkContext(settings, self.transactions, None))
        self.waiting = 0

    async def requested(self, tenant, programme):
        self.waiting += 1
        round_ = Round(
            id=f"{tenant}-{programme}", tenant=tenant, programme=programme, number=1, requested_at=TEST_NOW
        )
        saved_at = now() - timedelta(hours=1) + timedelta(seconds=self.waiting)
        await self.db[ROUNDS.name].insert_one(ROUNDS.to_document(round_) | {"saved_at": saved_at})

    async def claimed(self, tenant, programme):
        async def claim(transaction):
            scope = Scope(tenant=tenant, programme=programme)
            uow = UnitOfWork(transaction, scope, now=TEST_NOW, correlation_id="c", causation_id="c")
            later = now() + timedelta(seconds=60)
            await round_claims.claim(uow, f"{tenant}-{programme}", "worker", now(), later)
            transaction.absorb(uow.changes)

        await self.transactions.run(claim)

    async def next(self):
        row = await self.worker._next({"claim": None}, now())
        return row and (row["tenant"], row["programme"])

    async def computed(self, tenant, programme):
        await self.db[ROUNDS.name].delete_one({"id": f"{tenant}-{programme}"})


@pytest.fixture
async def office(environment):
    async with make_namespace(environment) as settings:
        client = connect(settings.mongo_uri)
        yield Office(settings, client)
        client.close()


async def test_a_tenant_with_many_programmes_lets_others_go_between(office):
    for programme in ("a", "b", "c"):
        await office.requested("many", programme)
    for programme in ("a", "b"):
        await office.requested("few", programme)
    turns = []
    while turn := await office.next():
        turns.append(turn)
        await office.claimed(*turn)
        await office.computed(*turn)
    assert turns == [("many", "a"), ("few", "a"), ("many", "b"), ("few", "b"), ("many", "c")]


async def test_while_one_is_computed_no_other_of_the_organisation_is(office):
    for tenant, programme in (("acme", "a"), ("acme", "b"), ("globex", "a")):
        await office.requested(tenant, programme)
    both = [office.claimed("acme", programme) for programme in ("a", "b")]
    turn = await asyncio.gather(*both, return_exceptions=True)
    assert [type(each) for each in turn if each] == [Conflict]
    assert await office.next() == ("globex", "a")
    await office.claimed("globex", "a")
    assert await office.next() is None
    assert await office.db[TURNS.name].count_documents({}) == 2
    alive = (await office.db[ROUNDS.name].find_one({"tenant": "acme", "state": "computing"}))["programme"]
    await office.computed("acme", alive)
    assert (await office.next())[0] == "acme"


@pytest.mark.parametrize(("most", "wish"), [("MOST_WAITING", {}), ("MOST_WHAT_IFS", {"preview": True})])
async def test_too_many_rounds_are_refused_with_a_time_to_ask_again(world, monkeypatch, most, wish):
    monkeypatch.setattr(requests, most, 0)
    answer = await world.service.http.post(f"{world.path}/rounds", json=wish, headers=world.coordinator())
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (429, True), answer.text
    assert (await world.get("/rounds"))["total"] == 0
