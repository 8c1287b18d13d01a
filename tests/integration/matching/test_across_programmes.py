"""Two programmes of one organisation on the real stack: what they do at the same moment keeps capacity."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from shared.contracts.matching import PairingActivated
from shared.contracts.vocabulary import Role
from shared.testing.harness import TEST_NOW
from tests.integration.matching.matching_world import EVERYTHING, World

pytestmark = pytest.mark.integration
MENTORS = [f"m{n}" for n in range(6)]


@pytest.fixture
async def both(world):
    other = World(world.service, f"{world.programme}-other", world.tenant)
    await other.opened()
    return world, other


def name_of(world, n):
    """Mentees of one programme are in no other."""
    return f"{world.programme}-{n}"


async def shared_mentors(both, mentees, **changes):
    """The same mentors in both programmes, who get ready in both at the same moment."""
    facts = [(world, world.fact("mentor", name, **changes)) for name in MENTORS for world in both] + [
        (world, world.fact("mentee", name_of(world, n))) for world in both for n in range(mentees)
    ]
    await asyncio.gather(*(world.service.given(fact, scope=world.scope) for world, fact in facts))


def mentors_of(pairs):
    return Counter(pair["mentor_employee_id"] for pair in pairs)


async def test_rounds_of_two_programmes_at_the_same_moment_give_nobody_a_second_partner(both):
    await shared_mentors(both, mentees=len(MENTORS))
    rounds = await asyncio.gather(*(world.round() for world in both))
    proposed = [proposal for _, proposals in rounds for proposal in proposals]
    assert mentors_of(proposed) == dict.fromkeys((f"e-mentor-{name}" for name in MENTORS), 1)
    for world in both:
        assert (await world.get("/summary"))["free_mentors"] == 0


async def test_lists_that_are_asked_for_in_two_programmes_at_once_hold_no_place_twice(both):
    for world in both:
        await world.choice(mode="self", shown=1)
    await shared_mentors(both, mentees=4, capacity=2)
    asked = [(world, name_of(world, n)) for world in both for n in range(4)]
    answers = await asyncio.gather(*(_ask(world, name) for world, name in asked))
    lists = [(*who, answer.json()) for who, answer in zip(asked, answers, strict=True)]
    chosen = await asyncio.gather(
        *(_choose(world, name, shown) for world, name, shown in lists if shown.get("items"))
    )
    mentors = mentors_of(chosen)
    assert set(mentors.values()) <= {1, 2}
    assert mentors
    await asyncio.gather(*(_accept(both, proposal) for proposal in chosen))
    activated = [fact for world in both for fact in await world.facts(PairingActivated)]
    assert Counter(fact.mentor_employee_id for fact in activated) == mentors


async def _ask(world, name):
    headers = world.participant("mentee", name)
    return await world.service.http.post(f"{world.path}/me/shortlist", headers=headers)


async def _choose(world, name, shown):
    proposal_id = shown["items"][0]["proposal_id"]
    path = f"/me/shortlist/{proposal_id}/choice"
    await world.post(path, headers=world.participant("mentee", name))
    return await world.get(f"/proposals/{proposal_id}")


async def _accept(both, proposal):
    world = next(each for each in both if proposal["mentor_id"].startswith(f"{each.programme}-mentor"))
    name = proposal["mentor_employee_id"].removeprefix("e-mentor-")
    await world.answer({"id": proposal["id"]}, "mentor", name)


async def test_a_pairing_elsewhere_explains_why_somebody_waits_and_its_end_ends_that(both):
    here, there = both
    for world in both:
        await world.ready("mentor", "1")
    await there.ready("mentee", "1")
    _, (proposal,) = await there.round()
    for role in EVERYTHING:
        await there.answer(proposal, role)
    await here.ready("mentee", "2")
    problem = await here.post("/rounds", status=409)
    assert "no mentor is ready and has capacity" in problem["detail"]
    here.service.clock.set(TEST_NOW + timedelta(days=15))
    (waiting,) = [each for each in (await here.get("/overdue"))["items"] if each["role"] == Role.MENTOR]
    assert waiting["reason"] == {
        "code": "taken-elsewhere",
        "rule": None,
        "excluded": None,
        "eligible": None,
        "others": None,
    }
    (pairing,) = (await there.get("/pairings"))["items"]
    await there.post(f"/pairings/{pairing['id']}/end")
    assert len((await here.round())[1]) == 1


async def test_a_round_lists_who_has_no_capacity_left_and_does_not_favour_them_for_it(both):
    here, there = both
    for world in both:
        await world.ready("mentor", "1")
    await there.ready("mentee", "1")
    _, (asked,) = await there.round()
    for name in ("2", "3"):
        await here.ready("mentor", name)
    await here.ready("mentee", "2")
    made, (proposal,) = await here.round()
    (left,) = {"2", "3"} - {proposal["mentor_employee_id"].removeprefix("e-mentor-")}
    assert {each["participant_id"]: each["reason"]["code"] for each in await here.unmatched(made)} == {
        f"{here.programme}-mentor-1": "taken-elsewhere",
        f"{here.programme}-mentor-{left}": "all-taken",
    }
    await there.answer(asked, "mentee", accept=False)
    await here.ready("mentee", "3")
    _, (following,) = await here.round()
    assert following["mentor_id"] == f"{here.programme}-mentor-{left}"


async def test_a_total_holds_over_both_roles(both):
    here, there = both
    await there.ready("mentor", "1")
    mentee = there.fact("mentee", "1", total_capacity=1)
    await there.service.given(mentee, scope=there.scope)
    as_mentor = here.fact("mentor", "1", employee_id="e-mentee-1", total_capacity=1)
    await here.service.given(as_mentor, scope=here.scope)
    await here.ready("mentee", "2")
    assert (await here.get("/summary"))["free_mentors"] == 1
    await there.round()
    assert (await here.get("/summary"))["free_mentors"] == 0
    more = here.fact("mentor", "1", employee_id="e-mentee-1", total_capacity=2)
    await here.service.given(more, scope=here.scope)
    assert (await here.get("/summary"))["free_mentors"] == 1


async def test_another_organisation_knows_nothing_of_it(both):
    here, _ = both
    await here.paired()
    stranger = World(here.service, "stranger", f"{here.tenant}-twin")
    await stranger.opened()
    for role in EVERYTHING:
        await stranger.ready(role)
    _, proposals = await stranger.round()
    assert len(proposals) == 1
