"""Features that questionnaires define: read by id from the open map, as criteria and in conditions."""

import pytest

from services.matching.domain.features import FEATURES, NEUTRAL, known_features
from services.matching.domain.policy import Criterion, Decisions
from services.matching.domain.scoring.policy_validation import check_decisions
from services.matching.domain.scoring.single_pair import binding_rule, count_pair, score_pair
from shared.contracts.enrollment import FeatureDefinition
from shared.kernel import RuleBroken
from tests.unit.matching.matching_people import mentee, mentor, terms

BOTH = ("mentee", "mentor")
COURAGE = FeatureDefinition(feature="courage", kind="number", roles=BOTH, low=1, high=5)
TOOL = FeatureDefinition(feature="tool", kind="category", roles=BOTH)
TOOLS = FeatureDefinition(feature="tools", kind="ids", roles=BOTH)
HOPE = FeatureDefinition(feature="hope", kind="of-tomorrow", roles=BOTH)
ALL = (COURAGE, TOOL, TOOLS, HOPE)
FULL = 900


def under(measure, feature, **decisions):
    criterion = Criterion(name="own", measure=measure, features=(feature,), weight=FULL)
    return terms(defined=ALL, criteria=(criterion,), **decisions)


@pytest.mark.parametrize(
    ("measure", "feature", "mentors", "mentees", "points"),
    [
        ("similar", "courage", 1.0, 0.75, 675),
        ("different", "courage", 1.0, 0.0, FULL),
        ("at-least", "courage", 1.0, 0.0, FULL),
        ("similar", "tool", "chat", "chat", FULL),
        ("different", "tool", "chat", "chat", 0),
        ("similar", "tools", ("chat", "wiki"), ("chat", "video"), 450),
        ("complement", "tools", ("chat", "wiki"), ("wiki",), FULL),
        ("similar", "courage", None, 0.75, FULL * NEUTRAL // 1000),
        ("similar", "tool", None, "chat", FULL * NEUTRAL // 1000),
        ("similar", "tools", ("chat",), None, FULL * NEUTRAL // 1000),
        ("similar", "courage", "brave", 0.75, FULL * NEUTRAL // 1000),
    ],
)
def test_an_own_question_is_a_criterion(measure, feature, mentors, mentees, points):
    pair = [
        make(features={} if value is None else {feature: value})
        for make, value in ((mentor, mentors), (mentee, mentees))
    ]
    assert count_pair(*pair, under(measure, feature)) == points
    scored, (part,) = score_pair(*pair, under(measure, feature))
    assert (scored, part.reason.features) == (points, (feature,))


@pytest.mark.parametrize(
    ("test", "answers", "allowed"),
    [
        ({"feature": "tool", "compare": "same"}, ({"tool": "chat"}, {"tool": "chat"}), True),
        ({"feature": "tool", "compare": "same"}, ({"tool": "chat"}, {"tool": "wiki"}), False),
        ({"feature": "tool", "compare": "same"}, ({}, {"tool": "wiki"}), False),
        (
            {"feature": "courage", "of": "mentor", "is": "at-least", "values": [4]},
            ({"courage": 0.75}, {}),
            True,
        ),
        (
            {"feature": "courage", "of": "mentor", "is": "at-least", "values": [4]},
            ({"courage": 0.5}, {}),
            False,
        ),
        ({"feature": "tools", "compare": "shared"}, ({"tools": ("a", "b")}, {"tools": ("b",)}), True),
    ],
)
def test_an_own_question_is_a_hard_rule_in_the_units_of_its_answers(test, answers, allowed):
    condition = {"name": "own", "breach": "is needed", "allow": test}
    decided = under("similar", "tool", conditions=[condition])
    check_decisions(decided.policy, ALL)
    of_mentor, of_mentee = answers
    rule = binding_rule(mentor(features=of_mentor), mentee(features=of_mentee), decided)
    assert rule == (None if allowed else "own")


@pytest.mark.parametrize("feature", ["hope", "else"])
def test_a_policy_that_names_what_nobody_is_asked_is_refused_by_its_field(feature):
    criterion = {"name": "own", "measure": "similar", "features": ["region", feature], "weight": 1}
    with pytest.raises(RuleBroken) as refused:
        check_decisions(Decisions.model_validate({"criteria": [criterion]}), ALL)
    assert (refused.value.field, refused.value.code) == ("criteria[0].features[1]", "unknown-feature")


def test_a_policy_may_outlive_a_question_and_says_so():
    decided = under("similar", "tool")
    with pytest.raises(RuleBroken) as refused:
        count_pair(mentor(), mentee(), terms(criteria=decided.policy.criteria))
    assert (refused.value.field, refused.value.code) == ("criteria", "unknown-feature")


def test_a_question_cannot_take_the_place_of_a_fact():
    taken = FeatureDefinition(feature="grade", kind="category", roles=BOTH)
    assert known_features((taken,))["grade"] is FEATURES["grade"]
    assert known_features(()) is FEATURES
