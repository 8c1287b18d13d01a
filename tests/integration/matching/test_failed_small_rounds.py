"""A small round that fails is tried again, later each time, up to a limit, with those who wait by then."""

from datetime import timedelta

import pytest

from services.matching.commands.rounds.small_round_retry import MOST_IN_A_ROW
from services.matching.commands.rounds.small_rounds import look
from shared.contracts.matching import RoundFailed
from shared.messaging.unit_of_work import UnitOfWork
from tests.integration.matching.following_world import two_mentors_for_one

pytestmark = pytest.mark.integration

SPOILT = {"$unset": {"profile.grade": 1}}
"""Nobody's fault but the software's."""
MENDED = {"$set": {"profile.grade": 3}}


@pytest.fixture
async def change(world):
    """Changes a person's document behind the service's back."""
    people = world.service.app.state.transactions.database["people"]

    async def change(name, how):
        await people.update_one({"programme": world.programme, "id": f"{world.programme}-{name}"}, how)

    return change


@pytest.fixture
async def failing(world, after, change):
    """A mentee who waits, having been declined, and whose small rounds fail."""
    first = await two_mentors_for_one(world)
    await change("mentor-2", SPOILT)
    await world.answer(first, "mentor", accept=False)
    await after.pass_time(minutes=10)


async def small(after):
    return [round_["state"] for round_ in (await after.rounds())[1:]]


@pytest.mark.usefixtures("failing")
async def test_it_is_tried_again_later_each_time_and_then_no_more(world, after):
    assert await small(after) == ["failed"]
    for number, minutes in enumerate((10, 20, 40), start=1):
        await after.pass_time(minutes=minutes - 1)
        assert await small(after) == ["failed"] * number
        await after.pass_time(minutes=1)
        assert await small(after) == ["failed"] * (number + 1)
    await after.pass_time(days=2)
    assert len(await small(after)) == MOST_IN_A_ROW
    assert len(await world.facts(RoundFailed)) == MOST_IN_A_ROW


@pytest.mark.usefixtures("failing")
async def test_whoever_waits_is_asked_once_the_cause_is_gone(after, change):
    await change("mentor-2", MENDED)
    await after.pass_time(minutes=10)
    assert await small(after) == ["failed", "approved"]
    (second,) = await after.proposals("mentee")
    assert second["mentor_id"] == after.id("mentor", "2")


@pytest.mark.usefixtures("failing")
async def test_after_the_last_try_a_new_chance_begins_anew_and_success_forgets_the_failures(
    world, after, change
):
    for minutes in (10, 20, 40):
        await after.pass_time(minutes=minutes)
    assert len(await small(after)) == MOST_IN_A_ROW
    await change("mentor-2", MENDED)
    await world.ready("mentor", "3")
    await after.pass_time(minutes=10)
    assert (await small(after))[-1] == "approved"
    (second,) = await after.proposals("mentee")

    name = second["mentor_id"].rpartition("-")[2]
    await change("mentor-1", SPOILT)
    await world.answer(second, "mentor", name, accept=False)
    await after.pass_time(minutes=10)
    await after.pass_time(minutes=10)
    assert (await small(after))[MOST_IN_A_ROW + 1 :] == ["failed", "failed"]


async def test_many_who_wait_have_one_round_a_try(world, after, change):
    names = [str(number) for number in range(4)]
    for name in names:
        await world.ready("mentor", name), await world.ready("mentee", name)
    _, proposals = await world.round()
    await world.ready("mentor", "spoilt")
    await change("mentor-spoilt", SPOILT)
    for proposal in proposals:
        await world.answer(proposal, "mentor", proposal["mentor_id"].rpartition("-")[2], accept=False)
    await after.pass_time(minutes=10)
    assert await small(after) == ["failed"]
    await after.pass_time(minutes=10)
    assert await small(after) == ["failed", "failed"]
    await change("mentor-spoilt", MENDED)
    await after.pass_time(minutes=20)
    assert (await small(after))[2:] == ["approved"]


@pytest.mark.usefixtures("failing")
async def test_a_timer_that_rings_late_does_not_begin_the_next_try_before_its_time(world, after):
    service, name = world.service, after.id("mentee")

    async def ring(transaction):
        about = {"correlation_id": "test", "causation_id": "test", "traceparent": ""}
        uow = UnitOfWork(transaction, world.scope, now=service.clock.now(), **about)
        await look(uow, name, service.clock.now() - timedelta(minutes=10))
        transaction.absorb(uow.changes)

    await service.app.state.transactions.run(ring)
    await after.at_rest()
    assert await small(after) == ["failed"]


async def test_the_coordinators_own_round_is_left_to_the_coordinator(world, after, change):
    await world.ready("mentor"), await world.ready("mentee")
    await change("mentor-1", SPOILT)
    asked = await world.post("/rounds", {"people": [after.id("mentee")]}, status=202)
    await world.reached(asked["id"], "failed")
    await after.pass_time(days=2)
    assert len(await after.rounds()) == 1
