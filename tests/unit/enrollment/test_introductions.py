"""Introductions of two people, in memory and in whatever order the facts come."""

from datetime import timedelta
from itertools import permutations

import pytest

from services.enrollment.reactions import reactions
from services.enrollment.store import INTRODUCTIONS
from shared.contracts.matching import PairingEnded, PairingEndReason, ProposalApproved
from shared.testing.harness import TEST_NOW
from shared.testing.scenario import Scenario
from tests.helpers.people import paired

PAIRED = paired()
TWO = {"mentor_id": PAIRED.mentor_id, "mentee_id": PAIRED.mentee_id}
PROPOSED = ProposalApproved(proposal_id=PAIRED.proposal_id, **TWO, expires_at=TEST_NOW + timedelta(days=3))
LEFT = PairingEnded(pairing_id=PAIRED.pairing_id, **TWO, reason=PairingEndReason.NO_FAULT_EXIT)


async def open_introductions(scenario):
    async def not_ended(uow):
        return await uow.find(INTRODUCTIONS, {"ended": False})

    return [each.id for each in await scenario.command(not_ended)]


@pytest.mark.parametrize("facts", list(permutations([PROPOSED, PAIRED])))
async def test_a_proposal_opens_nothing_beside_its_pairing_nor_after_it(facts):
    enrollment = Scenario("enrollment", reactions)
    await enrollment.when(*facts)
    assert await open_introductions(enrollment) == [PAIRED.pairing_id]
    await enrollment.when(LEFT)
    assert await open_introductions(enrollment) == []
