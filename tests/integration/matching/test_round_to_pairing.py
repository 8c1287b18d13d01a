import asyncio
from datetime import timedelta

import pytest

from shared.contracts.matching import (
    PairingActivated,
    PairingEnded,
    PairingEndReason,
    ProposalAccepted,
    ProposalApproved,
    ProposalDeclined,
    ProposalExpired,
    ProposalMade,
    ProposalWithdrawn,
    RoundProposed,
)
from shared.testing.harness import TEST_NOW
from tests.unit.matching.matching_people import languages

pytestmark = pytest.mark.integration


async def test_a_round_leads_to_an_active_pairing(world):
    mentor, mentee = await world.ready("mentor"), await world.ready("mentee")
    made, (proposal,) = await world.round(approve=False)
    assert (made["number"], made["mentors"], made["mentees"], made["proposals"]) == (1, 1, 1, 1)
    assert (proposal["mentor_id"], proposal["mentee_id"]) == (mentor, mentee)
    assert sum(part["points"] for part in proposal["explanation"]) == proposal["score"] == made["total_score"]
    assert (await world.get("/me/proposals", world.participant("mentor")))["total"] == 0

    assert (await world.approved(made["id"]))["proposals"] == 1
    own = await world.get("/me/proposals", world.participant("mentor"))
    assert [(p["id"], p["state"]) for p in own["items"]] == [(proposal["id"], "approved")]

    assert (await world.answer(proposal, "mentee"))["state"] == "approved"
    world.service.clock.set(TEST_NOW + timedelta(hours=5))
    assert (await world.answer(proposal, "mentor"))["state"] == "accepted"
    pairing = (await world.get("/me/pairings", world.participant("mentee")))["items"][0]
    assert pairing["state"] == "active"
    assert "score" not in pairing
    assert (await world.get(f"/pairings/{pairing['id']}"))["score"] == proposal["score"]

    (round_fact,) = await world.facts(RoundProposed)
    assert (round_fact.proposals, round_fact.unmatched) == (1, ())
    (made_fact,) = await world.facts(ProposalMade)
    assert made_fact.score == proposal["score"]
    (approval,) = await world.facts(ProposalApproved)
    assert approval.expires_at == TEST_NOW + timedelta(days=3)  # from a Monday to the Thursday
    assert [fact.by for fact in await world.facts(ProposalAccepted)] == ["mentee", "mentor"]
    (activated,) = await world.facts(PairingActivated)
    assert activated.pairing_id == pairing["id"]
    assert activated.mentor_employee_id == "e-mentor-1"

    summary = await world.get("/summary")
    assert summary["active_pairings"] == 1
    assert summary["proposals"]["accepted"] == 1
    assert summary["hours_to_match_p50"] == summary["hours_to_match_p95"] == 5.0


async def test_time_to_match_is_the_nearest_rank_of_all_pairings(world):
    for name in ("1", "2", "3"):
        await world.ready("mentor", name), await world.ready("mentee", name)
    _, proposals = await world.round()
    for hours, proposal in enumerate(proposals, start=1):
        world.service.clock.set(TEST_NOW + timedelta(hours=hours, minutes=10))
        for role in ("mentor", "mentee"):
            await world.answer(proposal, role, proposal[f"{role}_employee_id"].rpartition("-")[2])
    pairing = (await world.get("/pairings"))["items"][0]
    await world.post(f"/pairings/{pairing['id']}/end")
    summary = await world.get("/summary")
    assert (summary["active_pairings"], summary["ended_pairings"]) == (2, 1)
    assert (summary["hours_to_match_p50"], summary["hours_to_match_p95"]) == (2.17, 3.17)


async def test_a_repeated_answer_is_the_same_answer(world):
    await world.ready("mentor"), await world.ready("mentee")
    _, (proposal,) = await world.round()
    for _ in range(2):
        assert (await world.answer(proposal, "mentor"))["answer"] == "yes"
    for _ in range(2):
        assert (await world.answer(proposal, "mentee"))["state"] == "accepted"
    await world.answer(proposal, "mentee", accept=False, status=409)
    assert len(await world.facts(ProposalAccepted)) == 2
    assert len(await world.facts(PairingActivated)) == 1


async def test_both_saying_yes_at_once_makes_one_pairing(world):
    await world.ready("mentor"), await world.ready("mentee")
    _, (proposal,) = await world.round()
    await asyncio.gather(*(world.answer(proposal, role) for role in ("mentor", "mentee") * 3))
    assert (await world.get("/pairings"))["total"] == 1
    assert len(await world.facts(PairingActivated)) == 1


async def test_a_no_frees_both_and_the_pair_is_not_proposed_again(world):
    await world.ready("mentor"), await world.ready("mentee")
    _, (proposal,) = await world.round()
    for _ in range(2):
        declined = await world.answer(proposal, "mentee", accept=False, reason="no-time")
    assert (declined["state"], declined["answer"]) == ("declined", "no")
    assert "decline_reason" not in declined
    assert (await world.get(f"/proposals/{proposal['id']}"))["decline_reason"] == "no-time"
    problem = await world.answer(proposal, "mentor", status=409)
    assert "closed" in problem["detail"], "nobody learns that the other said no"
    (seen,) = (await world.get("/me/proposals", world.participant("mentor")))["items"]
    assert (seen["state"], seen["answer"]) == ("withdrawn", None)
    assert not {"accepted_by", "declined_by", "score", "explanation"} & seen.keys()
    assert [fact.by for fact in await world.facts(ProposalDeclined)] == ["mentee"]

    again, proposals = await world.round()
    assert (again["mentors"], again["mentees"], proposals) == (1, 1, [])
    assert await world.reasons(again) == {"do-not-match"}


