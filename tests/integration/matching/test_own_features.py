"""A feature that a questionnaire of the programme defines is a criterion and a rule, without a release."""

import pytest

from shared.contracts.enrollment import FeatureDefinition
from shared.contracts.matching import ProposalMade

pytestmark = pytest.mark.integration

TOOL = FeatureDefinition(feature="tool", kind="category", roles=("mentee", "mentor"))
OWN = {"name": "tool", "measure": "similar", "features": ["tool"], "weight": 1000}
SAME = {"name": "same-tool", "breach": "uses another tool", "allow": {"feature": "tool", "compare": "same"}}


async def put(world, status, **decisions):
    answer = await world.service.http.put(
        f"{world.path}/policy", json={"based_on": 0, **decisions}, headers=world.coordinator()
    )
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_an_own_question_decides_who_is_paired(world):
    refused = await put(world, 422, criteria=[OWN])
    assert [(each["field"], each["code"]) for each in refused["errors"]] == [
        ("criteria[0].features[0]", "unknown-feature")
    ]
    await world.opened(features=(TOOL,))
    catalogue = await world.get("/policy/catalogue")
    (feature,) = [each for each in catalogue["features"] if each["name"] == "tool"]
    assert (feature["kind"], feature["measures"]) == ("category", ["similar", "different"])
    await put(world, 200, criteria=[OWN], conditions=[SAME])
    for name, tool in (("0", "chat"), ("1", "wiki")):
        for role in ("mentor", "mentee"):
            await world.ready(role, name, features={"tool": tool})
    await world.ready("mentee", "2")
    made, proposals = await world.round()
    partners = {each["mentor_id"][-1]: each["mentee_id"][-1] for each in proposals}
    assert partners == {"0": "0", "1": "1"}
    (unmatched,) = await world.unmatched(made)
    assert unmatched["participant_id"].endswith("mentee-2")
    for proposal in proposals:
        assert proposal["score"] == 1000
        (part,) = proposal["explanation"]
        assert (part["reason"]["code"], part["reason"]["features"]) == ("by-answers", [])
    explanations = [each.explanation for each in await world.facts(ProposalMade)]
    assert all(part.reason.features == () for explanation in explanations for part in explanation)
