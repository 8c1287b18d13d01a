import asyncio

import pytest

from services.matching.commands import policy
from shared.contracts.enrollment import ProgrammeTemplateSaved
from shared.contracts.matching import MatchingPolicyChanged, ProposalWithdrawn
from tests.integration.matching.matching_world import EVERYTHING, World

pytestmark = pytest.mark.integration

CRITERIA = [{"name": "topics", "measure": "complement", "features": ["topics"], "weight": 8000}]


async def put(world, body, status=200, headers=None):
    answer = await world.service.http.put(
        f"{world.path}/policy", json=body, headers=headers or world.coordinator()
    )
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_programme_starts_with_the_default(world):
    current = (await world.get("/policy"))["policy"]
    assert current["number"] == 0
    assert sum(criterion["weight"] for criterion in current["criteria"]) == 10_000
    assert await world.get("/policy/versions") == {"items": [], "total": 0}
    assert await world.facts(MatchingPolicyChanged) == []


async def test_every_version_is_kept_and_published(world):
    for number in range(3):
        body = {
            "based_on": number,
            "criteria": CRITERIA,
            "rules": [{"rule": "grade-gap", "value": 1 + number}],
        }
        assert (await put(world, body))["policy"]["number"] == number + 1
    assert (await world.get("/policy"))["policy"]["rules"][0]["value"] == 3
    kept = await world.get("/policy/versions")
    assert [each["policy"]["number"] for each in kept["items"]] == [3, 2, 1]
    assert (await world.get("/policy/versions?limit=1&offset=1"))["items"][0]["policy"]["number"] == 2
    assert (await world.get("/policy/versions/1"))["policy"]["rules"][0]["value"] == 1
    await world.get("/policy/versions/9", status=404)
    published = await world.facts(MatchingPolicyChanged)
    assert [each.policy_version for each in published] == [1, 2, 3]


async def test_the_oldest_versions_are_forgotten(world, monkeypatch):
    monkeypatch.setattr(policy, "MOST_VERSIONS", 2)
    for number in range(4):
        await put(world, {"based_on": number, "rules": [{"rule": "grade-gap", "value": 1 + number}]})
    kept = (await world.get("/policy/versions"))["items"]
    assert [each["policy"]["number"] for each in kept] == [4, 3]
    await world.get("/policy/versions/2", status=404)
    await world.get("/policy/versions?limit=51", status=422)


async def test_an_expression_comes_back_as_it_was_sent(world):
    allow = {
        "any": [
            {"not": {"feature": "region", "compare": "same", "by": 1}},
            {"feature": "grade", "of": "mentor", "is": "at-least", "values": [2], "level": 1},
        ]
    }
    sent = [{"name": "own", "breach": "is not wanted", "allow": allow}]
    await put(world, {"based_on": 0, "conditions": sent})
    assert (await world.get("/policy"))["policy"]["conditions"] == sent


async def test_a_round_is_computed_under_the_policy_and_says_which(world):
    await world.ready("mentor", grade=7), await world.ready("mentee", grade=9)
    before, _ = await world.round(approve=False)
    assert (before["proposals"], before["certificate"]["policy_version"]) == (0, 0)
    await put(world, {"based_on": 0, "criteria": CRITERIA, "rules": [{"rule": "grade-gap", "value": 2}]})
    after, (proposal,) = await world.round(approve=False)
    assert after["certificate"]["policy_version"] == 1
    assert (after["certificate"]["outcome"], after["certificate"]["gap"]) == ("optimal", 0)
    assert [part["criterion"] for part in proposal["explanation"]] == ["topics"]


async def test_of_two_who_edit_at_once_one_is_refused(world):
    bodies = [{"based_on": 0, "rules": [{"rule": "grade-gap", "value": value}]} for value in (1, 2)]
    answers = await asyncio.gather(
        *(
            world.service.http.put(f"{world.path}/policy", json=body, headers=world.coordinator())
            for body in bodies
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (lost,) = (answer.json() for answer in answers if answer.status_code == 409)
    assert lost["errors"][0]["field"] == "based_on"
    assert (await world.get("/policy/versions"))["total"] == 1


async def test_the_same_decision_sent_again_is_no_new_version(world):
    body = {"based_on": 0, "criteria": CRITERIA}
    assert await put(world, body) == await put(world, body)
    assert (await world.get("/policy/versions"))["total"] == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rules": [{"rule": "unknown"}]}, "rules[0].rule"),
        (
            {
                "conditions": [
                    {
                        "name": "own",
                        "breach": "x",
                        "allow": {"all": [{"not": {"feature": "shoe-size", "compare": "same"}}]},
                    }
                ]
            },
            "conditions[0].allow.all[0].not.feature",
        ),
        ({"must_pair": [{"mentor_id": "nobody", "mentee_id": "nobody"}]}, "must_pair[0].mentor_id"),
    ],
)
async def test_what_cannot_be_used_is_refused_by_its_path_and_nothing_is_kept(world, changes, field):
    refused = await put(world, {"based_on": 0, **changes}, status=422)
    assert refused["errors"][0]["field"] == field
    assert (await world.get("/policy/versions"))["total"] == 0


