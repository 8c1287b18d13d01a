"""A unit of work never leaves its tenant and programme, whatever a query says."""

import pytest

from shared.kernel import Scope
from shared.messaging import UnitOfWork
from shared.testing.harness import TEST_NOW, TEST_SCOPE
from tests.integration.messaging import ledger

pytestmark = pytest.mark.integration

OTHERS = [Scope(tenant="globex", programme=TEST_SCOPE.programme), Scope(tenant="acme", programme="other")]
QUERIES = [
    None,
    {},
    {"id": "p1"},
    TEST_SCOPE.model_dump(include={"tenant", "programme"}),
    {"tenant": {"$exists": True}, "programme": {"$exists": True}},
    {"$or": [{"tenant": "acme"}, {"programme": TEST_SCOPE.programme}]},
]


async def within(service, scope, work):
    """Do something in a unit of work of this scope, and commit."""

    async def run(transaction):
        uow = UnitOfWork(transaction, scope, now=TEST_NOW, correlation_id="c", causation_id="c")
        result = await work(uow)
        transaction.absorb(uow.changes)
        return result

    return await service.app.state.transactions.run(run)


@pytest.mark.parametrize("query", QUERIES, ids=str)
async def test_no_query_leaves_the_scope(service, query):
    async def save(uow):
        uow.save(ledger.TALLIES, ledger.Tally(id="p1", **TEST_SCOPE.model_dump()))

    async def look(uow):
        counting = [{"$count": "n"}]
        return (
            len(await uow.find(ledger.TALLIES, query)),
            await uow.count(ledger.TALLIES, query),
            sum(row["n"] for row in await uow.aggregate(ledger.TALLIES, counting, query)),
        )

    await within(service, TEST_SCOPE, save)
    assert await within(service, TEST_SCOPE, look) == (1, 1, 1)
    for other in OTHERS:
        assert await within(service, other, look) == (0, 0, 0)


async def test_an_aggregation_sees_the_units_own_changes(service):
    async def work(uow):
        uow.save(ledger.TALLIES, ledger.Tally(id="p9", numbers=(4, 5), **TEST_SCOPE.model_dump()))
        return await uow.aggregate(
            ledger.TALLIES, [{"$project": {"_id": 0, "sum": {"$sum": "$numbers"}}}], {"id": "p9"}
        )

    assert await within(service, TEST_SCOPE, work) == [{"sum": 9}]
