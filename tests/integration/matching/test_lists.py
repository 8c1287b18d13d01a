"""Rounds that make lists: held while the round is saved, shown once it is approved, chosen from."""

from collections import Counter
from datetime import timedelta

import pytest

from shared.contracts.matching import ProposalShown, ShortlistEnded, ShortlistShown
from shared.testing.harness import TEST_NOW
from tests.unit.matching.matching_people import topics

pytestmark = pytest.mark.integration
MINE = "/me/shortlist"
LISTS = {"shortlists": True}


async def ready(world, mentors, mentees):
    for n in range(mentors):
        await world.ready("mentor", str(n), topics=topics(ai=3, culture=1 + n % 3))
    for n in range(mentees):
        await world.ready("mentee", str(n))


async def mine(world, name="0", status=200):
    return await world.get(MINE, world.participant("mentee", name), status=status)


async def choose(world, item, name="0", status=200):
    path = f"{MINE}/{item['proposal_id']}/choice"
    return await world.post(path, headers=world.participant("mentee", name), status=status)


async def test_everybody_gets_a_first_before_anybody_gets_a_second(world):
    await world.choice(mode="suggested", shown=2)
    await ready(world, 4, 3)
    made, proposals = await world.round(approve=False, request=LISTS)
    assert (made["proposals"], {p["chooser"] for p in proposals}) == (4, {"mentee"})
    sizes = Counter(proposal["mentee_id"] for proposal in proposals)
    assert sorted(sizes.values()) == [1, 1, 2]
    assert set(Counter(proposal["mentor_id"] for proposal in proposals).values()) == {1}
    assert [proposal["runner_up"] for proposal in proposals] == [None] * 4
    await mine(world, status=404)  # nobody sees a list before the approval
    await world.approved(made["id"])
    seen = [await mine(world, str(n)) for n in range(3)]
    assert sorted(len(shortlist["items"]) for shortlist in seen) == [1, 1, 2]
    assert (await world.get("/me/proposals", world.participant("mentor", "0")))["total"] == 0
    assert {event.count for event in await world.facts(ShortlistShown)} == {1, 2}
    assert len(await world.facts(ProposalShown)) == 4


async def test_what_is_chosen_is_asked_and_the_rest_is_free_for_the_next_round(world):
    await world.choice(mode="suggested", shown=3)
    await ready(world, 3, 1)
    await world.round(request=LISTS)
    shortlist = await mine(world)
    assert len(shortlist["items"]) == 3
    await world.ready("mentee", "9")
    await world.post("/rounds", status=409)  # all mentors are held for the first one
    chosen = await choose(world, shortlist["items"][1])
    name = chosen["mentor_employee_id"].rpartition("-")[2]
    await world.answer(chosen, "mentor", name)
    assert (await world.get("/pairings"))["total"] == 1
    made, proposals = await world.round(approve=False)
    assert (made["mentors"], len(proposals)) == (2, 1)


async def test_those_held_back_are_on_no_list_and_a_list_of_nobody_is_not_shown(world):
    await world.choice(mode="suggested", shown=2)
    await ready(world, 3, 2)
    made, proposals = await world.round(approve=False, request=LISTS)
    alone = min(Counter(p["mentee_id"] for p in proposals).items(), key=lambda each: each[1])[0]
    gone = [next(p["id"] for p in proposals if p["mentee_id"] == alone)]
    await world.approved(made["id"], **{"except": gone})
    await mine(world, alone.rpartition("-")[2], status=404)
    (shown,) = await world.facts(ShortlistShown)
    assert (shown.participant_id != alone, shown.count) == (True, 2)
    assert await world.facts(ShortlistEnded) == []
    made, _ = await world.round(approve=False)  # both places are free again
    assert (made["mentors"], made["mentees"]) == (1, 1)


async def test_a_list_of_a_round_expires_and_may_be_swapped(world):
    await world.choice(mode="suggested", shown=1, days=2, more=1)
    await ready(world, 2, 1)
    await world.round(request=LISTS)
    first = await mine(world)
    second = await world.post(f"{MINE}/more", headers=world.participant("mentee", "0"))
    assert first["items"][0]["partner_id"] != second["items"][0]["partner_id"]
    await world.post(MINE, headers=world.participant("mentee", "0"), status=409)
    world.service.clock.set(TEST_NOW + timedelta(days=2))
    await world.service.settled()
    assert (await mine(world, status=404))["code"] == "no-shortlist-yet"
    endings = [event.ending for event in await world.facts(ShortlistEnded)]
    assert sorted(endings) == ["expired", "replaced"]
    made, _ = await world.round(approve=False)
    assert (made["mentors"], made["mentees"]) == (2, 1)


