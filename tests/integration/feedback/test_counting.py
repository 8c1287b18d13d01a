"""The database counts what the plain rules count."""

from collections import Counter

import pytest

from services.feedback.domain.summary import summarise
from services.feedback.queries.counting import count
from services.feedback.queries.summary import summary
from services.feedback.store import CHECK_INS, HEALTH_RECORDS, PARTICIPANTS, PROGRAMMES
from shared.kernel import Scope
from shared.messaging.unit_of_work import UnitOfWork
from shared.persistence.transactions import Transactions
from shared.runtime.mongo import connect, database
from shared.testing.harness import TEST_SCOPE
from tests.integration.feedback.random_records import NOW, Chance
from tests.unit.feedback.feedback_facts import RULES, programme
from tests.unit.feedback.plain_counts import plain_counts

pytestmark = pytest.mark.integration

ELSEWHERE = (
    TEST_SCOPE.model_copy(update={"programme": "rm-2027"}),
    TEST_SCOPE.model_copy(update={"tenant": "globex"}),
)


@pytest.fixture
async def transactions(stack):
    client = connect(stack.mongo_uri)
    await client.drop_database("counting")
    yield Transactions("feedback", client, database(client, "counting"), lambda: None)
    await client.drop_database("counting")
    client.close()


async def within(transactions, scope, work, *args):
    async def run(transaction):
        uow = UnitOfWork(transaction, scope, now=NOW, correlation_id="c", causation_id="c", traceparent="")
        result = await work(uow, *args)
        transaction.absorb(uow.changes)
        return result

    return await transactions.run(run)


async def keep(uow, people, records, check_ins):
    own = {"tenant": uow.scope.tenant, "programme": uow.scope.programme, "id": uow.scope.programme}
    uow.save(PROGRAMMES, programme().model_copy(update=own))
    for person in people:
        uow.save(PARTICIPANTS, person)
    for record in records:
        uow.save(HEALTH_RECORDS, record)
    for check_in in check_ins:
        uow.save(CHECK_INS, check_in)


async def lived(transactions, seed: int, scope: Scope, pairings: int, **chances: int):
    """People and pairings as the database has them, chosen by the seed."""
    chance = Chance(seed, scope, **chances)
    people, records = chance.participants(), [chance.record(number) for number in range(pairings)]
    check_ins = [each for record in records for each in chance.check_ins(record)]
    await within(transactions, scope, keep, people, records, check_ins)
    return people, records, check_ins


def without_zeros(counts):
    """Nobody in a state and no word of the state are the same."""
    states = {name: Counter(getattr(counts, name)) for name in ("sessions", "health")}
    return counts.model_dump() | {name: +counted for name, counted in states.items()}


@pytest.mark.parametrize(("seed", "pairings", "people"), [(1, 0, 0), (2, 1, 1), (3, 6, 3), (4, 40, 60)])
@pytest.mark.parametrize("more", range(3))
async def test_the_counts_of_random_pairings(transactions, seed, more, pairings, people):
    for nobody in ELSEWHERE:
        await lived(transactions, seed, nobody, 5, people=5)
    participants, records, check_ins = await lived(
        transactions, 10 * more + seed, TEST_SCOPE, pairings, people=people
    )
    expected = plain_counts(records, participants, check_ins, RULES, now=NOW)
    counted = await within(transactions, TEST_SCOPE, count, RULES)
    assert without_zeros(counted) == without_zeros(expected)
    shown = await within(transactions, TEST_SCOPE, summary, None)
    assert shown == summarise(programme(), expected, None)


async def test_hundreds_of_pairings_of_people_who_have_several(transactions):
    participants, records, check_ins = await lived(transactions, 7, TEST_SCOPE, 600, people=150, sessions=12)
    expected = plain_counts(records, participants, check_ins, RULES, now=NOW)
    counted = await within(transactions, TEST_SCOPE, count, RULES)
    assert counted == expected
    assert all(counted.health.values())
    assert 0 < counted.paired < counted.ready
