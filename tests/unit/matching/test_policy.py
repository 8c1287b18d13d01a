import pytest
from pydantic import ValidationError

from services.matching.domain.policy import DEFAULT, Decisions
from services.matching.domain.policy.expression import DEEPEST, LARGEST
from services.matching.domain.policy.history import MatchingPolicy, version_of
from services.matching.domain.scoring.policy_validation import check_decisions
from shared.kernel import Conflict, RuleBroken
from tests.unit.matching.matching_people import READY_AT

HERE = {"feature": "region", "compare": "same"}
GRADE = {"feature": "grade", "of": "mentor", "is": "at-least", "values": [3]}


def condition(allow, name="own"):
    return {"conditions": [{"name": name, "breach": "is not wanted", "allow": allow}]}


def nested(depth):
    tree = HERE
    for _ in range(depth - 1):
        tree = {"not": tree}
    return tree


def criterion(**changes):
    return {"name": "own", "measure": "similar", "features": ["region"], "weight": 100} | changes


def weighed(*weights):
    return {"criteria": [criterion(name=f"c{n}", weight=w) for n, w in enumerate(weights)]}


PAIR = {"mentor_id": "m", "mentee_id": "e"}
BY_AGE = {"measure": "complement", "features": ["generation"]}


@pytest.mark.parametrize(
    "decisions",
    [
        {},
        {"rules": [{"rule": "grade-gap", "value": 1}, {"rule": "same-team", "on": False}]},
        condition({"all": [HERE, {"any": [GRADE, {"not": HERE}]}]}),
        condition(nested(DEEPEST)),
        weighed(10_000),
        weighed(1, 0),
        {"criteria": [criterion(**BY_AGE, purpose="The programme brings generations together.")]},
        {"criteria": [criterion(), criterion(name="age", **BY_AGE, weight=0)]},
        {"objective": {"aim": "score", "worth": 100, "floor": 10, "priority": 0}},
        {"objective": {"fairness": {"feature": "department", "least_mean": 5000}}},
        {"must_pair": [PAIR], "must_not_pair": [{"mentor_id": "m", "mentee_id": "other"}]},
    ],
)
def test_sound_decisions_pass(decisions):
    check_decisions(Decisions.model_validate(decisions))


