"""Conflicts of interest that come up when two were asked, or are paired, already."""

import asyncio
from datetime import timedelta

import pytest

from services.matching.commands.pairings.conflicts import FACTS_SETTLE
from shared.contracts.enrollment import ProgrammeChanged, ProgrammeRules
from shared.contracts.matching import (
    PairingActivated,
    PairingEnded,
    PairingEndReason,
    ProposalAccepted,
    ProposalWithdrawn,
)
from shared.testing.harness import TEST_NOW
from tests.unit.matching.matching_people import hours

pytestmark = pytest.mark.integration


async def settle(world):
    """Let the facts settle: reviews fall due, and happen."""
    world.service.clock.set(world.service.clock.now() + FACTS_SETTLE + timedelta(minutes=1))
    async with asyncio.timeout(240):
        while await _reviews(world):
            await asyncio.sleep(0.02)
    await world.service.settled()


async def _reviews(world):
    waiting = {"aggregatetype": "conflict-review", "published_at": None, "programme": world.programme}
    return await world.service.app.state.database["outbox"].count_documents(waiting)


@pytest.mark.parametrize(
    ("role", "facts", "rule"),
    [
        ("mentor", {"line": ("e-between", "e-mentee-1")}, "reporting-line"),
        ("mentee", {"line": ("e-mentor-1",)}, "reporting-line"),
        ("mentor", {"grade": 8}, "grade-gap"),
        ("mentee", {"department": "engineering", "team": "team-mentor-1"}, "same-team"),
    ],
)
async def test_a_change_in_the_organisation_ends_a_pairing_gently(world, role, facts, rule):
    pairing = await world.paired()
    await world.ready(role, **facts)
    assert (await world.get("/pairings?state=active"))["total"] == 1, "facts may still be on their way"
    await settle(world)
    ended = await world.get(f"/pairings/{pairing['id']}")
    assert (ended["state"], ended["end_reason"], ended["conflict"]) == ("ended", "conflict", rule)
    for own in ("mentor", "mentee"):
        (seen,) = (await world.get("/me/pairings", world.participant(own)))["items"]
        assert seen["state"] == "ended"
        assert not {"end_reason", "conflict"} & seen.keys()
    (fact,) = await world.facts(PairingEnded)
    assert fact.reason is PairingEndReason.CONFLICT
    assert rule not in fact.model_dump_json()


async def test_both_are_free_for_others_but_not_for_each_other(world):
    await world.paired()
    await world.ready("mentor", line=("e-mentee-1",))
    await settle(world)
    await world.ready("mentor")  # the conflict is gone again
    await world.ready("mentee", "2")
    made, (proposal,) = await world.round()
    assert (made["mentors"], made["mentees"]) == (1, 2)
    assert proposal["mentee_employee_id"] == "e-mentee-2"


async def test_facts_of_a_reorganisation_may_come_one_by_one(world):
    pairing = await world.paired()
    moved = {"department": "research", "team": "lab"}
    await world.ready("mentee", **moved)
    await world.ready("mentor", **moved)  # to where the mentee seems to be still …
    await world.ready("mentee", department="research", team="board")  # … who has gone on already
    await settle(world)
    assert (await world.get(f"/pairings/{pairing['id']}"))["state"] == "active"
    assert await world.facts(PairingEnded) == []


async def test_hours_and_languages_end_no_pairing(world):
    pairing = await world.paired()
    await world.ready("mentor", languages=(), working_hours=hours("Australia/Sydney"))
    await settle(world)
    assert (await world.get(f"/pairings/{pairing['id']}"))["state"] == "active"


async def test_a_second_yes_to_a_pair_the_rules_forbid_by_now_makes_no_pairing(world):
    await world.ready("mentor", grade=6), await world.ready("mentee", grade=9)
    _, (proposal,) = await world.round()
    await world.answer(proposal, "mentor")
    await world.service.given(_stricter(world), scope=world.scope)
    answered = await world.answer(proposal, "mentee")
    assert "forbidden_by" not in answered
    assert answered["state"] == "withdrawn"
    await world.answer(proposal, "mentee", status=409)
    seen = await world.get(f"/proposals/{proposal['id']}")
    assert (seen["state"], seen["forbidden_by"]) == ("withdrawn", "grade-gap")
    assert len(await world.facts(ProposalWithdrawn)) == 1
    assert [fact.by for fact in await world.facts(ProposalAccepted)] == ["mentor"]
    assert await world.facts(PairingActivated) == []
    again, proposals = await world.round()
    assert (again["mentors"], again["mentees"], proposals) == (1, 1, [])  # their places are free


def _stricter(world):
    return ProgrammeChanged(
        programme_id=world.programme,
        starts_on=TEST_NOW.date(),
        ends_on=TEST_NOW.date() + timedelta(days=180),
        regions=("emea",),
        rules=ProgrammeRules(min_grade_gap=4),
    )
