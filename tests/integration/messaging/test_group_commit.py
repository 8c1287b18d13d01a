"""Commands that share a transaction: each has its effect as if it were alone."""

import asyncio
from contextvars import ContextVar

import pytest
from pymongo import InsertOne
from pymongo.errors import AutoReconnect, BulkWriteError

from shared.kernel import RuleBroken
from shared.messaging.unit_of_work import UnitOfWork
from shared.persistence.transaction import OUTBOX
from shared.persistence.transactions import Transactions
from shared.runtime.clock import SystemClock
from shared.runtime.mongo import connect, database
from shared.service.group_commit import GroupCommit
from tests.integration.messaging import ledger
from tests.integration.messaging.world import TEST_SCOPE, held

pytestmark = pytest.mark.integration

NAMES = ("a", "b", "c", "d")
WHO = ContextVar("who asks", default="nobody")


@pytest.fixture
async def group(stack):
    client = connect(stack.mongo_uri)
    await client.drop_database("group_commit")
    own = database(client, "group_commit")
    yield GroupCommit(Transactions("feedback", client, own, lambda _: None))
    await client.drop_database("group_commit")
    client.close()


def unit(transaction):
    return UnitOfWork(
        transaction, TEST_SCOPE, now=SystemClock().now(), correlation_id="c", causation_id="c", traceparent=""
    )


def count(pairing, number=1, *, last=None):
    """A command that counts a session and may do something more at its end; returns its transaction."""

    async def work(transaction):
        uow = unit(transaction)
        blank = ledger.Tally(id=pairing, **TEST_SCOPE.model_dump())
        tally = await uow.get(ledger.TALLIES, pairing) or blank
        tally = tally.changed(numbers=(*tally.numbers, number))
        uow.save(ledger.TALLIES, tally, ledger.counted(held(number, pairing)))
        if last:
            await last(transaction, uow)
        transaction.absorb(uow.changes)
        return transaction

    return work


async def run_all(group, *works):
    return await asyncio.gather(*map(group.run, works), return_exceptions=True)


async def counted(group):
    rows = group.transactions.database[ledger.TALLIES.name].find()
    return {row["_id"].rsplit("/", 1)[-1]: row["numbers"] async for row in rows}


async def test_commands_that_arrive_together_share_a_transaction(group):
    shared = await run_all(group, *map(count, NAMES))
    alone = await group.run(count("e"))
    assert len(set(map(id, shared))) == 1
    assert alone is not shared[0]
    assert await counted(group) == {name: [1] for name in (*NAMES, "e")}


async def test_each_sees_what_those_before_it_did(group):
    shared = await run_all(group, *(count("a", number) for number in range(20)))
    assert len(set(map(id, shared))) == 1
    assert (await counted(group))["a"] == list(range(20))
    rows = await group.transactions.database[OUTBOX].find().sort("sequence", 1).to_list()
    assert [row["sequence"] for row in rows] == list(range(1, 21))


async def fails(*_):
    raise RuleBroken("not so", code="not-so")


async def fails_late(_, uow):
    """Fails after its change went out, since it looked for it."""
    assert len(await uow.find(ledger.TALLIES, {"numbers": 1})) > 0
    raise RuleBroken("not so", code="not-so")


async def is_refused(transaction, _):
    transaction.hold("twice", [InsertOne({"_id": 1}), InsertOne({"_id": 1})])


@pytest.mark.parametrize(
    ("last", "error"), [(fails, RuleBroken), (fails_late, RuleBroken), (is_refused, BulkWriteError)]
)
@pytest.mark.parametrize("place", range(3))
async def test_one_that_fails_leaves_nothing_and_takes_nobody_along(group, last, error, place):
    works = [count(name) for name in NAMES[:2]]
    works.insert(place, count("bad", last=last))
    outcomes = await run_all(group, *works)
    bad = outcomes.pop(place)
    assert isinstance(bad, error)
    assert not any(isinstance(outcome, BaseException) for outcome in outcomes)
    assert await counted(group) == {"a": [1], "b": [1]}
    assert await group.transactions.database[OUTBOX].count_documents({}) == 2
    assert await group.transactions.database["twice"].count_documents({}) == 0


async def test_one_that_fails_after_it_has_queried_makes_nobody_else_run_again(group):
    runs = []

    async def noted(_, uow):
        runs.append(next(iter(uow.changes.states))[1].rsplit("/", 1)[-1])

    async def bad(transaction, uow):
        await noted(transaction, uow)
        await fails_late(transaction, uow)

    works = [count("a", last=noted), count("bad", last=bad), count("b", last=noted)]
    outcomes = await run_all(group, *works)
    assert [type(outcome).__name__ for outcome in outcomes] == ["Transaction", "RuleBroken", "Transaction"]
    assert sorted(runs) == ["a", "b", "bad", "bad"]
    assert await counted(group) == {"a": [1], "b": [1]}


async def test_of_one_caller_only_so_many_wait(group):
    ends = asyncio.Event()

    async def is_slow(*_):
        await ends.wait()

    works = [group.run(count(f"p{n}", last=is_slow), tenant="acme", caller="cora") for n in range(100)]
    waiting = asyncio.gather(*works, return_exceptions=True)
    await asyncio.sleep(0)
    await asyncio.wait_for(group.run(count("x"), tenant="acme", caller="carl"), 240)
    ends.set()
    outcomes = await waiting
    faults = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert {fault.status_code for fault in faults} == {429}
    assert {fault.headers["Retry-After"] for fault in faults} == {"1"}
    assert len(faults) == 100 - 64


async def test_while_the_database_is_away_all_learn_it_at_once(group):
    tries = []

    async def is_away(*_):
        tries.append("b")
        raise AutoReconnect("away")

    outcomes = await run_all(group, count("a"), count("b", last=is_away), count("c"))
    assert all(isinstance(outcome, AutoReconnect) for outcome in outcomes)
    assert tries == ["b"], "each was tried alone"
    assert await counted(group) == {}


async def test_a_slow_one_holds_up_nobody_who_comes_later(group):
    begun, ends = asyncio.Event(), asyncio.Event()

    async def is_slow(*_):
        begun.set()
        await ends.wait()

    slow = asyncio.create_task(group.run(count("slow", last=is_slow)))
    await begun.wait()
    await asyncio.wait_for(group.run(count("a")), 240)
    assert not slow.done()
    ends.set()
    await slow
    assert await counted(group) == {"slow": [1], "a": [1]}


async def test_each_runs_in_the_context_of_its_request(group):
    async def work(transaction):
        return WHO.get(), transaction

    async def request(name):
        WHO.set(name)
        return await group.run(work)

    answers = await asyncio.gather(*map(request, NAMES))
    assert [name for name, _ in answers] == list(NAMES)
    assert len({id(transaction) for _, transaction in answers}) == 1


async def test_a_caller_who_is_gone_disturbs_nobody(group):
    gone = asyncio.create_task(group.run(count("a")))
    stays = asyncio.create_task(group.run(count("b")))
    await asyncio.sleep(0)
    gone.cancel()
    await stays
    assert await counted(group) == {"a": [1], "b": [1]}


async def test_one_that_is_cancelled_leaves_nobody_waiting(group):
    async def is_cancelled(*_):
        raise asyncio.CancelledError

    both = await asyncio.wait_for(run_all(group, count("a"), count("b", last=is_cancelled)), 240)
    assert all(isinstance(outcome, asyncio.CancelledError) for outcome in both)
    assert await counted(group) == {}
    await group.run(count("c"))
    assert await counted(group) == {"c": [1]}
