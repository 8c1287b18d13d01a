import pytest

from services.matching.domain.eligibility import compiled_rules
from services.matching.domain.eligibility.compiled_rules import compile_rule
from services.matching.domain.eligibility.counting import count_eligible
from services.matching.domain.eligibility.must_pairs import conflicts_of
from services.matching.domain.eligibility.rules import RULES
from services.matching.domain.eligibility.rules.rule import Setting
from services.matching.domain.policy import MustPair, PairOf, RuleSetting
from services.matching.domain.rounds.pool import Pool
from services.matching.domain.scoring.single_pair import (
    barred_by,
    binding_rule,
    conflict_of,
    forbidden_by,
)
from tests.unit.matching.matching_people import TERMS, hours, languages, mentee, mentor, terms


def allows(rule, one, other, value=0):
    compiled = compile_rule(RULES[rule], value, Pool((one,), (other,)), TERMS)
    return count_eligible(compiled, 1, 1).pairs == 1


@pytest.mark.parametrize(
    ("mentor_grade", "mentee_grade", "allowed"), [(2, 5, True), (2, 4, False), (9, 2, False)]
)
def test_the_mentor_is_junior_by_the_gap(mentor_grade, mentee_grade, allowed):
    pair = mentor(grade=mentor_grade), mentee(grade=mentee_grade)
    assert allows("grade-gap", *pair, 3) is allowed


@pytest.mark.parametrize(("depth", "allowed"), [(1, True), (2, False), (3, False)])
def test_a_manager_up_to_the_depth_is_excluded(depth, allowed):
    below = ("e-boss", "e-mentee-1", "e-head")
    assert allows("reporting-line", mentor(line=below), mentee(), depth) is allowed


def test_the_line_counts_in_either_direction():
    assert not allows("reporting-line", mentor(), mentee(line=("e-mentor-1",)), 3)


@pytest.mark.parametrize(
    ("one", "other", "allowed"),
    [
        ({"team": "a", "department": "x"}, {"team": "a", "department": "x"}, False),
        ({"team": "a", "department": "x"}, {"team": "a", "department": "y"}, True),
        ({"team": "", "department": "x"}, {"team": "", "department": "x"}, True),
    ],
)
def test_one_team_is_excluded(one, other, allowed):
    assert allows("same-team", mentor(**one), mentee(**other)) is allowed


@pytest.mark.parametrize(
    ("one", "other", "allowed"),
    [
        ({"en": 3, "de": 5}, {"en": 3}, True),
        ({"en": 2, "de": 5}, {"en": 5}, False),
        ({"de": 5}, {"fr": 5}, False),
        ({}, {}, False),
    ],
)
def test_a_common_language_is_needed_at_the_level(one, other, allowed):
    pair = mentor(languages=languages(**one)), mentee(languages=languages(**other))
    assert allows("language", *pair, 3) is allowed


@pytest.mark.parametrize(
    ("one", "other", "minutes", "allowed"),
    [
        (hours("Europe/Berlin"), hours("America/New_York"), 120, True),
        (hours("Europe/Berlin"), hours("America/New_York"), 150, False),
        (hours("Europe/Berlin"), hours("America/Los_Angeles"), 30, False),
        # Sydney's Tuesday morning is San Francisco's Monday afternoon
        (hours("Australia/Sydney"), hours("America/Los_Angeles"), 60, True),
        (hours("Asia/Kathmandu"), hours("Asia/Kolkata"), 465, True),
        # 9 to 17 in London and 18 to 22 in New Delhi share least in winter: 210 minutes
        (hours("Europe/London"), hours("Asia/Kolkata", "18:00", "22:00"), 210, True),
        (hours("Europe/London"), hours("Asia/Kolkata", "18:00", "22:00"), 240, False),
    ],
)
def test_working_hours_overlap_in_every_season(one, other, minutes, allowed):
    pair = mentor(working_hours=one), mentee(working_hours=other)
    assert allows("working-hours", *pair, minutes) is allowed
    swapped = mentor(working_hours=other), mentee(working_hours=one)
    assert allows("working-hours", *swapped, minutes) is allowed


def test_a_pair_that_is_together_or_has_parted_is_not_proposed():
    assert not allows("do-not-match", mentor(do_not_match=("mentee-1",)), mentee())
    assert not allows("do-not-match", mentor().proposed("p", "mentee-1"), mentee())
    assert allows("do-not-match", mentor(do_not_match=("mentee-2",)), mentee())


