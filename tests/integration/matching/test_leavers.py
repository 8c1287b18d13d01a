"""Leavers can do nothing more in the programme."""

import pytest

pytestmark = pytest.mark.integration


async def test_a_leaver_does_nothing_more(world):
    await world.policy(choice={"mode": "hybrid"})
    pairing = await world.paired()
    await world.ready("mentor", "2"), await world.ready("mentee", "2")
    _, (proposal,) = await world.round()
    leaver = world.participant("mentee", "1")
    declared = await world.post("/me/conflicts", {"participant_id": "somebody"}, leaver, status=201)
    for name in ("1", "2"):
        await world.left("mentee", name)
    await world.answer(proposal, "mentee", "2", status=409)
    await world.answer(proposal, "mentee", "2", accept=False, status=409)
    for body in ({"participant_id": "x"}, {"pairing_id": pairing["id"]}):
        await world.post("/me/conflicts", body, leaver, status=404)
    path = f"{world.path}/me/conflicts/{declared['id']}"
    assert (await world.service.http.delete(path, headers=leaver)).status_code == 404
    for path in ("/me/shortlist", "/me/shortlist/more", f"/me/shortlist/{proposal['id']}/choice"):
        await world.post(path, headers=leaver, status=404)
    before = await world.get(f"/pairings/{pairing['id']}")
    await world.post(f"/pairings/{pairing['id']}/end", {"private_reason": "too late"}, leaver)
    assert await world.get(f"/pairings/{pairing['id']}") == before
    assert before["end_reason"] == "participant-left"