async def test_an_unanswered_proposal_expires(world):
    await world.ready("mentor"), await world.ready("mentee")
    _, (proposal,) = await world.round()
    await world.answer(proposal, "mentor")
    world.service.clock.set(TEST_NOW + timedelta(days=3))
    for _ in range(4_800):
        await world.service.settled()
        if (await world.get(f"/proposals/{proposal['id']}"))["state"] == "expired":
            break
        await asyncio.sleep(0.05)
    assert len(await world.facts(ProposalExpired)) == 1
    await world.answer(proposal, "mentee", status=409)
    assert (await world.get("/summary"))["active_pairings"] == 0
    again, proposals = await world.round()
    assert (again["mentors"], again["mentees"]) == (1, 1)  # their places are free again
    assert len(proposals) == 1, "who was on holiday is not unmatchable for ever"


async def test_excluded_proposals_are_taken_back(world):
    for name in ("1", "2"):
        await world.ready("mentor", name), await world.ready("mentee", name)
    made, proposals = await world.round(approve=False)
    excluded = proposals[0]["id"]
    path = f"/rounds/{made['id']}/approval"
    problem = await world.post(path, {"except": ["nothing"]}, status=422)
    assert problem["errors"][0]["field"] == "except"
    for _ in range(2):
        await world.approved(made["id"], **{"except": [excluded]})
    states = {p["id"]: p["state"] for p in (await world.get("/proposals"))["items"]}
    assert states == {excluded: "withdrawn", proposals[1]["id"]: "approved"}
    await world.post(path, {"except": [proposals[1]["id"]]}, status=409)
    assert (await world.get("/proposals?state=withdrawn"))["total"] == 1
    assert [fact.proposal_id for fact in await world.facts(ProposalWithdrawn)] == [excluded]
    again, later = await world.round()
    assert (again["proposals"], len(later)) == (1, 1), "held back this time, not for ever"


async def test_who_leaves_is_let_go_gently(world):
    pairing = await world.paired()
    await world.ready("mentor", "2"), await world.ready("mentee", "2")
    _, (proposal,) = await world.round()
    await world.left("mentee", "1")
    await world.left("mentor", "2")
    assert (await world.get(f"/pairings/{pairing['id']}"))["end_reason"] == "participant-left"
    assert (await world.get(f"/proposals/{proposal['id']}"))["state"] == "withdrawn"
    assert [fact.reason for fact in await world.facts(PairingEnded)] == [PairingEndReason.PARTICIPANT_LEFT]
    again, proposals = await world.round()
    assert (again["mentors"], again["mentees"], len(proposals)) == (1, 1, 1)  # those left behind


async def test_a_withdrawal_of_somebody_never_ready_does_nothing(world):
    await world.left("mentor", "unknown")
    assert (await world.get("/summary"))["ready_mentors"] == 0


async def test_facts_that_forbid_an_open_proposal_withdraw_it(world):
    await world.ready("mentor"), await world.ready("mentee")
    _, (proposal,) = await world.round()
    await world.ready("mentor", line=("e-mentee-1",))
    assert (await world.get(f"/proposals/{proposal['id']}"))["state"] == "withdrawn"


async def test_a_pairing_ends_without_fault_and_its_reason_stays_private(world):
    pairing = await world.paired()
    path = f"/pairings/{pairing['id']}/end"
    mentor = world.participant("mentor")
    problem = await world.post(path, {"reason": "completed"}, mentor, status=422)
    assert problem["errors"][0]["field"] == "reason"
    for _ in range(2):
        ended = await world.post(path, {"private_reason": "we did not click"}, mentor)
        assert ended["state"] == "ended"
        assert ended["private_reason"] == "we did not click"
    seen = await world.get("/me/pairings", world.participant("mentee"))
    assert [(one["state"], one["private_reason"]) for one in seen["items"]] == [("ended", None)]
    assert "end_reason" not in seen["items"][0], "the other doesn't learn who left, or why"
    assert (await world.post(path, {"reason": "completed"}))["end_reason"] == "no-fault-exit"
    (fact,) = await world.facts(PairingEnded)
    assert "click" not in fact.model_dump_json()


async def test_a_coordinator_completes_a_pairing(world):
    pairing = await world.paired()
    path = f"/pairings/{pairing['id']}/end"
    await world.post(path, {"private_reason": "x"}, status=422)
    assert (await world.post(path))["end_reason"] == "completed"
    assert (await world.get("/pairings?state=active"))["total"] == 0
    assert (await world.get("/pairings?state=ended"))["total"] == 1


async def test_the_unmatched_learn_why(world):
    await world.ready("mentor", languages=languages(fr=5))
    await world.ready("mentee")
    made, _ = await world.round(approve=False)
    assert {u["role"]: u["reason"]["rule"] or u["reason"]["code"] for u in await world.unmatched(made)} == {
        "mentor": "language",
        "mentee": "language",
    }
    (fact,) = await world.facts(RoundProposed)
    assert len(fact.unmatched) == 2