def test_nobody_mentors_themselves():
    assert not allows("oneself", mentor(employee_id="e-1"), mentee(employee_id="e-1"))
    assert allows("oneself", mentor(), mentee())


def test_what_was_proposed_stays_allowed_until_facts_change():
    one = mentor(do_not_match=("mentee-1",))
    assert forbidden_by(one, mentee(), TERMS) is None
    assert forbidden_by(one, mentee(grade=3), TERMS) == "grade-gap"


CONFLICTS = {
    "grade-gap": ({"grade": 7}, {"grade": 9}),
    "reporting-line": ({"line": ("e-boss", "e-mentee-1")}, {}),
    "same-team": ({"team": "a", "department": "x"}, {"team": "a", "department": "x"}),
    "pay-panel": ({"pay_panel": "p"}, {"pay_panel": "p"}),
    "oneself": ({"employee_id": "e"}, {"employee_id": "e"}),
}


def test_a_declared_conflict_parts_two_whatever_the_policy_says():
    apart = mentor().in_conflict("mentee-1", declared=True), mentee().in_conflict("mentor-1", declared=True)
    together = terms(must_pair=(MustPair(mentor_id="mentor-1", mentee_id="mentee-1"),))
    for under in (TERMS, together):
        assert binding_rule(*apart, under) == conflict_of(*apart, under) == "declared-conflict"
    assert binding_rule(apart[0], mentee("2"), TERMS) is None
    assert apart[0].knows("mentee-1")
    assert binding_rule(apart[0].in_conflict("mentee-1", declared=False), mentee(), TERMS) is None


@pytest.mark.parametrize("name", CONFLICTS)
def test_conflicts_of_interest_count_for_pairings_too(name):
    ours, theirs = CONFLICTS[name]
    pair = mentor(do_not_match=("mentee-1",), **ours), mentee(**theirs)
    assert conflict_of(*pair, TERMS) == barred_by(*pair, TERMS) == name


def test_what_makes_a_pair_awkward_is_no_conflict_of_interest():
    far = mentor(
        languages=languages(fr=5), working_hours=hours("Australia/Sydney"), do_not_match=("mentee-1",)
    )
    assert conflict_of(far, mentee(), TERMS) is None
    assert barred_by(far, mentee(), TERMS) is None


def test_a_rule_switched_off_is_no_conflict_and_one_with_a_value_goes_by_it():
    team = mentor(team="a", department="x"), mentee(team="a", department="x")
    assert conflict_of(*team, TERMS) == "same-team"
    assert conflict_of(*team, terms(rules=(RuleSetting(rule="same-team", on=False),))) is None
    near = mentor(grade=7), mentee(grade=9)
    assert conflict_of(*near, terms(rules=(RuleSetting(rule="grade-gap", value=2),))) is None


@pytest.mark.parametrize("grade", [9, 10])
def test_nothing_makes_a_mentor_of_somebody_who_is_not_junior(grade):
    pair = mentor(grade=grade), mentee(grade=9)
    together = MustPair(mentor_id="mentor-1", mentee_id="mentee-1", despite=("grade-gap",))
    for decisions in (
        {"rules": (RuleSetting(rule="grade-gap", on=False),)},
        {"rules": (RuleSetting(rule="grade-gap", value=1),)},
        {"must_pair": (together,)},
    ):
        assert binding_rule(*pair, terms(**decisions)) == "grade-gap"
        assert conflict_of(*pair, terms(**decisions)) == "grade-gap"


def test_a_pairing_the_coordinator_keeps_apart_may_go_on_but_not_begin():
    apart = terms(must_not_pair=(PairOf(mentor_id="mentor-1", mentee_id="mentee-1"),))
    assert conflict_of(mentor(), mentee(), apart) is None
    assert barred_by(mentor(), mentee(), apart) == "must-not-pair"
    assert barred_by(mentor("2"), mentee(), apart) is None


def test_a_pair_that_met_is_bound_by_that_alone():
    assert binding_rule(mentor(do_not_match=("mentee-1",)), mentee(), TERMS) == "do-not-match"
    assert binding_rule(mentor(do_not_match=("mentee-1",), grade=8), mentee(), TERMS) == "grade-gap"
    assert binding_rule(mentor(), mentee(), TERMS) is None