@pytest.mark.parametrize(
    ("decisions", "field"),
    [
        ({"rules": [{"rule": "unknown"}]}, "rules[0].rule"),
        ({"rules": [{"rule": "grade-gap"}, {"rule": "grade-gap"}]}, "rules[1].rule"),
        ({"rules": [{"rule": "oneself", "on": False}]}, "rules[0].on"),
        ({"rules": [{"rule": "do-not-match", "on": False}]}, "rules[0].on"),
        ({"rules": [{"rule": "same-team", "value": 1}]}, "rules[0].value"),
        ({"rules": [{"rule": "grade-gap", "value": 12}]}, "rules[0].value"),
        (condition(HERE, "grade-gap"), "conditions[0].name"),
        ({"conditions": condition(HERE)["conditions"] * 2}, "conditions[1].name"),
        (
            condition({"all": [HERE, {"not": HERE | {"feature": "x"}}]}),
            "conditions[0].allow.all[1].not.feature",
        ),
        (condition({"any": [HERE | {"compare": "above"}]}), "conditions[0].allow.any[0].compare"),
        (condition(GRADE | {"feature": "generation"}), "conditions[0].allow.feature"),
        (
            condition({"not": HERE | {"feature": "generation", "compare": "within"}}),
            "conditions[0].allow.not.feature",
        ),
        (condition(HERE | {"feature": "working-hours"}), "conditions[0].allow.compare"),
        (condition(GRADE | {"feature": "region"}), "conditions[0].allow.is"),
        (condition(GRADE | {"values": ["three"]}), "conditions[0].allow.values[0]"),
        (condition(GRADE | {"values": [3, 4]}), "conditions[0].allow.values"),
        (condition({"all": [nested(DEEPEST)]}), "conditions[0].allow.all[0]" + ".not" * (DEEPEST - 1)),
        (
            condition({"all": [{"any": [HERE] * 17}] * (LARGEST // 17 + 1)}),
            f"conditions[0].allow.all[{LARGEST // 17}].any[{LARGEST % 17}]",
        ),
        ({"criteria": [criterion(features=["region", "x"])]}, "criteria[0].features[1]"),
        ({"criteria": [criterion(measure="at-least")]}, "criteria[0].measure"),
        ({"criteria": [criterion(**BY_AGE)]}, "criteria[0].purpose"),
        ({"criteria": [criterion(), criterion()]}, "criteria[1].name"),
        (weighed(10_000, 1), "criteria"),
        (weighed(0), "criteria"),
        ({"objective": {"worth": 5}}, "objective.worth"),
        (
            {"objective": {"fairness": {"feature": "generation", "least_mean": 1}}},
            "objective.fairness.feature",
        ),
        ({"objective": {"fairness": {"feature": "x", "least_mean": 1}}}, "objective.fairness.feature"),
        ({"must_pair": [PAIR], "must_not_pair": [PAIR]}, "must_pair[0]"),
        ({"must_pair": [PAIR, PAIR]}, "must_pair[1]"),
        ({"must_pair": [{**PAIR, "despite": ["unknown"]}]}, "must_pair[0].despite[0]"),
        ({"must_pair": [{**PAIR, "despite": ["same-team", "language"]}]}, "must_pair[0].despite[1]"),
        ({"must_pair": [{**PAIR, "despite": ["declared-conflict"]}]}, "must_pair[0].despite[0]"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_path(decisions, field):
    with pytest.raises(RuleBroken) as refused:
        check_decisions(Decisions.model_validate(decisions))
    assert refused.value.field == field


@pytest.mark.parametrize(
    "decisions",
    [
        {"criteria": []},
        {"criteria": [criterion(weight=float("nan"))]},
        {"criteria": [criterion(weight=0.5)]},
        {"criteria": [criterion(weight=-1)]},
        {"criteria": [criterion(**BY_AGE, purpose="   ")]},
        {"objective": {"floor": 0.5}},
        {"objective": {"aim": "luck"}},
        condition({"all": []}),
        condition({"feature": "grade"}),
        condition({"all": [HERE], "any": [HERE]}),
        condition(GRADE | {"values": [2.5]}),
        {"unknown": 1},
    ],
)
def test_fractions_nan_and_other_shapes_are_refused_at_the_border(decisions):
    with pytest.raises(ValidationError):
        Decisions.model_validate(decisions)


def test_an_expression_reads_back_as_it_was_written():
    written = Decisions.model_validate(condition({"all": [HERE, {"any": [GRADE, {"not": HERE}]}]}))
    for by_alias in (True, False):
        assert Decisions.model_validate(written.model_dump(by_alias=by_alias)) == written


@pytest.fixture
def policy():
    return MatchingPolicy(id="p", tenant="acme", programme="p")


def test_each_change_makes_a_version_and_an_event_without_its_content(policy):
    first, event = policy.decide(Decisions(**weighed(10)), based_on=0)
    second, _ = first.decide(Decisions(**weighed(20)), based_on=1)
    assert event.model_dump() == {"policy_id": "p", "policy_version": 1}
    assert [each.policy.number for each in (policy, first, second)] == [0, 1, 2]
    assert policy.policy == DEFAULT
    assert version_of(second, READY_AT).id == "v2"


def test_who_edited_an_older_version_is_refused(policy):
    first, _ = policy.decide(Decisions(**weighed(10)), based_on=0)
    with pytest.raises(Conflict):
        first.decide(Decisions(**weighed(20)), based_on=0)
    with pytest.raises(Conflict):
        first.decide(Decisions(**weighed(20)), based_on=2)


def test_the_same_decision_again_changes_nothing(policy):
    first, _ = policy.decide(Decisions(**weighed(10)), based_on=0)
    assert first.decide(Decisions(**weighed(10)), based_on=0) == (first, None)
    assert first.decide(Decisions(**weighed(10)), based_on=1) == (first, None)
