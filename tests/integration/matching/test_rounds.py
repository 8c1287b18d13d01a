import asyncio
import itertools

import pytest

from shared.contracts.matching import (
    ProposalMade,
    RoundCancelled,
    RoundFailed,
    RoundPreviewed,
    RoundProgressed,
    RoundProposed,
    RoundRequested,
)

pytestmark = pytest.mark.integration

SPOILT = {"$unset": {"profile.grade": 1}}
"""Nobody's fault but the software's."""
NAMES = [str(n) for n in range(6)]


async def crowd(world, names=NAMES, **changes):
    facts = (world.fact(role, name, **changes) for name in names for role in ("mentor", "mentee"))
    await world.service.given(*facts, scope=world.scope)


async def test_a_round_is_computed_in_the_background(world):
    await crowd(world)
    asked = await world.post("/rounds", {"time_limit_seconds": 60}, status=202)
    assert (asked["state"], asked["proposals"], asked["certificate"]) == ("requested", 0, None)
    assert asked["options"] == {
        "time_limit_seconds": 60,
        "gap_target": 0,
        "preview": False,
        "policy": None,
        "people": None,
        "shortlists": False,
    }
    made = await world.reached(asked["id"], "proposed")
    proof = made["certificate"]
    assert (made["proposals"], proof["pairs"], proof["gap"], proof["outcome"]) == (6, 6, 0, "optimal")
    assert made["total_score"] == proof["total"] == proof["bound"]
    assert (made["progress"]["matched"], made["progress"]["at_most"]) == (6, 6)
    pairs = (await world.get(f"/rounds/{asked['id']}/pairs?limit=4&offset=2"))["items"]
    proposals = (await world.get(f"/rounds/{asked['id']}/proposals"))["items"]
    assert len(pairs) == 4
    known = {(p["mentor_id"], p["mentee_id"], p["score"]) for p in proposals}
    assert {(p["mentor_id"], p["mentee_id"], p["score"]) for p in pairs} < known
    (fact,) = await world.facts(RoundRequested)
    (proposed,) = await world.facts(RoundProposed)
    assert (fact.number, proposed.gap, proposed.unmatched_people, proposed.dropped) == (1, 0, 0, 0)
    last = (await world.facts(RoundProgressed))[-1]
    assert (last.matched, last.step, last.percent, last.missing_pairs) == (6, "keeping", 98, 0)


async def test_progress_leaves_no_mark_on_the_rounds_own_events(world):
    await crowd(world)
    await world.round(approve=False)
    await world.service.settled()
    events = await world.service.published(RoundRequested, RoundProposed)
    own = [event.envelope.sequence for event in events if event.scope.programme == world.programme]
    assert own == [1, 2]


