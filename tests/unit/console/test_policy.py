"""The policy's form and words, against what matching itself takes."""

import pytest

from services.console.clients.matching.learned import Learned
from services.console.clients.matching.policy import Catalogue
from services.console.policy_editor.draft import NotJson
from services.console.policy_editor.faults import Faults
from services.console.policy_editor.form import draft_from, draft_of
from services.console.policy_editor.words import changes, parts, spoken

CATALOGUE = Catalogue.model_validate(
    {
        "features": [
            {"name": "topics", "kind": "levels", "measures": ["complement"]},
            {"name": "region", "kind": "category", "measures": ["similar"]},
            {"name": "gender", "kind": "category", "sensitive": True},
        ],
        "rules": [
            {"name": "oneself", "always": True},
            {"name": "grade-gap", "always": False, "low": 1, "high": 11},
            {"name": "same-team", "always": False},
        ],
        "aims": ["participation", "score"],
    }
)
ASIA = {
    "any": [
        {"not": {"feature": "region", "of": "mentor", "is": "one-of", "values": ["apac"]}},
        {"feature": "languages", "of": "mentee", "is": "one-of", "values": ["en"], "level": 4},
    ]
}
DECISIONS = {
    "rules": [
        {"rule": "grade-gap", "on": True, "value": 2},
        {"rule": "same-team", "on": False, "value": None},
    ],
    "conditions": [{"name": "asia-english", "breach": "English is needed", "allow": ASIA}],
    "criteria": [
        {"name": "topics", "measure": "complement", "features": ["topics"], "weight": 6050},
        {"name": "style", "measure": "similar", "features": ["pace", "directness"], "weight": 100},
    ],
    "objective": {
        "aim": "participation",
        "worth": 0,
        "floor": 3000,
        "fairness": {"feature": "region", "least_mean": 5000, "smallest": 5},
        "priority": 1000,
    },
    "choice": {"mode": "hybrid", "chooser": "mentee", "shown": 3, "days": 3, "more": 2},
    "following": {"fall_through": "off", "continuous": True, "after_minutes": 10, "most_asked": 3},
    "must_pair": [{"mentor_id": "a", "mentee_id": "b"}],
    "must_not_pair": [],
    "of_tomorrow": {"unknown": "here"},
}
REGION = {"name": "r", "measure": "similar", "features": ["region"], "weight": 5}


def sent(draft):
    """The fields as a browser would send them, were the draft shown to it and nothing changed."""
    fields = {"based_on": [str(draft.based_on)], "section": list(draft.sections)}
    for name, (on, value) in draft.rules.items():
        fields |= {f"rule.{name}.value": [value]} | ({f"rule.{name}.on": ["on"]} if on else {})
    for n, row in enumerate(draft.criteria):
        fields |= {f"criteria[{n}].{part}": [getattr(row, part)] for part in ("name", "measure", "weight")}
        fields[f"criteria[{n}].features"] = sorted(row.features)
    for n, row in enumerate(draft.conditions):
        fields |= {f"conditions[{n}].{part}": [value] for part, value in vars(row).items()}
    fields |= {f"objective.{name}": [value] for name, value in draft.objective.items()}
    for section, typed in draft.sections.items():
        fields |= {f"{section}.{name}": [value] for name, value in typed.items() if value}
    return fields


def test_a_form_sent_back_untouched_decides_the_same():
    draft = draft_of(DECISIONS, CATALOGUE, 7)
    again = draft_from(sent(draft), CATALOGUE)
    assert again.based_on == 7
    assert again.decisions(DECISIONS) == DECISIONS, "pairs and parts that no field shows are kept"


def test_what_is_typed_becomes_decisions_and_what_is_no_number_goes_as_it_is():
    fields = sent(draft_of(DECISIONS, CATALOGUE, 7))
    fields |= {
        "criteria[0].weight": ["12.5"],
        "rule.grade-gap.value": ["many"],
        "objective.floor": [""],
        "objective.fairness.feature": [""],
        "rule.same-team.on": ["on"],
        "choice.shown": ["1e3"],
    }
    del fields["following.continuous"]
    decisions = draft_from(fields, CATALOGUE).decisions(DECISIONS)
    assert decisions["criteria"][0]["weight"] == 1250
    assert decisions["rules"] == [{"rule": "grade-gap", "on": True, "value": "many"}]
    assert (decisions["objective"]["floor"], decisions["objective"]["fairness"]) == (None, None)
    assert (decisions["choice"]["shown"], decisions["following"]["continuous"]) == ("1e3", False)


