"""The policy's form and words, against what matching itself takes."""

import pytest

from services.console.clients.matching.policy import Catalogue
from services.console.clients.matching.recommended_weights import RecommendedWeights
from services.console.locale import CATALOGUE as TEXTS
from services.console.policy_editor.conditions import comparisons, form_from, form_of
from services.console.policy_editor.faults import Faults
from services.console.policy_editor.form import draft_from, draft_of, rows_of
from services.console.policy_editor.policy_in_words import changes, parts
from services.console.policy_editor.weights import WORDS, brought_to_all, nearest_word
from services.console.wording import condition_sentence, criterion_name, rule_sentence
from services.matching.domain.policy import DEFAULT
from services.matching.domain.policy.presets import PRESETS

CATALOGUE = Catalogue.model_validate(
    {
        "features": [
            {"name": "topics", "kind": "levels", "roles": ["mentee", "mentor"], "measures": ["complement"]},
            {"name": "region", "kind": "category", "roles": ["mentee", "mentor"], "measures": ["similar"]},
            {"name": "gender", "kind": "category", "sensitive": True, "measures": ["different"]},
        ],
        "rules": [
            {"name": "oneself", "always": True},
            {"name": "grade-gap", "always": False, "low": 1, "high": 11},
            {"name": "same-team", "always": False},
        ],
        "aims": ["participation", "score"],
    }
)
ENGLISH = TEXTS.voice("en")
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
GENDER = {"name": "gender", "measure": "different", "features": ["gender"], "weight": 200}
REGION = {"name": "r", "measure": "similar", "features": ["region"], "weight": 5}


def sent(draft):
    """The fields as a browser would send them, were the draft shown to it and nothing changed."""
    fields = {"based_on": [str(draft.based_on)], "start": [str(draft.start)], "section": list(draft.sections)}
    for name, (on, value) in draft.rules.items():
        fields |= {f"rule.{name}.value": [value]} | ({f"rule.{name}.on": ["on"]} if on else {})
    for n, row in enumerate(draft.criteria):
        typed = ("name", "measure", "weight", "word", "was", "purpose")
        fields |= {f"criteria[{n}].{part}": [getattr(row, part)] for part in typed}
        fields[f"criteria[{n}].features"] = sorted(row.features)
    fields |= {f"objective.{name}": [value] for name, value in draft.objective.items()}
    for section, typed in draft.sections.items():
        fields |= {f"{section}.{name}": [value] for name, value in typed.items() if value}
    return fields


def test_a_form_sent_back_untouched_decides_the_same():
    draft = draft_of(DECISIONS, CATALOGUE, 7, 7)
    again = draft_from(sent(draft), CATALOGUE)
    assert again.based_on == 7
    assert again.decisions(DECISIONS) == DECISIONS, "pairs and parts that no field shows are kept"


def test_the_purpose_of_a_criterion_is_kept_changed_and_worded():
    stated = DECISIONS | {"criteria": [GENDER | {"purpose": "Women meet men."}]}
    fields = sent(draft_of(stated, CATALOGUE, 7, 7))
    assert draft_from(fields, CATALOGUE).decisions(stated) == stated
    fields["criteria[0].purpose"] = [" More men teach. "]
    changed = draft_from(fields, CATALOGUE).decisions(stated)
    assert changed["criteria"] == [GENDER | {"purpose": "More men teach."}]
    before, after = "2 points; purpose: Women meet men.", "2 points; purpose: More men teach."
    assert changes(ENGLISH, stated, changed) == [f"They differ in: gender: {after} instead of {before}"]
    assert (CATALOGUE.is_sensitive(["gender"]), CATALOGUE.is_sensitive(["region"])) == (True, False)


def test_what_is_typed_becomes_decisions_and_what_is_no_number_goes_as_it_is():
    fields = sent(draft_of(DECISIONS, CATALOGUE, 7, 7))
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
    assert [each["weight"] for each in decisions["criteria"]] == [9259, 741], "12.5 and 1, brought to 100"
    assert decisions["rules"] == [{"rule": "grade-gap", "on": True, "value": "many"}]
    assert (decisions["objective"]["floor"], decisions["objective"]["fairness"]) == (None, None)
    assert (decisions["choice"]["shown"], decisions["following"]["continuous"]) == ("1e3", False)


