"""Tenants that share one process take turns."""

from services.matching.jobs.finder.fairness import MOST, MOST_OF_ONE, ProgrammeCache, SearchQueue
from services.matching.jobs.protocol import Search
from shared.kernel import Scope
from tests.unit.matching.matching_people import READY_AT


def scope(tenant, programme="p"):
    return Scope(tenant=tenant, programme=programme)


def search(number, tenant, programme="p"):
    return Search(
        number=number,
        mongo_uri="",
        mongo_database="",
        scope=scope(tenant, programme),
        now=READY_AT,
        person_id="x",
        passed=(),
    )


async def test_a_tenant_with_many_searches_lets_others_go_between():
    queue = SearchQueue()
    for number in range(6):
        queue.add(search(number, "many", f"p{number % 2}"))
    queue.add(search(9, "few"))
    turns = []
    for _ in range(4):
        await queue.wait()
        turns.append([each.number for each in queue.take(2)])
    assert turns == [[0, 2], [9], [1, 3], [4]]
    queue.add(search(10, "new"))
    assert [[each.number for each in queue.take(2)] for _ in range(2)] == [[5], [10]]


def test_a_tenant_keeps_a_few_programmes_and_takes_none_from_others():
    kept = ProgrammeCache()
    kept.keep(scope("few"), "few")
    for number in range(2 * MOST):
        kept.keep(scope("many", f"p{number}"), number)
    assert len(kept) == 1 + MOST_OF_ONE
    assert kept.pop(scope("few")) == "few"
    assert kept.pop(scope("many", f"p{2 * MOST - 1}")) == 2 * MOST - 1
    assert kept.pop(scope("many", "p0")) is None


def test_with_many_tenants_who_has_most_gives_way_first():
    kept = ProgrammeCache()
    for programme in ("a", "b"):
        kept.keep(scope("two", programme), programme)
    for number in range(MOST):
        kept.keep(scope(f"t{number}"), number)
    assert len(kept) == MOST
    assert kept.pop(scope("two", "a")) is None
