"""Between rounds: the next best follows on a no, on silence and on the end of a pairing, for whom it may."""

import asyncio

import pytest

from shared.contracts.matching import RematchOffered, RoundRequested
from tests.integration.matching.following_world import two_mentors_for_one
from tests.unit.matching.matching_people import languages

pytestmark = pytest.mark.integration


async def test_a_no_is_followed_by_the_next_best_without_the_coordinator(world, after):
    first = await two_mentors_for_one(world)
    await world.answer(first, "mentor", accept=False)
    await after.pass_time(minutes=9)
    assert len(await after.rounds()) == 1
    await after.pass_time(minutes=1)
    (second,) = await after.proposals("mentee")
    assert second["mentor_id"] == after.id("mentor", "2")
    last = (await after.rounds())[-1]
    assert (last["cause"], last["state"], last["mentors"], last["mentees"]) == (
        "fall-through",
        "approved",
        2,
        1,
    )
    assert last["options"]["people"] == [after.id("mentee")]
    for role, name in (("mentor", "2"), ("mentee", "1")):
        await world.answer(second, role, name)
    assert (await world.get("/summary"))["active_pairings"] == 1
    causes = sorted((fact.number, fact.cause) for fact in await world.facts(RoundRequested))
    assert causes == [(1, "coordinator"), (2, "fall-through")]  # two keys: read in any order


async def test_silence_is_followed_by_somebody_else_but_not_for_ever(world, after):
    await two_mentors_for_one(world)
    await world.ready("mentor", "3", topics=())
    await after.pass_time(days=3)
    await after.pass_time(minutes=10)
    (second,) = await after.proposals("mentee")
    assert second["mentor_id"] == after.id("mentor", "2")
    await after.pass_time(days=7)
    await after.pass_time(minutes=10)
    assert await after.proposals("mentee") == []  # twice silent: not asked again by itself
    assert await after.proposals("mentor", "2") == []  # the next best is nobody they let lapse
    _, (again,) = await world.round()  # the coordinator's round asks again
    assert again["mentee_id"] == after.id("mentee")


async def test_who_said_yes_is_not_left_alone_by_the_others_silence(world, after):
    first = await two_mentors_for_one(world)
    await world.answer(first, "mentee")
    await after.pass_time(days=3)
    await after.pass_time(minutes=10)
    (second,) = await after.proposals("mentee")
    await world.answer(second, "mentee")
    await after.pass_time(days=7)
    await after.pass_time(minutes=10)
    waiting = (await after.rounds())[-1]["options"]["people"]
    assert after.id("mentee") in waiting  # having answered, the mentee waits on


async def test_an_exit_without_fault_is_followed_and_puts_the_junior_first(world, after):
    pairing = await world.paired()
    await world.ready("mentee", "2")
    await world.post(f"/pairings/{pairing['id']}/end", {}, world.participant("mentor"))
    offers = await world.facts(RematchOffered)
    assert {(fact.participant_id, fact.first_in_line) for fact in offers} == {
        (after.id("mentor"), True),
        (after.id("mentee"), False),
    }
    await after.pass_time(minutes=10)
    (second,) = await after.proposals("mentor")
    assert second["mentee_id"] == after.id("mentee", "2")
    assert await after.proposals("mentee") == []
    (left,) = await world.unmatched((await after.rounds())[-1])
    assert left["participant_id"] == after.id("mentee")
    assert left["reason"]["rule"] == "do-not-match"
    await world.ready("mentor", "3")  # a chance for the mentee who waits
    await after.pass_time(minutes=10)
    (third,) = await after.proposals("mentee")
    assert third["mentor_id"] == after.id("mentor", "3")


async def test_a_completed_pairing_is_followed_by_nothing(world, after):
    pairing = await world.paired()
    await world.ready("mentor", "2"), await world.ready("mentee", "2")
    await world.post(f"/pairings/{pairing['id']}/end", {"reason": "completed"})
    await after.pass_time(minutes=10)
    assert len(await after.rounds()) == 1
    assert await world.facts(RematchOffered) == []


async def test_who_stays_after_a_leaver_is_offered_another(world, after):
    await world.paired()
    await world.ready("mentor", "2")
    await world.left("mentor")
    (offer,) = await world.facts(RematchOffered)
    assert (offer.participant_id, offer.first_in_line) == (after.id("mentee"), False)
    await after.pass_time(minutes=10)
    (second,) = await after.proposals("mentee")
    assert second["mentor_id"] == after.id("mentor", "2")


async def test_people_of_one_role_wait_without_a_round_until_somebody_of_the_other_is_free(world, after):
    pairing = await world.paired()
    await world.ready("mentee", "2")
    await world.left("mentor")
    await after.pass_time(minutes=10)
    await after.pass_time(days=2)
    assert [r["cause"] for r in await after.rounds()] == ["coordinator"]
    (waiting,) = (await world.get("/waiting"))["items"]
    assert waiting["participant_id"] == pairing["mentee_id"]
    assert waiting["tried_at"] is not None
    await after.pass_time(days=20)
    (late,) = (await world.get("/overdue"))["items"]
    assert (late["participant_id"], late["reason"]["code"]) == (after.id("mentee", "2"), "nobody-ready")
    await world.ready("mentor", "2")
    await after.pass_time(minutes=10)
    (second,) = await after.proposals("mentor", "2")
    assert second["mentee_id"] == pairing["mentee_id"]