def test_a_condition_that_is_no_json_is_named_with_its_line():
    fields = sent(draft_of(DECISIONS, CATALOGUE, 7)) | {"conditions[0].allow": ['{"any":\n [,]}']}
    with pytest.raises(NotJson) as caught:
        draft_from(fields, CATALOGUE).decisions(DECISIONS)
    assert caught.value.path == "conditions[0].allow"
    assert "in line 2" in caught.value.message


def test_rows_come_and_go_and_keep_their_order():
    draft = draft_of(DECISIONS, CATALOGUE, 7).edited("add-criterion").edited("add-condition")
    again = draft_from(sent(draft), CATALOGUE)
    assert [row.name for row in again.criteria] == ["topics", "style", ""]
    left = again.edited("remove-criterion-0").edited("remove-condition-1")
    assert [row.name for row in left.criteria] == ["style", ""]
    assert [row.name for row in left.conditions] == ["asia-english"]


def test_rules_are_found_by_the_place_they_were_sent_at():
    paths = draft_of(DECISIONS, CATALOGUE, 7).rule_paths()
    assert paths == {"grade-gap": "rules[0]", "same-team": "rules[1]"}


def test_faults_are_found_at_their_field_whoever_refused_it():
    faults = Faults.of({"policy.criteria.0.weight": "a number", "conditions[1].allow.any[0].of": "no"}, "")
    assert faults.at("criteria[0].weight") == ["a number"]
    assert faults.at("conditions[1].allow") == ["any[0].of: no"]
    assert faults.at("criteria[0]") == ["weight: a number"]
    assert not faults.at("conditions[10].allow")
    assert not faults.at("")
    deep = Faults.of({"policy.conditions.0.allow.any.any.0.not.not.test.of": "no", "a.not.feature": "so"}, "")
    assert list(deep.lines()) == ["conditions[0].allow.any[0].not.of: no", "a.not.feature: so"]
    assert list(Faults.of({}, "no way").lines()) == ["no way"]


def test_a_version_says_what_it_changed():
    after = {
        **DECISIONS,
        "rules": [{"rule": "grade-gap", "on": True, "value": 3}],
        "criteria": [
            *DECISIONS["criteria"],
            {"name": "r", "measure": "similar", "features": ["region"], "weight": 5},
        ],
        "objective": {**DECISIONS["objective"], "floor": None},
        "choice": {**DECISIONS["choice"], "mode": "self"},
        "must_pair": [{"mentor_id": "a", "mentee_id": "c"}],
    }
    assert changes(DECISIONS, after) == [
        "Rule grade-gap: on, with 3 instead of on, with 2",
        "Rule same-team removed (was: off)",
        "Floor removed (was: 30 points)",
        "Choice mode: self instead of hybrid",
        "Criterion r added: similar region, 0.05 points",
        "Pairs that must be made: 1 added, 1 removed",
    ]
    assert changes(DECISIONS, DECISIONS) == []


def test_a_policy_in_words():
    words = parts(DECISIONS)
    assert words["Criterion topics"] == "complement topics, 60.5 points"
    assert words["Fairness"] == "50 points a pair in each region of 5 people or more"
    assert words["Pairs that must be made"] == "1"
    assert words["Of tomorrow unknown"] == "here"
    assert spoken(ASIA) == (
        "(not the mentor's region is one of apac or the mentee's languages is one of en at level 4 or above)"
    )
    assert spoken({"all": [{"feature": "grade", "compare": "above", "by": 2}]}) == (
        "the mentor's grade is at least 2 above the mentee's"
    )


def test_learned_weights_are_taken_over_and_nothing_else():
    told = {
        "based_on": 7,
        "verdict": "change",
        "pairings": 80,
        "needed": 30,
        "criteria": [{"criterion": "topics", "present": 6050, "proposed": 6060, "low": 6055, "high": 7000}],
        "limits": ["Going together is not cause."],
    }
    learned = Learned.model_validate(told)
    taken = learned.taken_over(DECISIONS)
    assert learned.changes
    assert changes(DECISIONS, taken) == [
        "Criterion topics: complement topics, 60.6 points instead of complement topics, 60.5 points"
    ]
    assert DECISIONS["criteria"][0]["weight"] == 6050