async def test_a_pair_in_the_wrong_roles_is_refused(world):
    mentor, mentee = await world.ready("mentor"), await world.ready("mentee")
    refused = await put(
        world, {"based_on": 0, "must_not_pair": [{"mentor_id": mentee, "mentee_id": mentor}]}, status=422
    )
    assert refused["errors"][0]["field"] == "must_not_pair[0].mentor_id"
    await put(world, {"based_on": 0, "must_not_pair": [{"mentor_id": mentor, "mentee_id": mentee}]})
    made, _ = await world.round(approve=False)
    assert made["proposals"] == 0


async def test_a_pair_to_be_kept_apart_loses_its_open_proposal_at_once(world):
    await world.ready("mentor", "1"), await world.ready("mentee", "1")
    (
        await world.ready("mentor", "2", line=("e-mentee-1",)),
        await world.ready("mentee", "2", line=("e-mentor-1",)),
    )
    _, proposals = await world.round()
    apart, other = sorted(proposals, key=lambda one: one["mentor_id"])
    pair = {"mentor_id": apart["mentor_id"], "mentee_id": apart["mentee_id"]}
    decided = await put(world, {"based_on": 0, "must_not_pair": [pair]})
    assert decided["still_paired"] == []
    fallen = await world.get(f"/proposals/{apart['id']}")
    assert (fallen["state"], fallen["forbidden_by"]) == ("withdrawn", "must-not-pair")
    assert (await world.get(f"/proposals/{other['id']}"))["state"] == "approved"
    assert [one.proposal_id for one in await world.facts(ProposalWithdrawn)] == [apart["id"]]


async def test_a_pairing_to_be_kept_apart_goes_on_unless_the_coordinator_ends_it(world):
    pairing = await world.paired()
    pair = {"mentor_id": pairing["mentor_id"], "mentee_id": pairing["mentee_id"]}
    body = {"based_on": 0, "must_not_pair": [pair]}
    assert (await put(world, body))["still_paired"] == [pairing["id"]]
    await world.ready("mentor", tenure_years=9)
    assert (await world.get(f"/pairings/{pairing['id']}"))["state"] == "active"
    ended = await put(world, {**body, "end_pairings": True})
    assert (ended["still_paired"], ended["policy"]["number"]) == ([], 1)
    current = await world.get(f"/pairings/{pairing['id']}")
    assert (current["end_reason"], current["conflict"]) == ("conflict", "must-not-pair")


async def test_a_pair_to_be_made_names_the_conflict_it_is_made_in_spite_of(world):
    mentor, mentee = await world.ready("mentor", line=("e-mentee-1",)), await world.ready("mentee")
    pair = {"mentor_id": mentor, "mentee_id": mentee}
    refused = await put(world, {"based_on": 0, "must_pair": [pair]}, status=422)
    (error,) = refused["errors"]
    assert error["field"] == "must_pair[0]"
    assert "reporting-line" in error["message"]
    what_if = {"preview": True, "policy": {"must_pair": [pair]}}
    refused = await world.post("/rounds", what_if, status=422)
    assert refused["errors"][0]["field"] == "policy.must_pair[0]"

    await put(world, {"based_on": 0, "must_pair": [{**pair, "despite": ["reporting-line"]}]})
    made, (proposal,) = await world.round()
    assert (made["must_pairs_missed_count"], made["must_pairs_missed"]) == (0, [])
    for role in ("mentor", "mentee"):
        await world.answer(proposal, role)
    assert (await world.get("/pairings?state=active"))["total"] == 1


async def test_a_pair_that_could_not_be_made_is_listed(world):
    mentor, mentee = await world.ready("mentor"), await world.ready("mentee")
    pair = {"mentor_id": mentor, "mentee_id": mentee}
    await put(world, {"based_on": 0, "must_pair": [pair]})
    await world.ready("mentor", grade=9)
    made, proposals = await world.round(approve=False)
    assert proposals == []
    assert made["must_pairs_missed_count"] == 1
    (missed,) = made["must_pairs_missed"]
    assert missed["reason"]["rule"] == "grade-gap"
    assert {name: missed[name] for name in pair} == pair


