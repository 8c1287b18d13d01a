"""Matching a few again, while everybody else's pairs stay as they are."""

import pytest

from tests.unit.matching.matching_people import languages

pytestmark = pytest.mark.integration


async def test_a_few_are_matched_and_nobody_else_is_touched(world):
    pairing = await world.paired()
    for name in ("2", "3"):
        await world.ready("mentor", name), await world.ready("mentee", name)
    _, (waiting,) = await world.round(request={"people": [f"{world.programme}-mentee-2"]})
    assert waiting["mentee_id"] == f"{world.programme}-mentee-2"
    assert (await world.get(f"/pairings/{pairing['id']}"))["state"] == "active"

    left = next(n for n in ("2", "3") if not waiting["mentor_id"].endswith(n))
    request = {"people": [f"{world.programme}-mentor-{left}"]}
    made, (proposal,) = await world.round(request=request, approve=False)
    assert made["options"]["people"] == request["people"]
    assert (made["mentors"], made["mentees"], made["unmatched"]) == (1, 1, 0)
    assert proposal["mentee_id"] == f"{world.programme}-mentee-3"
    assert (await world.get(f"/proposals/{waiting['id']}"))["state"] == "approved"
    assert (await world.get(f"/pairings/{pairing['id']}"))["state"] == "active"


async def test_only_those_named_are_listed_as_unmatched(world):
    for name in ("1", "2", "3"):
        await world.ready("mentor", name)
    await world.ready("mentee", languages=languages(fr=5))
    made, proposals = await world.round(request={"people": [f"{world.programme}-mentor-1"]}, approve=False)
    assert proposals == []
    (left,) = await world.unmatched(made)
    assert left["participant_id"] == f"{world.programme}-mentor-1"
    assert left["reason"]["rule"] == "language"


async def test_no_round_begins_while_nobody_of_one_role_is_free(world):
    for name in ("1", "2"):
        await world.ready("mentor", name)
    named = {"people": [f"{world.programme}-mentor-1", f"{world.programme}-mentor-2"]}
    for request in ({}, {"preview": True}, named):
        problem = await world.post("/rounds", request, status=409)
        assert problem["detail"] == "nobody can be matched: no mentee is ready and has capacity"
    await world.ready("mentee", capacity=0)
    await world.post("/rounds", status=409)
    assert (await world.get("/rounds"))["total"] == 0
    summary = await world.get("/summary")
    assert (summary["free_mentors"], summary["ready_mentees"], summary["free_mentees"]) == (2, 1, 0)
    await world.ready("mentee", "2")
    assert (await world.get("/summary"))["free_mentees"] == 1
    _, (proposal,) = await world.round(request=named)
    assert proposal["mentee_id"] == f"{world.programme}-mentee-2"


@pytest.mark.parametrize(
    ("names", "field", "says"),
    [
        (["mentor-1", "mentor-9"], "people[1]", "nobody ready"),
        (["mentor-2"], "people[0]", "nobody ready"),
        (["mentor-3"], "people[0]", "no free place"),
        (["mentor-1", "mentor-1"], "people[1]", "twice"),
    ],
)
async def test_whoever_cannot_be_matched_is_refused_by_name(world, names, field, says):
    for name in ("1", "2"):
        await world.ready("mentor", name)
    await world.ready("mentor", "3", capacity=0)
    await world.left("mentor", "2")
    problem = await world.post("/rounds", {"people": [f"{world.programme}-{n}" for n in names]}, status=422)
    assert problem["errors"][0]["field"] == field
    assert says in str(problem)
    assert (await world.get("/rounds"))["total"] == 0


async def test_a_round_for_nobody_is_refused(world):
    problem = await world.post("/rounds", {"people": []}, status=422)
    assert problem["errors"][0]["field"] == "people"
