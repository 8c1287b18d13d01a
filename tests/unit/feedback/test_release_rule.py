"""Properties of every programme's releases, for any answers at any time."""

from collections import Counter
from datetime import timedelta
from itertools import combinations

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.feedback.domain.questionnaire import (
    CHECK_IN_USEFULNESS,
    AskedQuestion,
    Attitude,
    roles_of,
)
from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.closing import is_due
from services.feedback.domain.release.figures import figures_of, recommendations_of
from services.feedback.domain.release.grouping import Waiting, cut
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.release.pending import EVERYBODY
from services.feedback.domain.release.schedule import begin
from shared.contracts.feedback import Dimension
from shared.contracts.vocabulary import Role
from tests.unit.feedback.feedback_facts import NOW, programme
from tests.unit.feedback.releasing import (
    DAY,
    PULSE_QUESTIONS,
    RECOMMEND,
    Releases,
    memberships,
    person,
)
from tests.unit.feedback.releasing import lived as lived_through

PEOPLE = [
    person(number, ("emea", "amer", "apac")[number % 3], ("1-3", "4-6")[number % 2], tuple(Role)[number % 2])
    for number in range(26)
]
numbers = st.integers(0, len(PEOPLE) - 1)


class ReleaseMachine(RuleBasedStateMachine):
    """Two programmes with the same people and times: in the second, other values are given."""

    def __init__(self) -> None:
        super().__init__()
        self.one, self.other = Releases(people=60), Releases(people=60)
        self.given: dict[tuple[AskedQuestion, str], list[int]] = {}
        self.in_groups: list[list[int]] = []
        self.answers = 0
        self.people = list(PEOPLE)
        self.figures = self.one.schedule.figures

    def answer(self, who: int, rating: int, asked: AskedQuestion) -> None:
        self.one.answer(self.people[who], rating, asked)
        self.other.answer(self.people[who], 10 - rating if asked == RECOMMEND else 6 - rating, asked)
        self.given.setdefault((asked, self.people[who].employee_id), []).append(self.answers)
        self.answers += 1

    @rule(who=st.lists(numbers, min_size=1, max_size=26), data=st.data())
    def people_answer_after_a_session(self, who, data) -> None:
        for one in who:
            self.answer(one, data.draw(st.integers(1, 5)), CHECK_IN_USEFULNESS)

    @rule(who=st.lists(numbers, min_size=12, max_size=26), skipped=st.integers(0, 3), data=st.data())
    def people_answer_a_pulse_survey(self, who, skipped, data) -> None:
        for one in who:
            for asked in (*PULSE_QUESTIONS[self.people[one].role], RECOMMEND)[skipped:]:
                self.answer(one, data.draw(st.integers(1, 5)), asked)

    @rule(who=numbers)
    def somebody_moves(self, who) -> None:
        self.people[who] = self.people[who].changed(region="latam")

    @rule(who=numbers)
    def somebody_leaves_and_their_check_ins_are_deleted(self, who) -> None:
        self.people[who] = self.people[who].changed(standing="withdrawn")

    @rule(weeks=st.integers(1, 5))
    def time_passes(self, weeks) -> None:
        for releases in (self.one, self.other):
            releases.now += weeks * 7 * DAY

    @precondition(lambda self: is_due(self.one.schedule, now=self.one.now))
    @rule()
    def a_closing_is_due(self) -> None:
        before = list(self.one.groups)
        result = self.one.close()
        self.other.close()
        assert self.one.groups[: len(before)] == before
        for group in result.groups:
            self.in_groups.append([id_ for who in group.people for id_ in self.given.pop((group.asked, who))])
        for role in Role:
            pulses = {each.asked for each in result.groups if each.asked != CHECK_IN_USEFULNESS}
            assert len([asked for asked in pulses if role in roles_of(asked)]) <= 1
        self.figures = result.schedule.figures
        assert not is_due(self.one.schedule, now=self.one.now)

    @invariant()
    def each_answer_is_in_one_group_at_most(self) -> None:
        ids = [id_ for group in self.in_groups for id_ in group]
        assert len(ids) == len(set(ids))
        assert set(self.given) == set(self.one.pending)

    @invariant()
    def a_group_is_eight_people_with_one_vote_each(self) -> None:
        for group in self.one.groups:
            assert len(set(group.people)) == len(group.people) >= 8

    @invariant()
    def any_combination_of_groups_touches_eight_people_or_nobody(self) -> None:
        answers = [frozenset(group) for group in self.in_groups]
        for size in (1, 2, 3):
            for some in combinations(range(len(answers)), size):
                together = frozenset().union(*(answers[each] for each in some))
                assert len(together) == sum(len(answers[each]) for each in some) >= 8

    @invariant()
    def figures_change_at_closings_alone_and_follow_from_groups_alone(self) -> None:
        assert self.one.schedule.figures == self.figures
        closed_at = self.one.schedule.closed_at
        if closed_at:
            shown = [each for each in self.one.groups if each.closed_at > closed_at - 12 * 7 * DAY]
            assert figures_of(shown, Parameters()) == self.figures
            assert recommendations_of(shown, Parameters()) == self.one.schedule.recommendations

    @invariant()
    def totals_are_sums_of_groups(self) -> None:
        closed_at = self.one.schedule.closed_at
        released = (*self.figures, *self.one.schedule.recommendations)
        totals = {each.question: each.votes for each in released if each.dimension is Dimension.TOTAL}
        votes: Counter[str] = Counter()
        for each in self.one.groups:
            if closed_at and each.closed_at > closed_at - 12 * 7 * DAY:
                votes[each.asked.question] += len(each.people)
        assert totals == votes

    @invariant()
    def other_values_make_the_same_groups_and_the_same_refusals(self) -> None:
        assert [without_values(each) for each in self.one.groups] == [
            without_values(each) for each in self.other.groups
        ]
        assert set(self.one.pending) == set(self.other.pending)
        assert [(each.dimension, each.category, each.votes) for each in self.one.schedule.figures] == [
            (each.dimension, each.category, each.votes) for each in self.other.schedule.figures
        ]

    @invariant()
    def nobody_is_explained_by_more_than_a_quarter(self) -> None:
        for attitude in Attitude:
            groups = memberships(self.one.groups, attitude)
            if groups:
                assert Audit(groups, Parameters().audit_noise).explained().max() <= 0.25


def without_values(group):
    return group.changed(histogram=())


TestReleases = ReleaseMachine.TestCase
TestReleases.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


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
    waiting = [Waiting(who, EVERYBODY, NOW) for who in groups[3]]
    blocks = cut(waiting, Dimension.TOTAL, audit, smallest=8, explained=0.25, rest_before=NOW - DAY)
    assert blocks == []


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
