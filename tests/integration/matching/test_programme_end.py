"""The end of a programme: nobody is matched any more, then everything open ends."""

import asyncio

import pytest

from services.matching.jobs import programme_end
from services.matching.store import PEOPLE
from shared.contracts.enrollment import (
    ProgrammeCancelled,
    ProgrammeClosing,
    ProgrammeCompleted,
    ProgrammeStarted,
)
from shared.contracts.matching import PairingEnded, PairingEndReason, ProposalWithdrawn, RematchOffered
from tests.integration.matching.matching_world import EVERYTHING

pytestmark = pytest.mark.integration


async def given(world, fact):
    await world.service.given(fact(programme_id=world.programme), scope=world.scope)
    await world.service.settled()


async def test_a_closing_programme_matches_nobody_but_its_open_proposals_can_be_answered(world):
    for role in EVERYTHING:
        await world.ready(role)
    _, (proposal,) = await world.round()
    for role in EVERYTHING:
        await world.ready(role, "2")
    held, _ = await world.round(approve=False)
    await given(world, ProgrammeClosing)
    refused = await world.post("/rounds", status=409)
    assert refused["detail"] == "the programme is closing: nobody is matched any more"
    await world.post(f"/rounds/{held['id']}/approval", {}, status=409)
    for role in EVERYTHING:
        await world.ready(role, "3")
    await world.reached((await world.post("/rounds", {"preview": True}, status=202))["id"], "previewed")
    for role in EVERYTHING:
        await world.answer(proposal, role)
    assert (await world.get("/pairings"))["items"][0]["state"] == "active"
    await given(world, ProgrammeStarted)
    await world.approved(held["id"])


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        (ProgrammeCompleted, PairingEndReason.COMPLETED),
        (ProgrammeCancelled, PairingEndReason.PROGRAMME_CANCELLED),
    ],
)
async def test_everything_open_ends_once_and_nobody_is_matched_again(world, monkeypatch, fact, reason):
    monkeypatch.setattr(programme_end, "BATCH", 1)
    await world.policy(following={"fall_through": "automatic", "continuous": True})
    names = "1", "2", "3", "4"
    for name in names:
        for role in EVERYTHING:
            await world.ready(role, name)
    _, proposals = await world.round()
    for proposal in proposals[:3]:
        for role in EVERYTHING:
            name = proposal[f"{role}_employee_id"].rsplit("-", 1)[-1]
            await world.answer(proposal, role, name)
    await given(world, fact)
    await until_ended(world, 3, 1)
    assert [event.reason for event in await world.facts(PairingEnded)] == [reason] * 3
    assert await world.facts(RematchOffered) == []
    for late in (fact, ProgrammeClosing, ProgrammeStarted):
        await given(world, late)
    assert len(await world.facts(PairingEnded)) == 3
    await world.post("/rounds", status=409)


async def test_pairings_of_one_mentor_that_end_at_the_same_time_all_end(world, monkeypatch):
    monkeypatch.setattr(programme_end, "BATCH", 1)
    names = "1", "2", "3", "4"
    await world.ready("mentor", capacity=len(names))
    for name in names:
        await world.ready("mentee", name)
    _, proposals = await world.round()
    for proposal in proposals:
        await world.answer(proposal, "mentor")
        await world.answer(proposal, "mentee", proposal["mentee_employee_id"].rsplit("-", 1)[-1])
    await given(world, ProgrammeCompleted)
    assert len(await world.facts(PairingEnded)) == len(names)
    people = world.service.app.state.streams.transactions.database[PEOPLE.name]
    mentor = await people.find_one({"id": f"{world.programme}-mentor-1"})
    assert mentor["active_pairings"] == []
    assert len(mentor["do_not_match"]) == len(names)


async def until_ended(world, pairings, proposals):
    async with asyncio.timeout(60):
        while [len(await world.facts(fact)) for fact in (PairingEnded, ProposalWithdrawn)] != [
            pairings,
            proposals,
        ]:
            await asyncio.sleep(0.05)
