"""The sessions that a pairing held are published once its end has come and none is open."""

import pytest

from shared.contracts.matching import PairingEnded, PairingEndReason
from shared.contracts.scheduling import SeriesEnded

pytestmark = pytest.mark.integration


def ended(world, reason=PairingEndReason.COMPLETED):
    ids = {"mentor_id": f"{world.programme}-mia", "mentee_id": f"{world.programme}-max"}
    return PairingEnded(pairing_id=world.pairing(), **ids, reason=reason)


async def test_the_end_is_stated_at_once_if_every_outcome_is_known(world):
    first = (await world.paired())[0]
    await world.pass_to(first["ends_at"], hours=1)
    assert (await world.post(f"sessions/{first['id']}/outcome", "mia", {"held": True})).is_success
    await world.given(ended(world))
    (fact,) = await world.facts(SeriesEnded)
    assert (fact.pairing_id, fact.reason, fact.held) == (world.pairing(), PairingEndReason.COMPLETED, 1)
    assert fact.first_held_at == fact.last_held_at
    await world.given(ended(world))  # the same fact again changes nothing
    assert len(await world.facts(SeriesEnded)) == 1


async def test_a_session_that_is_still_to_be_reported_keeps_the_end_waiting(world):
    first, second, *_ = await world.paired()
    await world.pass_to(second["ends_at"], hours=1)
    await world.given(ended(world))
    assert await world.facts(SeriesEnded) == []
    assert (await world.post(f"sessions/{second['id']}/outcome", "max", {"held": True})).is_success
    (fact,) = await world.facts(SeriesEnded)
    assert (fact.held, (await world.session(first["id"]))["state"]) == (1, "missed")


async def test_silence_about_the_last_session_ends_with_its_time_to_report(world):
    first = (await world.paired())[0]
    await world.pass_to(first["ends_at"], hours=1)
    await world.given(ended(world, PairingEndReason.NO_FAULT_EXIT))
    assert await world.facts(SeriesEnded) == []
    await world.pass_to(first["ends_at"], days=7, hours=1)
    (fact,) = await world.facts(SeriesEnded)
    assert (fact.reason, fact.held, fact.first_held_at) == (PairingEndReason.NO_FAULT_EXIT, 0, None)
