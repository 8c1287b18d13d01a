"""Conflicts of interest declared in confidence."""

from datetime import timedelta

import pytest

from services.matching.commands.pairings import declarations
from shared.contracts.matching import PairingEnded, ProposalWithdrawn

pytestmark = pytest.mark.integration

PATH = "/me/conflicts"


async def declare(world, role, body, name="1", status=201):
    return await world.post(PATH, body, world.participant(role, name), status=status)


async def withdraw(world, role, declaration, status=204):
    answer = await world.service.http.delete(
        f"{world.path}{PATH}/{declaration['id']}", headers=world.participant(role)
    )
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize("author", ["mentor", "mentee"])
async def test_it_ends_a_pairing_gently_and_nobody_learns_who_declared_it(world, author):
    other = "mentee" if author == "mentor" else "mentor"
    pairing = await world.paired()
    declared = await declare(world, author, {"pairing_id": pairing["id"]})
    assert declared["participant_id"] == pairing[f"{other}_id"]
    assert declared == await declare(world, author, {"participant_id": pairing[f"{other}_id"]})

    (seen,) = (await world.get("/me/pairings", world.participant(other)))["items"]
    assert seen["state"] == "ended"
    assert not {"end_reason", "conflict"} & seen.keys()
    assert await world.get(PATH, world.participant(other)) == {"items": [], "total": 0}
    for_coordinator = await world.get(f"/pairings/{pairing['id']}")
    assert (for_coordinator["end_reason"], for_coordinator["conflict"]) == ("conflict", "declared-conflict")
    (ended,) = await world.facts(PairingEnded)
    assert "declared" not in ended.model_dump_json()
    assert declared["id"] not in str(for_coordinator)


async def test_an_open_proposal_falls_away_and_the_pair_is_not_proposed_again(world):
    await world.ready("mentor"), await world.ready("mentee")
    _, (proposal,) = await world.round()
    await world.answer(proposal, "mentee")
    declared = await declare(world, "mentor", {"proposal_id": proposal["id"]})
    seen = await world.get(f"/proposals/{proposal['id']}", world.participant("mentee"))
    assert "forbidden_by" not in seen
    assert seen["state"] == "withdrawn"
    assert (await world.get(f"/proposals/{proposal['id']}"))["forbidden_by"] == "declared-conflict"
    assert len(await world.facts(ProposalWithdrawn)) == 1

    made, proposals = await world.round()
    assert proposals == []
    assert await world.reasons(made) == {"declared-conflict"}
    assert [one["id"] for one in (await world.get(PATH, world.participant("mentor")))["items"]] == [
        declared["id"]
    ]
    await withdraw(world, "mentee", declared, status=404)
    await withdraw(world, "mentor", declared)
    await withdraw(world, "mentor", declared, status=404)
    _, proposals = await world.round()
    assert len(proposals) == 1


async def test_two_who_both_declared_it_stay_apart_until_both_withdraw_it(world):
    mentor, mentee = await world.ready("mentor"), await world.ready("mentee")
    ours = await declare(world, "mentor", {"participant_id": mentee})
    theirs = await declare(world, "mentee", {"participant_id": mentor})
    assert ours["id"] != theirs["id"]
    await withdraw(world, "mentor", ours)
    _, proposals = await world.round()
    assert proposals == []
    await withdraw(world, "mentee", theirs)
    _, proposals = await world.round()
    assert len(proposals) == 1


async def test_what_cannot_be_declared_is_refused(world):
    await world.ready("mentor")
    mentee = await world.ready("mentee")
    await world.ready("mentor", "2")
    made, (proposal,) = await world.round(approve=False)
    await declare(world, "mentor", {"proposal_id": proposal["id"]}, status=404)  # not published yet
    await declare(world, "mentor", {"pairing_id": "nothing"}, status=404)
    await declare(world, "mentor", {"participant_id": mentee}, name="stranger", status=404)
    for body in ({}, {"participant_id": mentee, "proposal_id": "x"}):
        problem = await declare(world, "mentor", body, "2", status=422)
        assert [error["field"] for error in problem["errors"]] == ["participant_id"]
    await world.approved(made["id"])
    stranger = next(n for n in ("1", "2") if proposal["mentor_employee_id"] != f"e-mentor-{n}")
    await declare(world, "mentor", {"proposal_id": proposal["id"]}, stranger, status=404)
    elsewhere = world.participant("mentor", tenant="globex")
    await world.post(PATH, {"participant_id": mentee}, elsewhere, status=404)
    assert (await world.get(PATH, world.participant("mentor")))["total"] == 0


async def test_the_answer_does_not_tell_whether_somebody_takes_part(world):
    mentor, mentee = await world.ready("mentor"), await world.ready("mentee")
    answers = [await declare(world, "mentor", {"participant_id": id_}) for id_ in (mentee, "nobody", mentor)]
    for id_, answer in zip((mentee, "nobody", mentor), answers, strict=True):
        assert answer == {**answers[0], "id": answer["id"], "participant_id": id_}
        assert len(answer["id"]) == 32
        await withdraw(world, "mentor", answer)
    _, proposals = await world.round()
    assert len(proposals) == 1, "nothing is left of them"


async def test_it_counts_for_somebody_who_gets_ready_later(world):
    await world.ready("mentor")
    later = world.fact("mentee").participant_id
    declared = await declare(world, "mentor", {"participant_id": later})
    await world.ready("mentee")
    _, proposals = await world.round()
    assert proposals == []
    await withdraw(world, "mentor", declared)
    _, proposals = await world.round()
    assert len(proposals) == 1


async def test_one_person_declares_no_more_than_so_many(world, monkeypatch):
    monkeypatch.setattr(declarations, "MOST_DECLARATIONS", 2)
    await world.ready("mentor")
    first = await declare(world, "mentor", {"participant_id": "a"})
    await declare(world, "mentor", {"participant_id": "b"})
    await declare(world, "mentor", {"participant_id": "c"}, status=409)
    assert await declare(world, "mentor", {"participant_id": "a"}) == first
    await withdraw(world, "mentor", first)
    await declare(world, "mentor", {"participant_id": "c"})


async def test_the_summary_tells_of_no_single_declaration(world):
    executive = await world.ready("mentee")
    others = [str(n) for n in range(5)]
    for name in others:
        await world.ready("mentor", name)
    start = world.service.clock.now()

    async def counted(headers=None):
        return (await world.get("/summary", headers))["declared_conflicts"]

    for name in others[:4]:
        await declare(world, "mentor", {"participant_id": executive}, name)
    for n in range(3):
        await declare(world, "mentor", {"participant_id": f"x{n}"}, others[0])
    world.service.clock.set(start + timedelta(days=31))
    assert await counted() == 0, "four people are too few, whatever one of them declares"
    await declare(world, "mentor", {"participant_id": executive}, others[4])
    assert await counted() == 0, "it does not count at the instant it is declared"
    world.service.clock.set(start + timedelta(days=62))
    assert await counted() == 5
    assert await counted(world.coordinator(employee_id="e-mentee-1")) == 0, "they are about the reader"


async def test_it_is_for_participants(world):
    await world.post(PATH, {"participant_id": "x"}, status=403)
    await world.get(PATH, status=403)