async def test_a_pair_the_policy_wants_is_a_list_of_its_own(world):
    await ready(world, 3, 2)
    pair = {"mentor_id": f"{world.programme}-mentor-0", "mentee_id": f"{world.programme}-mentee-0"}
    await world.policy(choice={"mode": "suggested", "shown": 2}, must_pair=[pair])
    await world.round(request=LISTS)
    assert [item["partner_id"] for item in (await mine(world))["items"]] == [pair["mentor_id"]]
    assert len((await mine(world, "1"))["items"]) == 2


async def test_a_round_of_lists_is_computed_again_and_discarded(world):
    await world.choice(mode="hybrid", shown=2)
    await ready(world, 4, 2)
    made, first = await world.round(approve=False, request=LISTS)
    await world.post(MINE, headers=world.participant("mentee", "0"), status=409)  # a list is on its way
    await world.post(f"/rounds/{made['id']}/recomputation", status=202)
    await world.reached(made["id"], "proposed")
    again = (await world.get(f"/rounds/{made['id']}/proposals"))["items"]
    assert Counter(p["state"] for p in again) == {"withdrawn": len(first), "made": len(first)}
    await world.post(f"/rounds/{made['id']}/discard", status=202)
    await world.reached(made["id"], "discarded")
    shortlist = await world.post(MINE, headers=world.participant("mentee", "0"))
    assert len(shortlist["items"]) == 2


async def test_in_a_hybrid_programme_a_list_of_ones_own_keeps_one_out_of_the_round(world):
    await world.choice(mode="hybrid", shown=2)
    await ready(world, 6, 2)
    own = await world.post(MINE, headers=world.participant("mentee", "0"))
    made, proposals = await world.round(request=LISTS)
    assert (made["mentees"], made["mentors"], len(proposals)) == (1, 4, 2)
    assert await mine(world) == own
    other = await mine(world, "1")
    await choose(world, other["items"][0], "1")
    await choose(world, own["items"][0])
    states = Counter(proposal["state"] for proposal in (await world.get("/proposals"))["items"])
    assert states == {"approved": 2, "withdrawn": 2}


async def test_lists_are_made_where_the_policy_has_them(world):
    await world.choice(mode="administrator")
    await ready(world, 1, 1)
    problem = await world.post("/rounds", LISTS, status=422)
    assert "has no lists" in problem["detail"]
    assert [error["field"] for error in problem["errors"]] == ["shortlists"]


async def test_mentors_choose_from_lists_of_mentees_where_the_policy_says_so(world):
    await world.choice(mode="suggested", chooser="mentor", shown=2)
    await ready(world, 2, 4)
    made, proposals = await world.round(approve=False, request=LISTS)
    assert (made["proposals"], {p["chooser"] for p in proposals}) == (4, {"mentor"})
    assert set(Counter(p["mentor_id"] for p in proposals).values()) == {2}
    mentor = world.participant("mentor", "0")
    await world.get(MINE, mentor, status=404)  # nobody sees a list before the approval
    await world.approved(made["id"])
    items = (await world.get(MINE, mentor))["items"]
    assert len(items) == 2
    shown = await world.facts(ShortlistShown)
    assert {(event.role, event.count) for event in shown} == {("mentor", 2)}
    names = [item["partner_id"].rpartition("-")[2] for item in items]
    assert (await world.get("/me/proposals", world.participant("mentee", names[0])))["total"] == 0
    chosen = await world.post(f"{MINE}/{items[0]['proposal_id']}/choice", headers=mentor)
    await world.answer(chosen, "mentee", names[0])
    assert (await world.get("/pairings"))["total"] == 1
    await world.post("/rounds", LISTS, status=409)  # the other mentor has a list already


async def test_a_what_if_of_lists_takes_no_place(world):
    await world.choice(mode="suggested", shown=2)
    await ready(world, 3, 1)
    made = await world.post("/rounds", {**LISTS, "preview": True}, status=202)
    await world.reached(made["id"], "previewed")
    assert (await world.get(f"/rounds/{made['id']}/pairs"))["total"] == 2
    assert (await world.get("/proposals"))["total"] == 0