async def test_one_round_at_a_time(world):
    await crowd(world)
    headers = world.coordinator()
    answers = await asyncio.gather(
        *(world.service.http.post(f"{world.path}/rounds", headers=headers) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [202, 409, 409, 409]
    (asked,) = (await world.get("/rounds"))["items"]
    await world.reached(asked["id"], "proposed")
    made = await world.facts(ProposalMade)
    assert len(made) == len({fact.mentor_id for fact in made}) == len({fact.mentee_id for fact in made}) == 6
    await crowd(world, ["late"])
    assert (await world.round(approve=False))[0]["number"] == 2


async def test_a_round_repeated_with_its_key_is_one_round(world):
    await crowd(world)
    headers = {**world.coordinator(), "Idempotency-Key": f"round-{world.programme}"}
    first = await world.post("/rounds", headers=headers, status=202)
    await world.reached(first["id"], "proposed")
    assert await world.post("/rounds", headers=headers, status=202) == first
    assert (await world.get("/rounds"))["total"] == 1
    await world.post("/rounds", {"preview": True}, headers=headers, status=422)


async def test_a_what_if_takes_no_place_and_can_be_compared(world):
    await crowd(world)
    asked = await world.post("/rounds", {"preview": True}, status=202)
    what_if = await world.reached(asked["id"], "previewed")
    assert (what_if["proposals"], what_if["certificate"]["pairs"]) == (0, 6)
    assert what_if["total_score"] == what_if["certificate"]["total"]
    await world.post(f"/rounds/{asked['id']}/approval", status=409)
    made, proposals = await world.round(approve=False)
    assert len(proposals) == 6
    comparison = await world.get(f"/rounds/{asked['id']}/comparison/{made['id']}")
    assert comparison["one"]["pairs"] == comparison["other"]["pairs"] == 6
    assert comparison["in_both"] + comparison["one"]["only_here"] == 6
    assert (await world.get(f"/rounds/{made['id']}/comparison/{made['id']}"))["in_both"] == 6
    assert len(await world.facts(RoundPreviewed)) == 1
    assert len(await world.facts(RoundProposed)) == 1


async def test_a_what_if_tries_another_policy(world):
    await crowd(world)
    strict = {"rules": [{"rule": "grade-gap", "value": 11}]}
    asked = await world.post("/rounds", {"preview": True, "policy": strict}, status=202)
    tried = await world.reached(asked["id"], "previewed")
    assert (tried["certificate"]["pairs"], tried["unmatched"]) == (0, 12)
    assert tried["certificate"]["policy_version"] is None
    made, proposals = await world.round(approve=False)
    assert len(proposals) == 6  # under the policy that holds
    comparison = await world.get(f"/rounds/{asked['id']}/comparison/{made['id']}")
    assert (comparison["in_both"], comparison["one"]["only_here"], comparison["other"]["only_here"]) == (
        0,
        0,
        6,
    )
    problem = await world.post("/rounds", {"policy": strict}, status=422)
    assert problem["errors"][0]["field"] == "policy"
    unknown = {"preview": True, "policy": {"rules": [{"rule": "no-such"}]}}
    problem = await world.post("/rounds", unknown, status=422)
    assert problem["errors"][0]["field"] == "policy.rules[0].rule"


async def test_a_round_is_cancelled_while_it_is_computed(world):
    await crowd(world)
    asked = await world.post("/rounds", status=202)
    path = f"/rounds/{asked['id']}/cancellation"
    for _ in range(2):
        await world.post(path, status=202)
    assert (await world.reached(asked["id"], "cancelled"))["proposals"] == 0
    await world.post(path, status=202)  # again changes nothing
    assert len(await world.facts(RoundCancelled)) == 1
    assert await world.facts(ProposalMade) == []
    await world.get(f"/rounds/{asked['id']}/pairs", status=409)
    made, _ = await world.round()  # all are free for the next one
    assert (made["number"], made["proposals"]) == (2, 6)
    await world.post(f"/rounds/{made['id']}/cancellation", status=409)


async def test_groups_of_people_are_compared_and_small_ones_hidden(world):
    for region, names in (("emea", NAMES), ("apac", ["a1", "a2"])):
        await crowd(world, names, region=region)
    made, _ = await world.round(approve=False)
    impact = await world.get(f"/rounds/{made['id']}/impact")
    regions = next(e for e in impact["features"] if (e["feature"], e["role"]) == ("region", "mentee"))
    assert regions["enough"] is False  # of eight people of two regions, no figure is safe
    assert [(group["group"], group["hidden"]) for group in regions["groups"]] == [
        ("apac", True),
        ("emea", True),
    ]
    grades = next(e for e in impact["features"] if (e["feature"], e["role"]) == ("grade-band", "mentor"))
    (group,) = grades["groups"]
    assert (group["group"], group["people"], group["matched"], group["rate"]) == ("1-3", 8, 8, 100.0)
    await world.get("/rounds/none/impact", status=404)


async def test_a_defect_fails_the_round_at_once_and_says_so(world):
    await crowd(world)
    people = world.service.app.state.transactions.database["people"]
    await people.update_one({"programme": world.programme, "id": f"{world.programme}-mentor-1"}, SPOILT)
    asked = await world.post("/rounds", status=202)
    failed = await world.reached(asked["id"], "failed")
    assert failed["reason"]["code"] == "defect"
    (fact,) = await world.facts(RoundFailed)
    assert fact.reason.model_dump() == failed["reason"]


async def test_bounds_and_unknown_fields_name_the_field(world):
    cases = {
        "time_limit_seconds": (0, 3601, "soon"),
        "gap_target": (-1, 10**13),
        "preview": ("perhaps",),
        "more": (1,),
    }
    for field, value in ((f, v) for f, values in cases.items() for v in values):
        problem = await world.post("/rounds", {field: value}, status=422)
        assert [error["field"] for error in problem["errors"]] == [field]
    problem = await world.post("/rounds/x/cancellation", {"keep": "perhaps"}, status=422)
    assert problem["errors"][0]["field"] == "keep"


async def test_rounds_are_their_coordinators_only(world):
    await crowd(world, ["1"])
    made, _ = await world.round(approve=False)
    path = f"/rounds/{made['id']}"
    other, mentor = world.coordinator(tenant="globex"), world.participant("mentor")
    for look in ("", "/pairs", "/unmatched", "/impact", "/decisions", f"/comparison/{made['id']}"):
        await world.get(path + look, other, status=404)
        await world.get(path + look, mentor, status=403)
    for headers, status in ((other, 404), (mentor, 403)):
        await world.post(f"{path}/cancellation", headers=headers, status=status)


async def test_many_left_over_come_in_pages(world):
    names = [str(n) for n in range(300)]
    await world.service.given(*(world.fact("mentor", name) for name in names), scope=world.scope)
    await world.ready("mentee")
    made, _ = await world.round(approve=False)
    assert made["unmatched"] == 299
    pages = [
        await world.get(f"/rounds/{made['id']}/unmatched?limit=120&offset={offset}")
        for offset in (0, 120, 240, 360)
    ]
    assert [len(page["items"]) for page in pages] == [120, 120, 59, 0]
    assert {page["total"] for page in pages} == {299}
    ids = list(itertools.chain(*([each["participant_id"] for each in page["items"]] for page in pages)))
    assert len(set(ids)) == 299


async def test_a_large_round_is_saved_and_approved_in_parts(world):
    names = [str(n) for n in range(520)]  # three transactions
    await crowd(world, names)
    asked = await world.post("/rounds", status=202)
    answered = 0
    while (await world.get(f"/rounds/{asked['id']}"))["state"] != "proposed":
        answered += 1
        await asyncio.sleep(0.01)
    assert answered > 10  # the service went on answering
    made = await world.approved(asked["id"])
    assert made["proposals"] == made["certificate"]["pairs"] == 520
    assert (await world.get("/proposals?state=approved"))["total"] == 520
    assert len(await world.facts(ProposalMade)) == 520
