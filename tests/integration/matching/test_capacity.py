import asyncio

import pytest

from shared.contracts.matching import PairingActivated, ProposalWithdrawn

pytestmark = pytest.mark.integration

MENTEES = [str(n) for n in range(8)]


async def test_many_answers_at_once_never_exceed_capacity(world):
    await world.ready("mentor", capacity=8)
    for name in MENTEES:
        await world.ready("mentee", name)
    _, proposals = await world.round()
    assert len(proposals) == 8
    for proposal in proposals:
        await world.answer(proposal, "mentor")
    await world.ready("mentor", capacity=2)  # fewer places than open proposals: only two may be taken

    names = {p["mentee_employee_id"].removeprefix("e-mentee-"): p for p in proposals}
    answers = await asyncio.gather(*(_status(world, p, name) for name, p in names.items()))
    assert sorted(answers) == [200] * 2 + [409] * 6
    assert (await world.get("/pairings?state=active"))["total"] == 2
    assert len(await world.facts(PairingActivated)) == 2
    assert len(await world.facts(ProposalWithdrawn)) == 6


async def _status(world, proposal, name):
    answer = await world.service.http.post(
        f"{world.path}/proposals/{proposal['id']}/answer",
        json={"accept": True},
        headers=world.participant("mentee", name),
    )
    return answer.status_code


async def test_open_proposals_and_pairings_hold_places(world):
    await world.ready("mentor", capacity=2)
    await world.ready("mentee", "1")
    _, (first,) = await world.round()
    for role in ("mentor", "mentee"):
        await world.answer(first, role)
    for name in ("2", "3"):
        await world.ready("mentee", name)
    _, proposals = await world.round()
    assert len(proposals) == 1
    problem = await world.post("/rounds", status=409)
    assert "no mentor is ready and has capacity" in problem["detail"]


async def test_a_lowered_capacity_withdraws_what_can_not_be_taken(world):
    await world.paired()
    await world.ready("mentor", capacity=2)
    await world.ready("mentee", "2")
    _, (proposal,) = await world.round()
    await world.ready("mentor", capacity=1)
    assert (await world.get(f"/proposals/{proposal['id']}"))["state"] == "withdrawn"