@pytest.mark.parametrize(
    ("fields", "weights"),
    [
        ({"criteria[0].word": ["none"]}, [0, 10_000]),
        ({"criteria[1].word": ["most"]}, [6020, 3980]),
        ({"criteria[1].weight": ["60.5"]}, [5000, 5000]),
        ({"criteria[1].weight": ["60.5"], "criteria[1].word": ["most"]}, [5000, 5000]),
        ({"criteria[1].weight": ["heavy"]}, [6050, "heavy"]),
    ],
)
def test_weights_are_brought_to_100_points_once_one_is_edited(fields, weights):
    edited = sent(draft_of(DECISIONS, CATALOGUE, 7, 7)) | fields
    decided = draft_from(edited, CATALOGUE).decisions(DECISIONS)["criteria"]
    assert [each["weight"] for each in decided] == weights


@pytest.mark.parametrize("points", [(40, 15, 15, 12, 9, 9), (1, 1, 1), (0, 7), (0.01, 99.99, 33.33)])
def test_any_points_are_brought_to_100_in_their_proportions(points):
    weights = brought_to_all(points)
    assert sum(weights) == 10_000
    assert all(
        abs(weight - 10_000 * each / sum(points)) < 1 for weight, each in zip(weights, points, strict=True)
    )


def test_each_word_is_the_nearest_to_its_own_points():
    assert {word: nearest_word(points) for word, points in WORDS.items()} == {word: word for word in WORDS}
    assert (nearest_word(12), nearest_word(15), nearest_word(99)) == ("some", "much", "most")
    assert brought_to_all([0, 0]) == [0, 0]


def test_criteria_come_and_go_and_have_names_of_their_own():
    draft = draft_of(DECISIONS, CATALOGUE, 7, 7)
    longer = draft.with_criterion("similar", "region").with_criterion("similar", "region")
    again = draft_from(sent(longer), CATALOGUE)
    assert [row.name for row in again.criteria] == ["topics", "style", "similar-region", "similar-region-2"]
    assert again.without_criterion(0).criteria == again.criteria[1:]
    weights = [each["weight"] for each in again.decisions(DECISIONS)["criteria"]]
    assert (sum(weights), weights[2]) == (10_000, weights[3])
    assert criterion_name(ENGLISH, "similar-region") == "region"


def test_the_shipped_presets_are_known_by_their_criteria():
    shipped = {
        name: [each.model_dump(mode="json", exclude_none=True) for each in rows]
        for name, rows in PRESETS.items()
    }
    assert shipped["balanced"] == DEFAULT.model_dump(mode="json", exclude_none=True)["criteria"]
    draft = draft_of(DECISIONS, CATALOGUE, 7, 7)
    for name, criteria in shipped.items():
        taken = draft.with_criteria(rows_of(criteria))
        assert [each for each in shipped if taken.has(shipped[each])] == [name]
        assert taken.decisions(DECISIONS)["criteria"] == criteria
        assert sum(each["weight"] for each in criteria) == 10_000


def test_a_condition_is_a_form_and_comes_back_the_same():
    form = form_of({"name": "asia-english", "breach": "English is needed", "allow": ASIA}, 7, 0)
    assert (form.name, form.joined, [row.how for row in form.tests]) == (
        "asia english",
        "any",
        ["mentor.none-of", "mentee.one-of"],
    )
    condition = {"name": "asia-english", "breach": "English is needed", "allow": ASIA}
    assert form.condition((), "") == condition
    fields = {
        "based_on": ["7"],
        "place": ["0"],
        "name": [form.name],
        "breach": [form.breach],
        "joined": ["any"],
    }
    for n, row in enumerate(form.tests):
        fields |= {f"tests[{n}].{part}": [value] for part, value in vars(row).items()}
    assert form_from(fields) == form
    nested = {"all": [{"any": [ASIA["any"][1]]}]}
    assert form_of({"name": "x", "breach": "y", "allow": nested}, 7, 0) is None


def test_a_condition_is_built_field_by_field():
    topics, region, _ = CATALOGUE.features
    assert comparisons(region) == [
        *(f"{role}.{test}" for test in ("one-of", "none-of") for role in ("mentor", "mentee")),
        "both.same",
        "both.not-same",
    ]
    form = form_from({"joined": ["all"]}).with_test(region).with_test(topics)
    assert form.faults({"region": "category", "topics": "levels"}) == {
        "tests[0]": "Write at least one value.",
        "tests[1]": "Write at least one value.",
    }
    assert form.without_test(0).without_test(0).faults({}) == {"": "Add at least one field."}
    number = {"tests[0].feature": ["grade"], "tests[0].how": ["both.above"], "tests[0].values": ["2, 3"]}
    assert form_from(number).faults({"grade": "number"}) == {"tests[0]": "Write one whole number."}
    number["tests[0].values"] = ["2"]
    above = form_from(number)
    assert above.allow == {"all": [{"feature": "grade", "compare": "above", "by": 2}]}
    assert above.condition(["condition"], "The sentence.") == {
        "name": "condition-2",
        "breach": "The sentence.",
        "allow": above.allow,
    }


