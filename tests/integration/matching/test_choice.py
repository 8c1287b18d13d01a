"""People choose among those they are shown, on the real stack: places, races, expiry, asking for more."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest

from shared.contracts.matching import (
    PairingActivated,
    ProposalApproved,
    ProposalChosen,
    ProposalShown,
    ShortlistEnded,
    ShortlistShown,
)
from shared.testing.harness import TEST_NOW
from tests.unit.matching.matching_people import topics

pytestmark = pytest.mark.integration
MINE = "/me/shortlist"


async def ready(world, **numbers):
    """Mentors and mentees; mentor 0 knows most of what is wanted, the last one least."""
    for role, count in numbers.items():
        for n in range(count):
            known = {"topics": topics(ai=3, culture=max(1, 3 - n))} if role == "mentor" else {}
            await world.ready(role, str(n), **known, **({"grade": 2} if role == "mentor" else {}))


async def ask(world, name="0", role="mentee", status=200):
    return await world.post(MINE, headers=world.participant(role, name), status=status)


async def more(world, name="0", status=200):
    return await world.post(f"{MINE}/more", headers=world.participant("mentee", name), status=status)


async def choose(world, item, name="0", role="mentee", status=200):
    path = f"{MINE}/{item['proposal_id']}/choice"
    return await world.post(path, headers=world.participant(role, name), status=status)


def partners(shortlist):
    return [item["partner_id"].rpartition("-")[2] for item in shortlist["items"]]


async def test_somebody_asks_chooses_and_is_paired_once_the_other_agrees(world):
    await world.choice(mode="self")
    await ready(world, mentor=4, mentee=1)
    shortlist = await ask(world)
    assert (len(shortlist["items"]), shortlist["more"]) == (3, 2)
    for item in shortlist["items"]:
        assert 1 <= len(item["reasons"]) <= 3
        assert not {"score", "explanation"} & item.keys()
        assert not {"generation", "grade"} & {
            name for reason in item["reasons"] for name in reason["features"]
        }
    assert await ask(world) == shortlist == await world.get(MINE, world.participant("mentee", "0"))

    first = shortlist["items"][0]
    name = first["partner_id"].rpartition("-")[2]
    mentor = world.participant("mentor", name)
    assert (await world.get("/me/proposals", mentor))["total"] == 0  # being shown is not being asked
    await world.get(f"/proposals/{first['proposal_id']}", mentor, status=404)
    await world.answer({"id": first["proposal_id"]}, "mentor", name, status=404)

    chosen = await choose(world, first)
    assert (chosen["state"], chosen["answer"]) == ("approved", "yes")
    assert "chooser" not in chosen
    assert await choose(world, first) == chosen
    await world.get(MINE, world.participant("mentee", "0"), status=404)
    states = Counter(each["state"] for each in (await world.get("/proposals"))["items"])
    assert states == {"approved": 1, "withdrawn": 2}
    for other in shortlist["items"][1:]:
        await choose(world, other, status=409)
    await world.answer(chosen, "mentor", name)
    (pairing,) = (await world.get("/pairings"))["items"]
    assert pairing["proposal_id"] == chosen["id"]
    assert len(await world.facts(ProposalShown)) == 3
    assert len(await world.facts(ProposalChosen, ProposalApproved, ShortlistShown)) == 3
    assert [event.ending for event in await world.facts(ShortlistEnded)] == ["chosen"]


async def test_a_declined_choice_leaves_room_to_ask_again_for_others(world):
    await world.choice(mode="self")
    await ready(world, mentor=2, mentee=1)
    shortlist = await ask(world)
    assert sorted(partners(shortlist)) == ["0", "1"]
    chosen = await choose(world, shortlist["items"][0])
    await ask(world, status=409)  # the only place waits for the answer
    name = chosen["mentor_employee_id"].rpartition("-")[2]
    await world.answer(chosen, "mentor", name, accept=False, reason="no-time")
    assert partners(await ask(world)) == partners(shortlist)[1:]


async def test_sixty_people_asking_at_once_are_never_shown_one_place_twice(world):
    await world.choice(mode="self", shown=2)
    mentors, mentees = 30, 60
    facts = [world.fact("mentor", str(n), capacity=1 + n % 2) for n in range(mentors)]
    facts += [world.fact("mentee", str(n)) for n in range(mentees)]
    await world.service.given(*facts, scope=world.scope)
    answers = await asyncio.gather(*(status_of_asking(world, str(n)) for n in range(mentees)))
    assert set(answers) <= {200, 409}
    shown = (await world.get("/proposals?state=shown&limit=500"))["items"]
    held = Counter(proposal["mentor_id"] for proposal in shown)
    places = {f"{world.programme}-mentor-{n}": 1 + n % 2 for n in range(mentors)}
    assert held == places  # every place is held, none twice
    assert answers.count(200) == len({proposal["mentee_id"] for proposal in shown})

    # Everybody chooses, all at once: nobody fails for lack of namespace.
    lists = {proposal["mentee_id"]: proposal for proposal in shown}
    chosen = await asyncio.gather(*(status_of_choosing(world, proposal) for proposal in lists.values()))
    assert set(chosen) == {200}
    proposals = (await world.get("/proposals?state=approved&limit=500"))["items"]
    assert len(proposals) == len(lists)
    await asyncio.gather(*(world.answer(p, "mentor", p["mentor_id"].rpartition("-")[2]) for p in proposals))
    assert len(await world.facts(PairingActivated)) == len(lists)


async def status_of_asking(world, name):
    headers = world.participant("mentee", name)
    return (await world.service.http.post(world.path + MINE, headers=headers)).status_code


async def status_of_choosing(world, proposal):
    headers = world.participant("mentee", proposal["mentee_id"].rpartition("-")[2])
    path = f"{world.path}{MINE}/{proposal['id']}/choice"
    return (await world.service.http.post(path, headers=headers)).status_code


async def test_one_person_asking_twice_at_once_has_one_list(world):
    await world.choice(mode="self")
    await ready(world, mentor=8, mentee=1)
    lists = await world.at_once(*(ask(world) for _ in range(4)))
    assert len({shortlist["id"] for shortlist in lists}) == 1
    assert (await world.get("/proposals"))["total"] == 3


async def test_a_list_expires_and_its_places_are_free_again(world):
    await world.choice(mode="self", days=2)
    await ready(world, mentor=2, mentee=2)
    shortlist = await ask(world)
    assert shortlist["expires_at"].startswith((TEST_NOW + timedelta(days=2)).date().isoformat())
    await ask(world, "1", status=409)  # everybody is on the first one's list
    world.service.clock.set(TEST_NOW + timedelta(days=2))
    await world.service.settled()
    await world.get(MINE, world.participant("mentee", "0"), status=404)
    await choose(world, shortlist["items"][0], status=409)
    assert sorted(partners(await ask(world, "1"))) == ["0", "1"]
    assert [event.ending for event in await world.facts(ShortlistEnded)] == ["expired"]


async def test_a_list_is_declined_and_its_places_are_free_again(world):
    await world.choice(mode="self")
    await ready(world, mentor=2, mentee=2)
    shortlist = await ask(world)
    own = world.participant("mentee", "0")
    until = datetime.fromisoformat(shortlist["expires_at"])
    assert {event.expires_at for event in await world.facts(ProposalShown)} == {until}
    await decline(world, own)
    assert (await world.get(MINE, own, status=404))["code"] == "no-shortlist"
    await decline(world, own, status=404)
    await choose(world, shortlist["items"][0], status=409)
    assert sorted(partners(await ask(world, "1"))) == ["0", "1"]
    assert [event.ending for event in await world.facts(ShortlistEnded)] == ["declined"]


async def decline(world, own, status=204):
    answer = await world.service.http.post(f"{world.path}{MINE}/decline", headers=own)
    assert answer.status_code == status, answer.text


async def test_more_swaps_the_list_for_the_next_best_a_few_times(world):
    await world.choice(mode="self", shown=2, more=1)
    await ready(world, mentor=5, mentee=1)
    first = await ask(world)
    second = await more(world)
    assert set(partners(first)).isdisjoint(partners(second))
    assert (second["more"], (await world.get("/proposals?state=shown"))["total"]) == (0, 2)
    problem = await more(world, status=409)
    assert "as often as is possible" in problem["detail"]
    await choose(world, first["items"][0], status=409)
    await choose(world, second["items"][0])


async def test_more_of_nobody_leaves_the_list_as_it_is(world):
    await world.choice(mode="self", shown=3)
    await ready(world, mentor=3, mentee=1)
    shortlist = await ask(world)
    await more(world, status=409)
    assert await ask(world) == shortlist


async def test_a_repeated_request_takes_effect_once(world):
    await world.choice(mode="self", shown=1, more=1)
    await ready(world, mentor=4, mentee=1)
    await ask(world)
    again = world.participant("mentee", "0") | {"Idempotency-Key": "once"}
    second = await world.post(f"{MINE}/more", headers=again)
    assert await world.post(f"{MINE}/more", headers=again) == second


async def test_who_leaves_falls_off_lists_and_a_list_of_nobody_ends(world):
    await world.choice(mode="self")
    await ready(world, mentor=2, mentee=1)
    shortlist = await ask(world)
    await world.left("mentor", "0")
    assert partners(await ask(world)) == ["1"]
    (gone,) = [item for item in shortlist["items"] if item["partner_id"].endswith("-0")]
    await choose(world, gone, status=409)
    await world.left("mentor", "1")
    await world.get(MINE, world.participant("mentee", "0"), status=404)
    await world.ready("mentor", "2")
    assert partners(await ask(world)) == ["2"]


async def test_a_chooser_who_leaves_gives_all_places_back(world):
    await world.choice(mode="self")
    await ready(world, mentor=2, mentee=2)
    await ask(world)
    await world.left("mentee", "0")
    assert sorted(partners(await ask(world, "1"))) == ["0", "1"]
    await ask(world, "0", status=404)


async def test_new_facts_take_whom_the_rules_forbid_off_a_list(world):
    await world.choice(mode="self")
    await ready(world, mentor=2, mentee=1)
    await ask(world)
    await world.ready("mentor", "0", grade=8)
    assert partners(await ask(world)) == ["1"]
    await world.ready("mentee", "0", grade=3)
    await world.get(MINE, world.participant("mentee", "0"), status=404)
    await ask(world, status=409)


async def test_mentors_choose_where_the_policy_says_so(world):
    await world.choice(mode="self", chooser="mentor")
    await ready(world, mentor=1, mentee=2)
    shortlist = await ask(world, "0", "mentor")
    assert (shortlist["role"], sorted(partners(shortlist))) == ("mentor", ["0", "1"])
    problem = await ask(world, "0", status=409)
    assert "the mentors choose" in problem["detail"]
    chosen = await choose(world, shortlist["items"][0], "0", "mentor")
    await world.answer(chosen, "mentee", partners(shortlist)[0])
    assert (await world.get("/pairings"))["total"] == 1


@pytest.mark.parametrize("mode", ["administrator", "suggested"])
async def test_where_the_coordinator_matches_nobody_asks(world, mode):
    await world.choice(mode=mode)
    await ready(world, mentor=1, mentee=1)
    problem = await ask(world, status=409)
    assert "the coordinator does the matching" in problem["detail"]


async def test_where_people_choose_there_are_no_rounds_but_what_ifs(world):
    await world.choice(mode="self")
    await ready(world, mentor=1, mentee=1)
    problem = await world.post("/rounds", status=409)
    assert "hybrid" in problem["detail"]
    made = await world.post("/rounds", {"preview": True}, status=202)
    await world.reached(made["id"], "previewed")


async def test_hybrid_people_choose_and_rounds_are_for_who_is_free(world):
    await world.choice(mode="hybrid", shown=1)
    await ready(world, mentor=3, mentee=3)
    shortlist = await ask(world)
    made, proposals = await world.round()
    assert (made["mentors"], made["mentees"]) == (2, 2)
    taken = {proposal["mentor_id"] for proposal in proposals}
    assert shortlist["items"][0]["partner_id"] not in taken
    await choose(world, shortlist["items"][0])


async def test_lists_are_for_participants_and_nobody_elses(world):
    await world.choice(mode="self")
    await ready(world, mentor=2, mentee=2)
    for method in (world.get, world.post):
        await method(MINE, headers=world.coordinator(), status=403)
    await world.get(MINE, world.participant("mentee", "9"), status=404)
    item = (await ask(world))["items"][0]
    await choose(world, item, "1", status=404)
    await choose(world, item, partners({"items": [item]})[0], "mentor", status=404)
    twin = world.participant("mentee", "0", tenant="globex")
    for path in (MINE, f"{MINE}/more", f"{MINE}/{item['proposal_id']}/choice"):
        await world.post(path, headers=twin, status=404)
    await world.get(MINE, twin, status=404)


async def test_a_policy_that_makes_no_sense_is_refused_by_its_path(world):
    current = await world.get("/policy")
    decisions = {name: value for name, value in current["policy"].items() if name != "number"}
    for field, value in (("shown", 11), ("shown", 0), ("days", 0), ("mode", "chaos"), ("more", -1)):
        bad = {**decisions, "choice": {field: value}, "based_on": current["policy"]["number"]}
        answer = await world.service.http.put(f"{world.path}/policy", json=bad, headers=world.coordinator())
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [f"choice.{field}"]
