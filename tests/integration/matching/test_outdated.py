import asyncio

import pytest

from services.matching.commands import rounds
from shared.contracts.matching import RoundProposed
from shared.runtime.auth import Caller, CallerRole
from shared.service.commands import Runner

pytestmark = pytest.mark.integration

COORDINATOR = Caller(sub="tester", tenant="acme", roles=frozenset({CallerRole.COORDINATOR}))


@pytest.fixture
def runner(service):
    return Runner(
        service.app.state.transactions,
        service.clock,
        correlation_id="test",
        idempotency_key=None,
        traceparent="",
    )


async def test_a_round_over_people_who_changed_meanwhile_is_not_saved(world, runner):
    await world.ready("mentor"), await world.ready("mentee")
    snapshot = await runner.read(COORDINATOR, world.programme, rounds.take_snapshot)
    computed = await rounds.compute(snapshot)
    await world.left("mentee")
    with pytest.raises(rounds.SnapshotOutdated):
        await runner.command(COORDINATOR, world.programme, rounds.propose_round, computed)
    assert await world.facts(RoundProposed) == []
    assert (await world.get("/rounds"))["total"] == (await world.get("/proposals"))["total"] == 0


async def test_a_round_under_rules_that_changed_meanwhile_is_not_saved(world, runner):
    await world.ready("mentor"), await world.ready("mentee")
    snapshot = await runner.read(COORDINATOR, world.programme, rounds.take_snapshot)
    computed = await rounds.compute(snapshot)
    await world.opened(min_grade_gap=11)
    with pytest.raises(rounds.SnapshotOutdated):
        await runner.command(COORDINATOR, world.programme, rounds.propose_round, computed)
    made, _ = await world.round(approve=False)
    assert made["proposals"] == 0


async def test_the_service_answers_while_a_round_is_computed(world):
    for n in range(40):
        await world.service.given(
            *(world.fact(role, f"{n}-{k}") for role in ("mentor", "mentee") for k in range(5)),
            scope=world.scope,
        )
    computing = asyncio.create_task(world.post("/rounds", status=201))
    answered = 0
    while not computing.done():
        await world.get("/rounds")
        answered += 1
    assert (await computing)["proposals"] == 200
    assert answered > 1
