"""A proposed round changed before its approval, and rounds computed again from their stored inputs."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.matching import ProposalMade, ProposalWithdrawn, RoundDiscarded, RoundRequested
from tests.unit.matching.matching_people import topics

pytestmark = pytest.mark.integration

WISHES = {"1": {"ai": 3}, "2": {"data": 3}, "3": {"cloud": 3}}


@pytest.fixture
async def proposed(world):
    facts = (
        world.fact(role, name, topics=topics(**wish))
        for name, wish in WISHES.items()
        for role in ("mentor", "mentee")
    )
    await world.service.given(*facts, scope=world.scope)
    made, proposals = await world.round(approve=False)
    assert pairs(proposals) == {("1", "1"), ("2", "2"), ("3", "3")}
    return made


def name(id_):
    return id_.rpartition("-")[2]


def pairs(proposals):
    return {(name(p["mentor_id"]), name(p["mentee_id"])) for p in proposals if p["state"] != "withdrawn"}


def pair(world, mentor, mentee):
    return {
        "mentor_id": f"{world.programme}-mentor-{mentor}",
        "mentee_id": f"{world.programme}-mentee-{mentee}",
    }


async def proposals_of(world, round_):
    return (await world.get(f"/rounds/{round_['id']}/proposals"))["items"]


async def override(world, round_, mentor, mentee, **body):
    """Decide on a pair; returns the decision once its cost is known."""
    path = f"/rounds/{round_['id']}"
    decision = await world.post(f"{path}/decisions", {**pair(world, mentor, mentee), **body}, status=202)
    await world.reached(decision["what_if"], "previewed")
    return (await world.get(f"{path}/decisions"))["items"][-1]


async def test_an_override_tells_its_cost_and_is_done_when_the_round_is_computed_again(world, proposed):
    decision = await override(world, proposed, "1", "2", reason="both work on the app")
    assert (decision["what"], decision["by"], decision["reason"]) == (
        "make",
        "tester",
        "both work on the app",
    )
    cost = decision["cost"]
    assert (cost["pairs"], cost["gap"], cost["changed"]) == (0, 0, 2)
    assert {(name(p["mentor_id"]), name(p["mentee_id"])) for p in cost["come"]} == {("1", "2"), ("2", "1")}
    assert pairs(await proposals_of(world, proposed)) == {("1", "1"), ("2", "2"), ("3", "3")}
    await world.post(f"/rounds/{proposed['id']}/recomputation", status=202)
    again = await world.reached(proposed["id"], "proposed")
    assert pairs(await proposals_of(world, again)) == {("1", "2"), ("2", "1"), ("3", "3")}
    assert proposed["total_score"] - again["total_score"] == cost["points"] > 0
    assert again["certificate"]["gap"] == 0
    assert len(await world.facts(ProposalWithdrawn)) == 3
    made = await world.facts(ProposalMade)
    assert len(made) == len({fact.proposal_id for fact in made}) == 6
    approved = await world.approved(proposed["id"])
    assert approved["proposals"] == 3


async def test_locked_proposals_stay_and_all_decisions_are_kept_with_who_and_when(world, proposed):
    first = next(p for p in await proposals_of(world, proposed) if name(p["mentor_id"]) == "1")
    path = f"/rounds/{proposed['id']}"
    await world.post(f"{path}/locks", {"proposals": [first["id"]]})
    problem = await world.post(f"{path}/decisions", pair(world, "1", "2"), status=409)
    assert problem["errors"][0]["field"] == "mentor_id"
    decision = await override(world, proposed, "2", "2", what="forbid")
    assert decision["cost"]["changed"] == 2
    await world.ready("mentor", "4", topics=topics(data=3))
    await world.post(f"{path}/recomputation", status=202)
    again = await world.reached(proposed["id"], "proposed")
    assert (again["kept"], again["proposals"], again["certificate"]["pairs"]) == (1, 3, 2)
    assert pairs(await proposals_of(world, again)) == {("1", "1"), ("4", "2"), ("3", "3")}
    kept = next(p for p in await proposals_of(world, again) if p["locked"])
    assert kept["id"] == first["id"]
    said = (await world.get(f"{path}/decisions"))["items"]
    assert [each["what"] for each in said] == ["lock", "forbid", "recompute"]
    assert {each["by"] for each in said} == {"tester"}
    assert len(await world.facts(RoundRequested)) == 3  # the round twice, and what the ban costs


async def test_one_proposal_is_rejected_with_a_reason_and_not_made_again(world, proposed):
    first = next(p for p in await proposals_of(world, proposed) if name(p["mentor_id"]) == "1")
    path = f"/proposals/{first['id']}/rejection"
    for _ in range(2):
        rejected = await world.post(path, {"reason": "they share an office"})
        assert rejected["state"] == "withdrawn"
    await world.post(path, {"reason": " "}, status=422)
    (said,) = (await world.get(f"/rounds/{proposed['id']}/decisions"))["items"]
    assert (said["what"], said["reason"]) == ("reject", "they share an office")
    await world.post(f"/rounds/{proposed['id']}/recomputation", status=202)
    again = await world.reached(proposed["id"], "proposed")
    assert ("1", "1") not in pairs(await proposals_of(world, again))
    assert again["proposals"] == 3
    await world.approved(proposed["id"])
    other = next(one for one in await proposals_of(world, proposed) if one["state"] == "approved")
    await world.post(f"/proposals/{other['id']}/rejection", {"reason": "too late"}, status=409)


async def test_a_discarded_round_frees_everybody(world, proposed):
    path = f"/rounds/{proposed['id']}"
    for _ in range(2):
        await world.post(f"{path}/discard", {"reason": "a department was missing"}, status=202)
    ended = await world.reached(proposed["id"], "discarded")
    assert ended["proposals"] == 0
    await world.post(f"{path}/discard", status=202)
    assert len(await world.facts(RoundDiscarded)) == 1
    assert pairs(await proposals_of(world, proposed)) == set()
    for act in ("approval", "recomputation", "cancellation"):
        await world.post(f"{path}/{act}", status=409)
    made, _ = await world.round()
    assert (made["number"], made["proposals"]) == (2, 3)
    await world.post(f"/rounds/{made['id']}/discard", status=409)  # people have been asked


async def test_an_override_that_breaks_a_rule_is_refused_by_name(world, proposed):
    await world.ready("mentor", "8", grade=8)
    path = f"/rounds/{proposed['id']}/decisions"
    problem = await world.post(path, pair(world, "8", "1"), status=422)
    assert problem["errors"][0]["field"] == "mentee_id"
    assert "grade-gap" in str(problem)
    problem = await world.post(path, pair(world, "99", "1"), status=422)
    assert problem["errors"][0]["field"] == "mentor_id"
    await world.post(path, pair(world, "1", "1"), status=409)
    await world.post(path, {**pair(world, "1", "2"), "what": "lock"}, status=422)
    assert (await world.get(f"/rounds/{proposed['id']}/decisions"))["total"] == 0
    await world.post("/rounds/none/decisions", pair(world, "1", "2"), status=404)
    other = world.coordinator(tenant="globex")
    for act, body in (
        ("decisions", pair(world, "1", "2")),
        ("locks", {"proposals": ["x"]}),
        ("recomputation", None),
        ("discard", None),
        ("replay", None),
    ):
        where = f"/rounds/{proposed['id']}/{act}"
        await world.post(where, body, headers=other, status=404)
        await world.post(where, body, headers=world.participant("mentor"), status=403)


async def test_a_round_repeated_is_the_same_whatever_changed_since(world, proposed):
    await world.approved(proposed["id"])
    await world.left("mentor", "1")
    await world.ready("mentee", "2", grade=4)
    await world.ready("mentor", "7")
    await world.opened(min_grade_gap=5)
    asked = await world.post(f"/rounds/{proposed['id']}/replay", status=202)
    repeated = await world.reached(asked["id"], "previewed")
    assert repeated["verdict"] == {
        "identical": True,
        "missing": 0,
        "same_inputs": True,
        "same_solver": True,
    }
    assert repeated["certificate"] == proposed["certificate"]
    assert repeated["what_if"]["of"] == proposed["id"]
    comparison = await world.get(f"/rounds/{asked['id']}/comparison/{proposed['id']}")
    assert comparison["in_both"] == 3
    await world.post(f"/rounds/{asked['id']}/replay", status=409)


async def test_what_ifs_vanish_in_time_and_their_figures_stay(world, proposed):
    for role in ("mentor", "mentee"):
        await world.ready(role, "9")
    asked = await world.post("/rounds", {"preview": True}, status=202)
    await world.reached(asked["id"], "previewed")
    database = world.service.app.state.transactions.database
    month = datetime.now(UTC) + timedelta(days=31)
    for collection, what_if, kept in (
        ("round-unmatched", 0, 0),
        ("round-inputs", 1, 1),
        ("round-pairs", 1, 1),
    ):
        rows = database[collection]
        assert await rows.count_documents({"round_id": asked["id"], "expires_at": {"$lt": month}}) == what_if
        assert await rows.count_documents({"round_id": proposed["id"]}) == kept
        assert not await rows.count_documents({"round_id": proposed["id"], "expires_at": {"$lt": month}})
        indexes = await rows.index_information()
        assert any(index.get("expireAfterSeconds") == 0 for index in indexes.values())
    await database["round-inputs"].delete_many({"round_id": proposed["id"]})
    problem = await world.post(f"/rounds/{proposed['id']}/replay", status=409)
    assert "no longer kept" in str(problem)
