from datetime import date

import pytest
from matching_people import TERMS, hours, languages, mentee, mentor

from services.matching.domain import rules
from services.matching.domain.pool import Terms
from shared.contracts.enrollment import ProgrammeRules


def allows(rule, one, other, **changed):
    terms = Terms(rules=ProgrammeRules(**changed), day=date(2026, 1, 5), seed="seed")
    return bool(rule([one], [other], terms)[0, 0])


@pytest.mark.parametrize(
    ("mentor_grade", "mentee_grade", "allowed"), [(2, 5, True), (2, 4, False), (9, 2, False)]
)
def test_the_mentor_is_junior_by_the_gap(mentor_grade, mentee_grade, allowed):
    pair = mentor(grade=mentor_grade), mentee(grade=mentee_grade)
    assert allows(rules.grade_gap, *pair, min_grade_gap=3) is allowed


@pytest.mark.parametrize(("depth", "allowed"), [(1, True), (2, False), (3, False)])
def test_a_manager_up_to_the_depth_is_excluded(depth, allowed):
    below = ("e-boss", "e-mentee-1", "e-head")
    assert allows(rules.reporting_line, mentor(line=below), mentee(), line_depth=depth) is allowed


def test_the_line_counts_in_either_direction():
    assert not allows(rules.reporting_line, mentor(), mentee(line=("e-mentor-1",)))


@pytest.mark.parametrize(
    ("one", "other", "allowed"),
    [
        ({"team": "a", "department": "x"}, {"team": "a", "department": "x"}, False),
        ({"team": "a", "department": "x"}, {"team": "a", "department": "y"}, True),
        ({"team": "", "department": "x"}, {"team": "", "department": "x"}, True),
    ],
)
def test_one_team_is_excluded(one, other, allowed):
    assert allows(rules.different_team, mentor(**one), mentee(**other)) is allowed


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
    assert allows(rules.common_language, *pair, min_language_level=3) is allowed


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
    assert allows(rules.working_hours, *pair, min_overlap_minutes=minutes) is allowed
    swapped = mentor(working_hours=other), mentee(working_hours=one)
    assert allows(rules.working_hours, *swapped, min_overlap_minutes=minutes) is allowed


def test_a_pair_is_proposed_once():
    assert not allows(rules.not_met_before, mentor(met=("mentee-1",)), mentee())
    assert allows(rules.not_met_before, mentor(met=("mentee-2",)), mentee())


def test_nobody_mentors_themselves():
    assert not allows(rules.different_people, mentor(employee_id="e-1"), mentee(employee_id="e-1"))
    assert allows(rules.different_people, mentor(), mentee())


def test_what_was_proposed_stays_allowed_until_facts_change():
    one = mentor(met=("mentee-1",))
    assert rules.still_allowed(one, mentee(), TERMS)
    assert not rules.still_allowed(one, mentee(grade=3), TERMS)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_every_rule_answers_for_empty_and_uneven_sides(rule):
    assert rule.allowed([], [], TERMS).shape == (0, 0)
    assert rule.allowed([mentor()], [], TERMS).shape == (1, 0)
    assert rule.allowed([mentor()], [mentee("1"), mentee("2")], TERMS).tolist() == [[True, True]]