async def test_who_finds_nobody_waits_for_a_new_chance_and_no_timer_turns_in_circles(world, after):
    await world.ready("mentor"), await world.ready("mentee")
    _, (proposal,) = await world.round()
    await world.answer(proposal, "mentor", accept=False)
    await after.pass_time(minutes=10)
    await after.pass_time(days=2)
    rounds = await after.rounds()
    assert [r["cause"] for r in rounds] == ["coordinator", "fall-through"]
    (left,) = await world.unmatched(rounds[-1])
    assert left["participant_id"] == after.id("mentee")
    await world.ready("mentor", "2", languages=languages(fr=5))  # a chance that comes to nothing
    await after.pass_time(minutes=10)
    await world.ready("mentor", "3")
    await after.pass_time(minutes=10)
    (followed,) = await after.proposals("mentee")
    assert followed["mentor_id"] == after.id("mentor", "3")
    assert len(await after.rounds()) == 4


async def test_an_evergreen_programme_matches_whoever_gets_ready_once_it_has_begun(world, after):
    await after.policy(continuous=True)
    await world.ready("mentor"), await world.ready("mentee")
    await after.pass_time(minutes=10)
    assert await after.rounds() == []  # the first round is the coordinator's
    await world.round()
    await world.ready("mentor", "2"), await world.ready("mentee", "2")
    await after.pass_time(minutes=10)
    (proposal,) = await after.proposals("mentee", "2")
    assert proposal["mentor_id"] == after.id("mentor", "2")
    assert [r["cause"] for r in await after.rounds()] == ["coordinator", "continuous"]


async def test_asking_for_more_brings_the_next_best_so_often(world, after):
    await after.policy(most_asked=1)
    await two_mentors_for_one(world)
    (first,) = await after.proposals("mentee")
    for _ in range(2):  # repeated by an impatient person
        await world.answer(first, "mentee", accept=False, more=True)
    await after.pass_time(minutes=10)
    (second,) = await after.proposals("mentee")
    assert second["mentor_id"] == after.id("mentor", "2")
    problem = await world.answer(second, "mentee", accept=False, more=True, status=409)
    assert "1 times" in str(problem)
    assert (await world.get(f"/proposals/{second['id']}"))["state"] == "approved"  # nothing was decided
    problem = await world.answer(second, "mentee", more=True, status=422)
    assert problem["errors"][0]["field"] == "more"


async def test_who_said_no_may_ask_for_more_later(world, after):
    first = await two_mentors_for_one(world)
    await world.answer(first, "mentee", accept=False)
    await after.pass_time(minutes=10)
    assert await after.proposals("mentee") == []
    await world.answer(first, "mentee", accept=False, more=True)
    await after.pass_time(minutes=10)
    assert len(await after.proposals("mentee")) == 1


async def test_the_coordinator_may_keep_the_approval(world, after):
    await after.policy(fall_through="approved-by-coordinator", after_minutes=60)
    first = await two_mentors_for_one(world)
    await world.answer(first, "mentor", accept=False)
    await after.pass_time(minutes=60)
    last = (await after.rounds())[-1]
    assert (last["cause"], last["state"], last["proposals"]) == ("fall-through", "proposed", 1)
    assert await after.proposals("mentee") == []
    (proposal,) = (await world.get(f"/rounds/{last['id']}/proposals"))["items"]
    await world.ready("mentor", "3", topics=())
    await world.approved(last["id"], **{"except": [proposal["id"]]})
    await after.pass_time(minutes=60)
    next_best = (await after.rounds())[-1]
    assert (next_best["number"], next_best["proposals"]) == (3, 1)
    await world.approved(next_best["id"])
    (followed,) = await after.proposals("mentee")
    assert followed["mentor_id"] == after.id("mentor", "3")


async def test_nothing_follows_where_it_is_switched_off(world, after):
    await after.policy(fall_through="off")
    first = await two_mentors_for_one(world)
    problem = await world.answer(first, "mentee", accept=False, more=True, status=409)
    assert "between the programme" in str(problem)
    await world.answer(first, "mentor", accept=False)
    await after.pass_time(days=1)
    assert len(await after.rounds()) == 1


async def test_many_who_wait_share_one_round_and_others_are_untouched(world, after):
    names = [str(n) for n in range(6)]
    for name in names:
        await world.ready("mentor", name), await world.ready("mentee", name)
    _, proposals = await world.round()
    mentor_of = {p["mentee_id"]: p for p in proposals}
    declined = [mentor_of[after.id("mentee", name)] for name in names[:4]]
    kept = [mentor_of[after.id("mentee", name)]["id"] for name in names[4:]]
    await asyncio.gather(
        *(
            world.answer(p, "mentor", p["mentor_id"].rpartition("-")[2], accept=False, more=True)
            for p in declined
        )
    )
    await after.pass_time(minutes=10)
    (_, small) = await after.rounds()
    assert len(small["options"]["people"]) == 8
    assert small["proposals"] == 4
    states = {p["id"]: p["state"] for p in (await world.get("/proposals"))["items"]}
    assert [states[id_] for id_ in kept] == ["approved", "approved"]


async def test_what_comes_free_while_a_small_round_begins_has_one_of_its_own(world, after):
    for name in ("1", "2"):
        await world.ready("mentor", name), await world.ready("mentee", name)
    _, (first, second) = await world.round()
    await world.answer(first, "mentor", first["mentor_id"].rpartition("-")[2], accept=False)
    await after.pass_time(days=3)  # the small round's time has come, and that of the other proposal is over
    (_, small) = await after.rounds()
    assert (small["options"]["people"], small["mentors"]) == ([first["mentee_id"]], 1)
    assert (await world.get(f"/proposals/{second['id']}"))["state"] == "expired"
    await after.pass_time(minutes=10)
    (*_, next_one) = await after.rounds()
    assert set(next_one["options"]["people"]) == {
        first["mentee_id"],
        second["mentee_id"],
        second["mentor_id"],
    }
    assert next_one["proposals"] == 2
    await after.pass_time(days=1)
    assert len(await after.rounds()) == 3