@pytest.mark.parametrize("depth", [7, 200, 20_000])
async def test_a_tree_of_any_depth_is_refused_in_good_order(world, depth):
    tree = '{"not":' * depth + '{"feature":"region","compare":"same"}' + "}" * depth
    body = f'{{"based_on":0,"conditions":[{{"name":"own","breach":"x","allow":{tree}}}]}}'
    answer = await world.service.http.put(
        f"{world.path}/policy",
        content=body,
        headers={**world.coordinator(), "Content-Type": "application/json"},
    )
    assert answer.status_code in {400, 413, 422}
    assert "number" in (await world.get("/policy"))["policy"]


async def test_the_catalogue_names_what_can_be_used(world):
    current = await world.get("/policy/catalogue")
    features = {feature["name"]: feature for feature in current["features"]}
    assert features["generation"]["sensitive"]
    assert features["topics"]["measures"] == ["similar", "different", "at-least", "complement"]
    rules = {rule["name"]: rule for rule in current["rules"]}
    assert (rules["grade-gap"]["low"], rules["grade-gap"]["high"]) == (1, 11)
    assert rules["oneself"]["always"]


@pytest.mark.parametrize("path", ["", "/versions", "/versions/1", "/catalogue"])
async def test_only_the_programmes_coordinators_look(world, path):
    await world.get(f"/policy{path}", headers=world.participant("mentor"), status=403)
    await world.get(f"/policy{path}", headers=world.coordinator(tenant="globex"), status=404)


async def test_age_counts_only_with_a_purpose_that_participants_read(world):
    criteria = await world.get("/criteria", headers=world.participant("mentor"))
    assert not any("generation" in each["features"] for each in criteria["items"])
    by_age = {"name": "age", "measure": "complement", "features": ["generation"], "weight": 900}
    refused = await put(world, {"based_on": 0, "criteria": [*CRITERIA, by_age]}, status=422)
    assert [(each["field"], each["code"]) for each in refused["errors"]] == [
        ("criteria[1].purpose", "purpose-needed")
    ]
    purpose = "The programme brings generations together."
    silent = {"name": "region", "measure": "different", "features": ["region"], "weight": 0}
    await put(world, {"based_on": 0, "criteria": [silent, by_age | {"purpose": purpose}, *CRITERIA]})
    criteria = await world.get("/criteria", headers=world.participant("mentor"))
    assert criteria["items"] == [
        {"measure": "complement", "features": ["topics"], "purpose": None},
        {"measure": "complement", "features": ["generation"], "purpose": purpose},
    ]
    await world.get("/criteria", headers=world.participant("mentor", tenant="globex"), status=404)


async def test_only_coordinators_decide(world):
    await put(world, {"based_on": 0}, status=403, headers=world.participant("mentor"))
    await put(world, {"based_on": 0}, status=404, headers=world.coordinator(tenant="globex"))
    answer = await world.service.http.put(f"{world.path}/policy", json={"based_on": 0})
    assert answer.status_code == 401


async def test_a_copied_programme_begins_with_the_policy_of_its_original_but_not_with_its_pairs(world):
    pair = {f"{role}_id": await world.ready(role) for role in EVERYTHING}
    await put(world, {"based_on": 0, "criteria": CRITERIA, "must_not_pair": [pair]})
    copy = World(world.service, f"{world.programme}-copy", world.tenant)
    await copy.opened(copied_from=world.programme)
    copied = (await copy.get("/policy"))["policy"]
    assert (copied["number"], copied["must_not_pair"]) == (1, [])
    assert [each["weight"] for each in copied["criteria"]] == [8000]
    assert len(await copy.facts(MatchingPolicyChanged)) == 1


@pytest.mark.parametrize("original", ["none-such", "the-default"])
async def test_a_copy_of_a_programme_without_a_policy_of_its_own_has_the_default(world, original):
    await World(world.service, "the-default", world.tenant).opened()
    copy = World(world.service, f"{world.programme}-of-{original}", world.tenant)
    await copy.opened(copied_from=original)
    assert (await copy.get("/policy"))["policy"]["number"] == 0


async def test_a_template_carries_the_policy_of_its_moment_without_pairs(world):
    pair = {f"{role}_id": await world.ready(role) for role in EVERYTHING}
    await put(world, {"based_on": 0, "criteria": CRITERIA, "must_not_pair": [pair]})
    saved = ProgrammeTemplateSaved(template_id=f"t-{world.programme}", programme_id=world.programme)
    await world.service.given(saved, scope=world.scope)
    await put(world, {"based_on": 1})
    begun = World(world.service, f"{world.programme}-begun", world.tenant)
    await begun.opened(template=saved.template_id)
    policy = (await begun.get("/policy"))["policy"]
    assert (policy["number"], policy["must_not_pair"]) == (1, [])
    assert [each["weight"] for each in policy["criteria"]] == [8000]