def test_the_policy_can_set_a_rule_and_switch_one_off():
    pair = mentor(grade=2, team="a", department="x"), mentee(grade=6, team="a", department="x")
    assert binding_rule(*pair, TERMS) == "same-team"
    off = terms(rules=(RuleSetting(rule="same-team", on=False),))
    assert binding_rule(*pair, off) is None
    strict = terms(rules=(RuleSetting(rule="same-team", on=False), RuleSetting(rule="grade-gap", value=5)))
    assert binding_rule(*pair, strict) == "grade-gap"


def test_the_programme_says_what_the_policy_leaves_open():
    pair = mentor(grade=2), mentee(grade=6)
    assert binding_rule(*pair, terms(programme={"min_grade_gap": 5})) == "grade-gap"


def test_pairs_the_coordinator_keeps_apart_or_brings_together():
    pair = PairOf(mentor_id="mentor-1", mentee_id="mentee-1")
    assert binding_rule(mentor(), mentee(), terms(must_not_pair=(pair,))) == "must-not-pair"
    together = terms(must_pair=(MustPair(**pair.model_dump()),))
    strangers = mentor(languages=languages(fr=5))
    assert binding_rule(strangers, mentee(), TERMS) == "language"
    assert binding_rule(strangers, mentee(), together) is None
    assert binding_rule(mentor(do_not_match=("mentee-1",)), mentee(), together) == "do-not-match"
    assert binding_rule(mentor("2", languages=languages(fr=5)), mentee(), together) == "language"


def test_a_pair_to_be_made_overrides_no_conflict_of_interest_it_does_not_name():
    pair = MustPair(mentor_id="mentor-1", mentee_id="mentee-1")
    named = pair.model_copy(update={"despite": ("same-team",)})
    team = {"team": "a", "department": "x"}
    two = mentor(**team), mentee(**team)
    assert binding_rule(*two, terms(must_pair=(pair,))) == "same-team"
    assert conflict_of(*two, terms(must_pair=(pair,))) == "same-team"
    assert binding_rule(*two, terms(must_pair=(named,))) is None
    assert conflict_of(*two, terms(must_pair=(named,))) is None
    boss = mentor(line=("e-mentee-1",), **team), mentee(**team)
    assert conflict_of(*boss, terms(must_pair=(named,))) == "reporting-line"
    assert conflicts_of(boss, terms(must_pair=(named,))) == ["reporting-line"]
    assert conflicts_of(two, terms(must_pair=(named,))) == [None]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_every_rule_answers_for_empty_and_uneven_sides(rule):
    value = rule.setting.low if rule.setting else 0
    for mentors, mentees in ((0, 0), (1, 0), (0, 1), (1, 2), (3, 1)):
        pool = Pool(
            tuple(mentor(str(n)) for n in range(mentors)), tuple(mentee(str(n)) for n in range(mentees))
        )
        assert count_eligible(compile_rule(rule, value, pool, TERMS), mentees, mentors).pairs == (
            mentors * mentees
        )


def test_a_setting_relaxes_step_by_step_to_its_end():
    setting = Setting(low=1, high=3, of=lambda rules: rules.min_grade_gap, step=-1)
    assert [setting.looser(value) for value in (3, 2, 1)] == [2, 1, None]


@pytest.mark.parametrize("large", [0, 3, 10_000])
def test_large_and_small_groups_are_kept_apart_alike(large, monkeypatch):
    monkeypatch.setattr(compiled_rules, "LARGE_GROUP", large)
    teams = ["a", "a", "a", "b", "b", "c", "", ""]
    pool = Pool(
        tuple(mentor(str(n), department="x", team=team) for n, team in enumerate(teams)),
        tuple(mentee(str(n), department="x", team=team) for n, team in enumerate(teams[1:])),
    )
    compiled = compile_rule(RULES["same-team"], 0, pool, TERMS)
    eligible = count_eligible(compiled, len(pool.mentees), len(pool.mentors))
    assert eligible.mentees.tolist() == [5, 5, 6, 6, 7, 8, 8]
    assert eligible.mentors.tolist() == [5, 5, 5, 5, 5, 6, 7, 7]


@pytest.mark.parametrize(
    ("one", "other", "allowed"),
    [("p1", "p1", False), ("p1", "p2", True), (None, None, True), (None, "p1", True)],
)
def test_one_pay_review_panel_is_excluded(one, other, allowed):
    assert allows("pay-panel", mentor(pay_panel=one), mentee(pay_panel=other)) is allowed
