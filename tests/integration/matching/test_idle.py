"""A pairing whose two do not meet is closed, and both can be matched again."""

import pytest

from shared.contracts.feedback import IdleStep, PairingFellIdle
from shared.contracts.matching import PairingEnded
from shared.testing.harness import TEST_NOW

pytestmark = pytest.mark.integration


def idle(pairing, step):
    return PairingFellIdle(
        pairing_id=pairing["id"],
        mentor_id=pairing["mentor_id"],
        mentee_id=pairing["mentee_id"],
        step=step,
        since=TEST_NOW,
    )


async def test_only_the_last_step_closes_a_pairing_and_frees_both(world):
    pairing = await world.paired()
    for step in (IdleStep.FIRST_CONTACT, IdleStep.WARN, IdleStep.COORDINATOR, "a-later-release"):
        await world.service.given(idle(pairing, step), scope=world.scope)
    assert (await world.get(f"/pairings/{pairing['id']}"))["state"] == "active"
    await world.service.given(idle(pairing, IdleStep.CLOSE), scope=world.scope)
    closed = await world.get(f"/pairings/{pairing['id']}")
    assert (closed["state"], closed["end_reason"]) == ("ended", "idle")
    assert [ended.reason for ended in await world.facts(PairingEnded)] == ["idle"]
    made, _ = await world.round(approve=False)
    assert (made["mentors"], made["mentees"]) == (1, 1)


async def test_a_pairing_that_ended_before_stays_as_it_is(world):
    pairing = await world.paired()
    await world.post(f"/pairings/{pairing['id']}/end", {"reason": "completed"})
    await world.service.given(idle(pairing, IdleStep.CLOSE), scope=world.scope)
    assert (await world.get(f"/pairings/{pairing['id']}"))["end_reason"] == "completed"
    assert len(await world.facts(PairingEnded)) == 1
