"""A coordinator who takes part asks for rounds without themself, and probes nothing with policies."""

import pytest

from tests.unit.matching.matching_people import topics

pytestmark = pytest.mark.integration


def pair(mentor, mentee):
    return {"mentor_id": mentor, "mentee_id": mentee}


async def put(world, headers, **policy):
    answer = await world.service.http.put(
        f"{world.path}/policy", json={"based_on": 0, **policy}, headers=headers
    )
    return answer.status_code, answer.json()


async def probe(world, executive, mentor, mentee):
    """Everything an executive may ask about a pair of their own, and what is answered."""
    own = pair(mentor, mentee)
    wish = {"preview": True, "policy": {"must_pair": [own]}}
    answers = [
        await put(world, executive, must_pair=[own]),
        await put(world, executive, must_not_pair=[own]),
        await world.post("/do-not-match", own, executive, status=422),
        await world.post("/rounds", wish, executive, status=422),
        await world.post("/rounds", {"people": [mentee]}, executive, status=422),
    ]
    what_if = await world.post("/rounds", {"preview": True}, executive, status=202)
    path = f"/rounds/{what_if['id']}"
    done = await world.reached(what_if["id"], "previewed")
    figures = {name: done["certificate"][name] for name in ("pairs", "mentors", "mentees", "eligible_pairs")}
    lists = [(await world.get(path + kind, executive))["items"] for kind in ("/pairs", "/unmatched")]
    return [*answers, figures, lists, await world.get("/summary", executive)]


async def test_nothing_tells_whether_the_other_has_declared_a_conflict(world):
    mentor, mentee = await world.ready("mentor"), await world.ready("mentee")
    for role in ("mentor", "mentee"):
        await world.ready(role, "2", topics=topics(data=3))
    executive = world.coordinator(employee_id="e-mentee-1")
    before = await probe(world, executive, mentor, mentee)
    junior = world.participant("mentor")
    await world.post("/me/conflicts", {"participant_id": mentee}, junior, status=201)
    after = await probe(world, executive, mentor, mentee)
    after[-1]["rounds"] -= 1  # the what-if of the first time
    assert before == after
    status, refused = await put(world, world.coordinator(), must_pair=[pair(mentor, mentee)])
    assert (status, "declared-conflict" in refused["detail"]) == (422, True), "the others learn of it"


async def test_a_round_leaves_out_who_asked_for_it_so_they_may_decide_about_it(world):
    own = await world.ready("mentee")
    await world.ready("mentee", "2"), await world.ready("mentor")
    executive = world.coordinator(employee_id="e-mentee-1")
    made = await world.post("/rounds", headers=executive, status=202)
    made = await world.reached(made["id"], "proposed")
    assert (made["mentees"], made["proposals"]) == (1, 1)
    (proposal,) = (await world.get(f"/rounds/{made['id']}/proposals", executive))["items"]
    assert proposal["mentee_id"] != own
    path = f"/rounds/{made['id']}"
    await world.post(f"{path}/locks", {"proposals": [proposal["id"]]}, executive)
    await world.post(f"{path}/approval", headers=executive, status=202)


async def test_pairs_concealed_in_a_policy_stay_as_they_are(world):
    mentors = [await world.ready("mentor", n) for n in ("1", "2")]
    mentees = [await world.ready("mentee", n) for n in ("1", "2")]
    own, other, new = pair(mentors[0], mentees[0]), pair(mentors[0], mentees[1]), pair(mentors[1], mentees[1])
    await world.policy(must_not_pair=[own, other])
    executive = world.coordinator(employee_id="e-mentee-1")
    seen = await world.get("/policy", executive)
    assert seen["policy"].pop("must_not_pair") == [other]
    number = seen["policy"].pop("number")
    again = await put(world, executive, **seen["policy"], must_not_pair=[other], based_on=number)
    assert again[1]["policy"]["number"] == number, "nothing has changed"
    changed = await put(world, executive, **seen["policy"], must_not_pair=[other, new], based_on=number)
    assert changed[1]["policy"]["must_not_pair"] == [other, new]
    assert (await world.get("/policy"))["policy"]["must_not_pair"] == [own, other, new]
