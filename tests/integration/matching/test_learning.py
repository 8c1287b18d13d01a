"""Weights that feedback learns reach the coordinator, who adopts them or not."""

import pytest

from shared.contracts.matching import PairingActivated
from shared.contracts.vocabulary import Role
from tests.integration.matching.recommended_weights import CRITERIA, PAIRS, recommended

pytestmark = pytest.mark.integration


async def test_recommended_weights_are_applied_by_a_coordinator_only(world):
    await world.policy(criteria=CRITERIA)
    before = await world.get("/policy/recommended-weights")
    assert (before["verdict"], before["pairings"], before["needed"]) == ("not-enough-data", 0, 200)
    await recommended(world)

    learned = await world.get("/policy/recommended-weights")
    assert (learned["verdict"], learned["pairings"], learned["based_on"]) == ("change", PAIRS, 1)
    region, department = learned["criteria"]
    assert (region["criterion"], region["present"], region["proposed"]) == ("region", 4000, 5000)
    assert (department["present"], department["proposed"]) == (4000, 3000)

    kept = [{**each, "purpose": None} for each in CRITERIA]
    assert (await world.get("/policy"))["policy"]["criteria"] == kept, "nothing was applied"
    taken = [{**CRITERIA[0], "weight": 5000}, {**CRITERIA[1], "weight": 3000}]
    await world.policy(criteria=taken)
    adopted = await world.get("/policy/recommended-weights")
    assert (adopted["verdict"], adopted["based_on"]) == ("no-reason-to-change", 2)
    await world.policy(criteria=[taken[0], {**taken[1], "measure": "different"}])
    assert (await world.get("/policy/recommended-weights"))["pairings"] == 0, (
        "another measure means something else"
    )


async def test_a_pairing_is_published_with_the_criteria_by_which_it_was_made(world):
    await world.policy(criteria=CRITERIA)
    await world.ready("mentor", 1, region="emea", department="sales")
    await world.ready("mentee", 1, region="emea", department="finance")
    round_, [proposal] = await world.round()
    for role in Role:
        await world.answer(proposal, role, "1")
    await world.service.settled()
    [activated] = [
        event.data
        for event in await world.service.published(PairingActivated)
        if event.data.proposal_id == proposal["id"]
    ]
    assert activated.fit is not None
    assert activated.fit.round_id == round_["id"]
    assert {each.criterion: (each.degree, each.weight) for each in activated.fit.criteria} == {
        "region": (1.0, 4000),
        "department": (0.0, 4000),
    }


async def test_only_the_programmes_own_coordinators_see_it(world):
    elsewhere = world.coordinator(tenant="other")
    await world.get("/policy/recommended-weights", headers=elsewhere, status=404)
    await world.get("/policy/recommended-weights", headers=world.participant("mentee"), status=403)
