"""From check-ins to what they suggest about the policy's weights."""

from datetime import timedelta

import pytest
from rated_pairings import CRITERIA, PAIRS, checked_in, paired, rated, stranger

from services.matching.domain.learning.ratings import TOGETHER
from shared.contracts.feedback import CheckInSubmitted
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW

pytestmark = pytest.mark.integration


async def test_ratings_suggest_weights_that_nobody_but_a_coordinator_applies(world):
    pairings = await paired(world)
    before = await world.get("/policy/learned")
    assert (before["verdict"], before["pairings"], before["needed"]) == ("not-enough-data", 0, 30)
    await rated(world, pairings)

    found = await world.get("/policy/learned")
    assert (found["verdict"], found["pairings"], found["based_on"]) == ("change", PAIRS, 1)
    region, department = found["criteria"]
    assert (region["criterion"], region["present"], region["proposed"]) == ("region", 4000, 5000)
    assert department["proposed"] == 3000
    assert department["high"] < 4000
    assert await world.get("/policy/learned") == found
    again = {**checked_in(pairings[0], Role.MENTOR, 1).model_dump(), "check_in_id": f"{world.programme}-one"}
    await world.service.given(CheckInSubmitted.model_validate(again), scope=world.scope)
    assert await world.get("/policy/learned") == found, "a single answer changes nothing"

    assert (await world.get("/policy"))["policy"]["criteria"] == CRITERIA, "nothing was applied"
    taken = [{**CRITERIA[0], "weight": 5000}, {**CRITERIA[1], "weight": 3000}]
    await world.policy(criteria=taken)
    heavier = await world.get("/policy/learned")
    assert (heavier["pairings"], heavier["based_on"]) == (PAIRS, 2), "other weights, the same meaning"
    world.service.clock.set(TEST_NOW + timedelta(hours=1))
    await world.policy(criteria=[taken[0], {**taken[1], "measure": "different"}])
    assert (await world.get("/policy/learned"))["pairings"] == 0, "another measure means something else"


async def test_a_rating_of_a_pairing_nobody_knows_counts_for_nothing(world):
    unknown = [checked_in(stranger(world, n), Role.MENTOR, 5) for n in range(TOGETHER)]
    await world.service.given(*unknown, scope=world.scope)
    assert (await world.get("/policy/learned"))["pairings"] == 0


async def test_only_the_programmes_own_coordinators_see_it(world):
    elsewhere = world.coordinator(tenant="other")
    await world.get("/policy/learned", headers=elsewhere, status=404)
    await world.get("/policy/learned", headers=world.participant("mentee"), status=403)
