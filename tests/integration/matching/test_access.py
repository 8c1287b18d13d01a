import pytest

from shared.messaging.wire.envelope import event_id, event_key
from tests.unit.matching.matching_people import topics

pytestmark = pytest.mark.integration

FOR_COORDINATORS = ("/rounds", "/proposals", "/pairings", "/summary")
FOR_PARTICIPANTS = ("/me/proposals", "/me/pairings")


@pytest.mark.parametrize("path", [*FOR_COORDINATORS, *FOR_PARTICIPANTS])
async def test_a_token_is_needed(world, path):
    answer = await world.service.http.get(world.path + path)
    assert answer.status_code == 401
    await world.get(path, {"Authorization": "Bearer forged"}, status=401)


@pytest.mark.parametrize("path", FOR_COORDINATORS)
async def test_participants_do_not_coordinate(world, path):
    await world.get(path, world.participant("mentor"), status=403)


@pytest.mark.parametrize("path", FOR_PARTICIPANTS)
async def test_own_things_are_for_participants(world, path):
    await world.get(path, status=403)
    nobody = world.service.token("participant", tenant=world.tenant)
    await world.get(path, nobody, status=403)


async def test_commands_have_their_roles(world):
    pairing = await world.paired()
    for path in ("/rounds", "/rounds/x/approval"):
        await world.post(path, headers=world.participant("mentor"), status=403)
    await world.post(f"/proposals/{pairing['proposal_id']}/answer", {"accept": True}, status=403)
    ops = world.service.token("ops", tenant=world.tenant)
    await world.post(f"/pairings/{pairing['id']}/end", headers=ops, status=403)


async def test_another_tenant_finds_nothing(world):
    pairing = await world.paired()
    (round_,) = (await world.get("/rounds"))["items"]
    other = world.coordinator(tenant="globex")
    for path in (
        f"/rounds/{round_['id']}",
        f"/rounds/{round_['id']}/proposals",
        f"/proposals/{pairing['proposal_id']}",
        f"/pairings/{pairing['id']}",
    ):
        await world.get(path, other, status=404)
    for path in (f"/rounds/{round_['id']}/approval", f"/pairings/{pairing['id']}/end", "/rounds"):
        await world.post(path, headers=other, status=404)
    for path in FOR_COORDINATORS:
        await world.get(path, other, status=404)
    twin = world.participant("mentor", tenant="globex")  # the same employee id, elsewhere
    for path in FOR_PARTICIPANTS:
        await world.get(path, twin, status=404)
    answer = {"accept": True}
    await world.post(f"/proposals/{pairing['proposal_id']}/answer", answer, twin, status=404)
    await world.post(f"/pairings/{pairing['id']}/end", headers=twin, status=404)


async def test_a_coordinator_of_another_programme_finds_nothing(world):
    await world.get("/rounds", world.coordinator(programmes=["elsewhere"]), status=404)


async def test_participants_see_and_answer_only_their_own(world):
    await world.ready("mentor"), await world.ready("mentee"), await world.ready("mentee", "2", grade=3)
    made, (proposal,) = await world.round(approve=False)
    own, other = world.participant("mentor"), world.participant("mentee", "2")
    path = f"/proposals/{proposal['id']}"
    await world.get(path, own, status=404)  # not yet published
    await world.answer(proposal, "mentor", status=404)
    await world.approved(made["id"])
    await world.get(path, own)
    await world.get(path, other, status=404)
    await world.answer(proposal, "mentee", "2", status=404)
    for role in ("mentor", "mentee"):
        await world.answer(proposal, role)
    (pairing,) = (await world.get("/pairings"))["items"]
    await world.get(f"/pairings/{pairing['id']}", own)
    await world.get(f"/pairings/{pairing['id']}", other, status=404)
    await world.post(f"/pairings/{pairing['id']}/end", headers=other, status=404)


async def test_bad_input_names_the_field(world):
    await world.ready("mentor"), await world.ready("mentee")
    _, (proposal,) = await world.round()
    cases = [
        ({"accept": "perhaps"}, "accept"),
        ({}, "accept"),
        ({"accept": False, "reason": "bored"}, "reason"),
        ({"accept": True, "reason": "no-time"}, "reason"),
        ({"accept": True, "note": "hello"}, "note"),
    ]
    path = f"/proposals/{proposal['id']}/answer"
    for body, field in cases:
        problem = await world.post(path, body, world.participant("mentor"), status=422)
        assert [error["field"] for error in problem["errors"]] == [field]
    for query in ("limit=0", "limit=501", "offset=-1", "state=x"):
        problem = await world.get(f"/proposals?{query}", status=422)
        assert [error["field"] for error in problem["errors"]] == [query.split("=")[0]]


async def test_lists_come_in_pages(world):
    for name in ("1", "2", "3"):
        await world.ready("mentor", name), await world.ready("mentee", name)
    await world.round()
    pages = [await world.get(f"/proposals?limit=2&offset={offset}") for offset in (0, 2)]
    assert [(len(page["items"]), page["total"]) for page in pages] == [(2, 3), (1, 3)]
    assert len({p["id"] for page in pages for p in page["items"]}) == 3


async def test_a_programme_never_opened_has_no_rounds(world):
    answer = await world.service.http.post("/programmes/unknown/rounds", headers=world.coordinator())
    assert answer.status_code == 404


async def test_an_event_delivered_twice_counts_once(world):
    await world.ready("mentee")
    fact = world.fact("mentor", capacity=2)
    await world.service.given(fact, scope=world.scope)
    await world.service.given(world.fact("mentor", capacity=1), scope=world.scope)
    await _redeliver(world, fact)
    await world.ready("mentee", "2")
    made, _ = await world.round()
    assert (made["mentors"], made["proposals"]) == (1, 1)  # the older capacity did not come back


async def _redeliver(world, fact):
    """Send the participant's first event again, byte for byte the same identity."""
    service = world.service
    key = event_key(world.scope, fact.contract.aggregate, fact.participant_id)
    service._sequences[key], kept = 0, service._sequences[key]
    await service.given(fact, scope=world.scope)
    service._sequences[key] = kept
    inbox = service.app.state.database["inbox"]
    assert await inbox.count_documents({"_id.event": event_id(key, 1)}) == 1


async def test_somebody_with_both_roles_leaves_their_own_pairing(world):
    pairing = await world.paired()
    both = world.service.token("coordinator", "participant", employee_id="e-mentor-1", tenant=world.tenant)
    ended = await world.post(f"/pairings/{pairing['id']}/end", {"private_reason": "mine"}, both)
    assert "end_reason" not in ended
    assert "end_reason" not in await world.get(f"/pairings/{pairing['id']}", both)
    assert (await world.get("/pairings", both))["items"] == [], (
        "who coordinates as well is still one of the two"
    )
    assert (await world.get(f"/pairings/{pairing['id']}"))["end_reason"] == "no-fault-exit"


async def test_only_coordinators_see_that_there_was_a_runner_up(world):
    await world.ready("mentor", "1"), await world.ready("mentee")
    other = await world.ready("mentor", "2", topics=topics(golf=1))
    _, (proposal,) = await world.round()
    assert proposal["runner_up"]["mentor_id"] == other
    assert proposal["runner_up"]["margin"] == proposal["score"] - proposal["runner_up"]["score"] > 0
    for role in ("mentor", "mentee"):
        headers = world.participant(role)
        for seen in (
            await world.get(f"/proposals/{proposal['id']}", headers=headers),
            (await world.get("/me/proposals", headers=headers))["items"][0],
        ):
            assert "runner_up" not in seen
            assert other not in str(seen)
