"""Time to match as a service level: reported once, listed with the reason, and counted; and who waits."""

from datetime import timedelta

import pytest

from shared.contracts.matching import MatchOverdue
from shared.testing.harness import TEST_NOW
from tests.unit.matching.matching_people import languages

pytestmark = pytest.mark.integration

DAY = timedelta(days=1)


async def at(world, instant):
    world.service.clock.set(instant)
    await world.service.settled()


async def overdue(world):
    return (await world.get("/overdue"))["items"]


async def reported_overdue(world):
    """The participants it named, as often as it did."""
    return sorted(fact.participant_id for fact in await world.facts(MatchOverdue))


async def test_who_waits_longer_than_the_target_is_reported_once_and_listed_with_the_reason(world):
    await world.policy(service_level={"days": 7, "share": 50})
    waits = await world.ready("mentee", languages=languages(fr=4))
    await world.ready("mentor")
    await world.round(approve=False)
    await at(world, TEST_NOW + 7 * DAY - timedelta(minutes=1))
    assert (await reported_overdue(world), await overdue(world)) == ([], [])
    await at(world, TEST_NOW + 7 * DAY)
    (mentor, mentee) = sorted(await world.facts(MatchOverdue), key=lambda fact: fact.role, reverse=True)
    assert (mentee.participant_id, mentee.target_days, mentee.ready_at) == (waits, 7, TEST_NOW)
    listed = {each["participant_id"]: each for each in await overdue(world)}
    assert listed.keys() == {mentor.participant_id, waits}
    assert listed[waits]["reason"]["rule"] == "language"
    assert not listed[waits]["asked"]
    await world.ready("mentee", languages=languages(es=4))  # new facts are no new beginning
    await at(world, TEST_NOW + 30 * DAY)
    assert len(await reported_overdue(world)) == 2
    await world.left("mentee")
    assert [each["role"] for each in await overdue(world)] == ["mentor"]


async def test_who_is_paired_or_has_left_in_time_is_not_reported(world):
    await world.paired()
    await world.ready("mentee", "2")
    await world.left("mentee", "2")
    await at(world, TEST_NOW + 20 * DAY)
    assert await reported_overdue(world) == []
    back = await world.ready("mentee", "2")
    await at(world, TEST_NOW + 33 * DAY)
    assert await reported_overdue(world) == []
    await at(world, TEST_NOW + 34 * DAY)
    assert await reported_overdue(world) == [back]


async def test_who_is_asked_is_reported_only_once_that_has_failed(world):
    ids = [await world.ready(role) for role in ("mentor", "mentee")]
    await at(world, TEST_NOW + 13 * DAY)
    _, (proposal,) = await world.round()
    await at(world, TEST_NOW + 14 * DAY)
    assert await reported_overdue(world) == []
    assert [each["asked"] for each in await overdue(world)] == [True, True]
    await world.answer(proposal, "mentor", accept=False)
    await at(world, TEST_NOW + 14 * DAY + timedelta(minutes=59))
    assert await reported_overdue(world) == []
    await at(world, TEST_NOW + 14 * DAY + timedelta(hours=1))
    assert await reported_overdue(world) == sorted(ids)


async def test_a_raised_target_counts_for_whoever_waits_already(world):
    waits = await world.ready("mentee")
    await world.policy(service_level={"days": 21, "share": 80})
    await at(world, TEST_NOW + 14 * DAY)
    assert (await reported_overdue(world), await overdue(world)) == ([], [])
    await at(world, TEST_NOW + 21 * DAY)
    assert await reported_overdue(world) == [waits]


async def test_the_summary_says_how_the_promise_is_kept_unless_there_are_too_few_to_tell(world):
    await world.paired()
    for name in ("2", "3"):
        await world.ready("mentee", name)
    await at(world, TEST_NOW + 14 * DAY)
    few = await world.get("/summary")
    assert (few["target_days"], few["target_percent"], few["waiting_longer"]) == (14, 80, 2)
    assert (few["matched_in_time_percent"], few["target_met"]) == (None, None)
    await world.left("mentee", "3")  # leaving after that makes nothing better
    await world.ready("mentor", "4")
    _, (proposal,) = await world.round()
    for role, name in (("mentor", "4"), ("mentee", "2")):
        await world.answer(proposal, role, name)
    await world.ready("mentee", "5")  # waits no longer than promised: counts not yet
    answer = await world.get("/summary")
    assert (answer["matched_in_time_percent"], answer["target_met"]) == (60.0, False)  # 3 of 5
    assert answer["waiting_longer"] == 0


async def test_those_who_wait_for_a_next_partner_are_listed_the_first_in_line_first(world):
    pairing = await world.paired()
    assert (await world.get("/waiting"))["items"] == []
    await world.post(f"/pairings/{pairing['id']}/end", {}, world.participant("mentee"))
    answer = await world.get("/waiting")
    assert answer["total"] == 2
    assert [(each["role"], each["first_in_line"], each["why"]) for each in answer["items"]] == [
        ("mentor", True, "pairing-ended"),
        ("mentee", False, "pairing-ended"),
    ]
    assert answer["items"][0]["tried_at"] is None
    second = await world.get("/waiting?limit=1&offset=1")
    assert [each["role"] for each in second["items"]] == ["mentee"]
    await world.left("mentor")
    assert (await world.get("/waiting"))["total"] == 1


@pytest.mark.parametrize("path", ["/waiting", "/overdue"])
async def test_both_lists_are_for_coordinators_of_the_tenant(world, path):
    await world.get(path, world.participant("mentor"), status=403)
    await world.get(path, world.coordinator(tenant="globex"), status=404)