def test_rules_are_found_by_the_place_they_were_sent_at():
    paths = draft_of(DECISIONS, CATALOGUE, 7, 7).rule_paths()
    assert paths == {"grade-gap": "rules[0]", "same-team": "rules[1]"}


def test_faults_are_found_at_their_field_whoever_refused_it():
    errors = {"policy.criteria.0.weight": "a number", "conditions[1].allow.any[0].of": "no"}
    faults = Faults.of(errors, "")
    assert faults.at("criteria[0].weight") == faults.at("criteria[0]") == ["a number"]
    assert faults.at("conditions[1].allow") == faults.elsewhere("criteria") == ["no"]
    assert not faults.at("conditions[10].allow")
    assert not faults.at("")
    deep = Faults.of({"policy.conditions.0.allow.any.any.0.not.not.test.of": "no"}, "")
    assert list(deep.by_path) == ["conditions[0].allow.any[0].not.of"]
    assert Faults.of({}, "no way").elsewhere("rules") == ["no way"]


def test_a_version_says_what_it_changed():
    after = {
        **DECISIONS,
        "rules": [{"rule": "grade-gap", "on": True, "value": 3}],
        "criteria": [
            *DECISIONS["criteria"],
            {"name": "r", "measure": "similar", "features": ["region"], "weight": 5},
        ],
        "objective": {**DECISIONS["objective"], "floor": None},
        "choice": {**DECISIONS["choice"], "shown": 4},
        "must_pair": [{"mentor_id": "a", "mentee_id": "c"}],
    }
    assert changes(ENGLISH, DECISIONS, after) == [
        "Grade gap: on, with 3 instead of on, with 2",
        "Teams: removed (was off)",
        "Lowest score of a pair: removed (was 30 points)",
        "People on a list: 4 instead of 3",
        "They are alike in: region: 0.05 points (new)",
        "Pairs that must be made: 1 added, 1 removed",
    ]
    assert changes(ENGLISH, DECISIONS, DECISIONS) == []
    german = changes(TEXTS.voice("de"), DECISIONS, after)
    assert german[0] == "Abstand der Stufen: an, mit 3 statt an, mit 2"


def test_a_policy_in_words():
    words = parts(ENGLISH, DECISIONS)
    assert words["The mentor offers the topics that the mentee wants"] == "60.5 points"
    assert (
        words["No group of mentees falls behind"] == "50 points a pair, for each region of 5 people or more"
    )
    assert words["Pairs that must be made"] == "1"
    assert words["Match people as soon as they are ready"] == "Yes"
    assert condition_sentence(ENGLISH, ASIA) == (
        "the mentor's region is none of apac"
        " or the mentee has one of these at level 4 or better, in languages: English"
    )
    above = {"feature": "grade", "compare": "above", "by": 2}
    assert condition_sentence(ENGLISH, above) == "the mentor's grade is at least 2 above the mentee's"
    both = condition_sentence(ENGLISH, {"all": [above, {"not": above}, ASIA]})
    assert both.count("(") == 1, "a part that joins others stands in brackets"
    assert rule_sentence(ENGLISH, "grade-gap", 1) == "The mentor is at least 1 grade below the mentee."
    assert rule_sentence(ENGLISH, "of-tomorrow", None) == "of tomorrow"


def test_learned_weights_are_taken_over_and_nothing_else():
    recommendation = {
        "based_on": 7,
        "verdict": "change",
        "pairings": 80,
        "needed": 30,
        "criteria": [{"criterion": "topics", "present": 6050, "proposed": 6060, "low": 6055, "high": 7000}],
        "limits": ["correlation-is-not-cause"],
    }
    learned = RecommendedWeights.model_validate(recommendation)
    taken = learned.taken_over(DECISIONS)
    assert learned.changes
    assert changes(ENGLISH, DECISIONS, taken) == [
        "The mentor offers the topics that the mentee wants: 60.6 points instead of 60.5 points"
    ]
    assert DECISIONS["criteria"][0]["weight"] == 6050
