"""Properties of every programme's releases, for any answers at any time."""

from datetime import timedelta

import numpy as np
import pytest

from services.feedback.domain.questionnaire import latest
from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.ballots import EVERYBODY, Part
from services.feedback.domain.release.grouping import cut
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.release.schedule import begin
from shared.contracts.feedback import Dimension, Questionnaire
from shared.contracts.vocabulary import Role
from tests.unit.feedback.feedback_facts import NOW, programme
from tests.unit.feedback.releasing import (
    DAY,
    PULSE_QUESTIONS,
    RECOMMEND,
    Releases,
    person,
)
from tests.unit.feedback.releasing import lived as lived_through


def test_groups_share_the_category_of_their_dimension() -> None:
    releases = lived_through(100, 26, 3, lambda _: 4)
    assert {group.dimension for group in releases.groups} >= set(Parameters().dimensions)
    for group in releases.groups:
        assert group.rest == (group.dimension is Dimension.TOTAL)
    # Nobody of this test moves: the category of each group is that of its people.
    categories: dict[tuple[str, str], str] = {}
    for group in releases.groups:
        for who in group.people:
            assert categories.setdefault((who, group.dimension), group.category) == group.category


def test_seven_people_wait_and_eight_are_a_group() -> None:
    for people in (7, 8):
        releases = Releases(people=20)
        for number in range(people):
            releases.answer(person(number))
        result = releases.to_closing()
        assert len(result.groups) == (people == 8)
        assert bool(result.fact.figures) == (people == 8)
        assert len(releases.pending) == 7 * (people == 7)


def test_those_who_have_waited_for_eight_weeks_form_a_rest_over_all_categories() -> None:
    releases = Releases(people=60)
    for number in range(8):
        releases.answer(person(number, f"region-{number}", f"band-{number % 4}", tuple(Role)[number % 2]))
    assert releases.to_closing().groups == []
    assert releases.to_closing().groups == []
    [rest] = releases.to_closing().groups
    assert (rest.rest, rest.dimension, len(rest.people)) == (True, Dimension.TOTAL, 8)


def test_one_person_who_answers_often_is_one_person() -> None:
    releases = Releases(people=20)
    for _ in range(30):
        releases.answer(person(0))
    assert releases.to_closing().groups == []


def test_a_group_that_would_explain_somebody_is_refused() -> None:
    """The same person among other people each time: what the groups have in common is that person."""
    audit = Audit([], Parameters().audit_noise)
    groups = [["target", *(f"p{group}-{number}" for number in range(7))] for group in range(4)]
    for group in groups[:3]:
        assert audit.explained_with(group) <= 0.25
        audit.add(group)
    assert audit.explained_with(groups[3]) > 0.25
    assert cut({Part(EVERYBODY): groups[3]}, Dimension.TOTAL, audit, Parameters()) == []


def test_several_questions_about_one_attitude_are_less_noise_in_the_audit() -> None:
    """``q`` groups of the same people explain what one group explains with a ``q``-th of its noise."""
    noise = Parameters().audit_noise
    groups = [[f"p{number}" for number in range(12)], [f"p{number}" for number in range(6, 20)]]
    thrice = Audit(groups * 3, noise).explained()
    assert thrice == pytest.approx(Audit(groups, noise / 3).explained())


@pytest.mark.parametrize(("people", "questions"), [(24, 1), (198, 1), (200, 3)])
def test_a_closing_takes_one_pulse_question_below_a_hundred_who_may_answer_and_three_from_there(
    people, questions
) -> None:
    releases = Releases(people=people)
    for number in range(people // 2):
        for asked in PULSE_QUESTIONS[Role.MENTOR]:
            releases.answer(person(number), asked=asked)
    taken = [{group.asked for group in releases.to_closing().groups} for _ in range(3)]
    assert [len(each) for each in taken] == ([1, 1, 1] if questions == 1 else [3, 0, 0])
    assert set().union(*taken) == set(PULSE_QUESTIONS[Role.MENTOR])


def test_mentors_and_executives_have_a_question_each_and_the_one_for_both_waits() -> None:
    releases = Releases(people=24)
    for number in range(24):
        who = person(number, role=tuple(Role)[number % 2])
        for asked in (PULSE_QUESTIONS[who.role][0], RECOMMEND):
            releases.answer(who, asked=asked)
    first, second = ({group.asked for group in releases.to_closing().groups} for _ in range(2))
    assert first == {PULSE_QUESTIONS[role][0] for role in Role}
    assert second == {RECOMMEND}


def test_a_question_that_makes_no_group_keeps_no_other_from_its_turn() -> None:
    releases = Releases(people=24)
    few, many = PULSE_QUESTIONS[Role.MENTOR][:2]
    for number in range(7):
        releases.answer(person(number), asked=few)
    releases.now += DAY
    for number in range(8):
        releases.answer(person(number), asked=many)
    assert {group.asked for group in releases.to_closing().groups} == {many}


def test_the_audit_is_the_formula() -> None:
    chance = np.random.default_rng(1)
    groups = [[f"p{n}" for n in chance.choice(40, size=12, replace=False)] for _ in range(9)]
    people = list(dict.fromkeys(who for group in groups for who in group))
    members = np.array([[who in group for who in people] for group in groups], dtype=float)
    inverse = np.linalg.inv(members @ members.T + 3.7 * np.eye(len(groups)))
    expected = np.diag(members.T @ inverse @ members)
    assert Audit(groups, 3.7).explained() == pytest.approx(expected)


def test_the_breakdowns_take_turns_and_small_programmes_have_totals_only() -> None:
    parameters = Parameters()
    assert [parameters.dimension(closing, 50) for closing in range(4)] == [
        Dimension.REGION,
        Dimension.GRADE_BAND,
        Dimension.ROLE,
        Dimension.REGION,
    ]
    assert parameters.dimension(0, 49) is Dimension.TOTAL


@pytest.mark.parametrize(("people", "weeks"), [(0, 4), (149, 4), (150, 2), (499, 2), (500, 1)])
def test_closings_are_mondays_as_often_as_the_size_allows(people, weeks) -> None:
    schedule = begin(programme(), people=people, now=NOW)
    assert schedule.next_at == NOW.replace(hour=0) + timedelta(weeks=weeks)
    assert schedule.next_at.weekday() == 0


def test_closings_end_when_all_answers_are_in() -> None:
    late = instant(2026, 9, 25)
    assert begin(programme(), people=600, now=late).next_at == instant(2026, 9, 28, hour=0)
    assert begin(programme(), people=600, now=late + 5 * DAY).next_at is None


def instant(year, month, day, hour=12):
    return NOW.replace(year=year, month=month, day=day, hour=hour)


def test_the_figures_of_the_start_stay_in_force_until_the_end() -> None:
    releases = Releases(people=200)
    start, pulse = latest(Questionnaire.START), PULSE_QUESTIONS[Role.MENTOR][0]
    understands = start.asked(start.items[0].question)
    for number in range(100):
        for asked in (understands, pulse):
            releases.answer(person(number), asked=asked)
    releases.to_closing()
    for _ in range(7):
        shown = {(each.questionnaire, each.question) for each in releases.to_closing().fact.figures}
    assert shown == {(understands.questionnaire, understands.question)}
