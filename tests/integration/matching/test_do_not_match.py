"""Do not match: how entries come about, and how a coordinator lifts them."""

import pytest

from tests.integration.matching.matching_world import EVERYTHING, World

pytestmark = pytest.mark.integration

PATH = "/do-not-match"


async def lift(world, entry, status=204, headers=None):
    answer = await world.service.http.delete(
        f"{world.path}{PATH}/{entry['id']}", headers=headers or world.coordinator()
    )
    assert answer.status_code == status, answer.text


async def test_a_no_parts_two_until_it_is_lifted(world):
    await world.ready("mentor"), await world.ready("mentee")
    _, (proposal,) = await world.round()
    await world.answer(proposal, "mentee", accept=False)
    (entry,) = (await world.get(PATH))["items"]
    assert (entry["mentor_id"], entry["mentee_id"]) == (proposal["mentor_id"], proposal["mentee_id"])
    assert entry["cause"] == "declined"
    _, proposals = await world.round()
    assert proposals == []
    await lift(world, entry)
    await lift(world, entry, status=404)
    assert (await world.get(PATH))["total"] == 0
    _, proposals = await world.round()
    assert len(proposals) == 1


async def test_the_end_of_a_pairing_parts_two(world):
    pairing = await world.paired()
    assert (await world.get(PATH))["total"] == 0
    await world.post(f"/pairings/{pairing['id']}/end", headers=world.participant("mentor"))
    (entry,) = (await world.get(PATH))["items"]
    assert entry["cause"] == "ended"
    await lift(world, entry)
    _, proposals = await world.round()
    assert len(proposals) == 1


async def test_a_coordinator_parts_two_for_the_time_after(world):
    pairing = await world.paired()
    pair = {"mentor_id": pairing["mentor_id"], "mentee_id": pairing["mentee_id"]}
    made = await world.post(PATH, pair, status=201)
    assert made["cause"] == "coordinator"
    assert await world.post(PATH, pair, status=201) == made
    assert (await world.get(f"/pairings/{pairing['id']}"))["state"] == "active"
    await lift(world, made)
    await world.ready("mentor", capacity=2), await world.ready("mentee", capacity=2)
    _, proposals = await world.round()
    assert proposals == [], "they are together"
    swapped = {"mentor_id": pair["mentee_id"], "mentee_id": pair["mentor_id"]}
    problem = await world.post(PATH, swapped, status=422)
    assert problem["errors"][0]["field"] == "mentor_id"


async def test_it_is_for_coordinators_of_the_tenant(world):
    pairing = await world.paired()
    await world.post(f"/pairings/{pairing['id']}/end")
    (entry,) = (await world.get(PATH))["items"]
    await world.get(PATH, world.participant("mentor"), status=403)
    other = world.coordinator(tenant="globex")
    await world.get(PATH, other, status=404)
    await lift(world, entry, status=404, headers=other)


async def test_two_of_an_earlier_cohort_are_not_matched_until_it_is_lifted(world):
    pairing = await world.paired()
    await world.post(f"/pairings/{pairing['id']}/end", headers=world.participant("mentor"))
    following, other = (
        World(world.service, f"{world.programme}-{name}", world.tenant) for name in ("next", "other")
    )
    after_next = World(world.service, f"{world.programme}-after-next", world.tenant)
    await following.opened(copied_from=world.programme)
    await after_next.opened(copied_from=following.programme)
    await other.opened()
    for cohort in (following, after_next):
        ids = {f"{role}_id": await cohort.ready(role) for role in EVERYTHING}
        (entry,) = (await cohort.get(PATH))["items"]
        assert {**ids, "cause": "earlier"} == {name: entry[name] for name in (*ids, "cause")}
    _, proposals = await after_next.round()
    assert proposals == []
    await lift(after_next, entry)
    _, proposals = await after_next.round()
    assert len(proposals) == 1
    for role in EVERYTHING:
        await other.ready(role, capacity=2)
    (entry,) = (await other.get(PATH))["items"]
    assert entry["cause"] == "elsewhere"  # no cohort of the same programme, but the same organisation
