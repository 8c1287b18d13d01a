"""A machine that looks for a programme whose releases break a rule, by any answers at any time."""

from collections import Counter
from itertools import combinations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.feedback.domain.items import AskedQuestion, Attitude
from services.feedback.domain.questionnaire import CHECK_IN_USEFULNESS, roles_of
from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.figures import figures_of, own_figures_of, recommendations_of
from services.feedback.domain.release.membership import Matter
from services.feedback.domain.release.parameters import Parameters
from shared.contracts.feedback import ChangeKind, Dimension
from shared.contracts.vocabulary import Role
from tests.unit.feedback.releasing import (
    DAY,
    PLACES,
    PULSE_QUESTIONS,
    RECOMMEND,
    Releases,
    counted,
    memberships,
    own,
    person,
)

PEOPLE = [
    person(number, ("emea", "amer", "apac")[number % 3], ("1-3", "4-6")[number % 2], tuple(Role)[number % 2])
    for number in range(26)
]
EXECUTIVES = [number for number, each in enumerate(PEOPLE) if each.role is Role.MENTEE]
numbers = st.integers(0, len(PEOPLE) - 1)


def _name(question: str, role: str, version: int) -> str:
    return f"{question} {role} {version}"


def _counted(asked: AskedQuestion) -> str:
    item = asked.own
    return _name(asked.question, item.role, asked.questionnaire_version) if item else asked.question


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

    @rule(who=st.lists(numbers, min_size=12, max_size=26), version=st.integers(1, 2), data=st.data())
    def people_answer_own_questions(self, who, version, data) -> None:
        for one in who:
            role = self.people[one].role
            self.answer(one, data.draw(st.integers(1, 5)), own("ease", role, version))
            self.answer(one, data.draw(st.integers(1, 5)), own("place", role, version, PLACES))

    @rule(who=st.lists(numbers, min_size=6, max_size=26, unique=True), data=st.data())
    def check_ins_are_over(self, who, data) -> None:
        for one in who:
            answered = data.draw(st.booleans())
            self.one.count(self.people[one], answered=answered)
            self.other.count(self.people[one], answered=not answered)

    @rule(who=st.lists(st.sampled_from(EXECUTIVES), min_size=6, max_size=13), data=st.data())
    def executives_record_changes(self, who, data) -> None:
        for one in who:
            for releases in (self.one, self.other):
                releases.record(self.people[one], data.draw(st.sampled_from(tuple(ChangeKind))))

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

    @precondition(lambda self: self.one.schedule.is_due(now=self.one.now))
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
        self.figures = result.fact.figures
        assert not self.one.schedule.is_due(now=self.one.now)

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
            shown = [each.counts for each in self.one.groups if each.closed_at > closed_at - 12 * 7 * DAY]
            assert figures_of(shown, Parameters()) == self.figures
            assert recommendations_of(shown, Parameters()) == self.one.schedule.recommendations
            assert own_figures_of(shown, Parameters()) == self.one.schedule.own

    @invariant()
    def totals_are_sums_of_groups(self) -> None:
        closed_at = self.one.schedule.closed_at
        released = (*self.figures, *self.one.schedule.recommendations)
        totals = {each.question: each.votes for each in released if each.dimension is Dimension.TOTAL}
        totals |= {
            _name(each.question, each.role, each.questionnaire_version): each.votes
            for each in self.one.schedule.own
            if each.dimension is Dimension.TOTAL
        }
        votes: Counter[str] = Counter()
        for each in self.one.groups:
            if closed_at and each.closed_at > closed_at - 12 * 7 * DAY:
                votes[_counted(each.asked)] += len(each.people)
        assert totals == votes

    @invariant()
    def other_values_make_the_same_groups_and_the_same_refusals(self) -> None:
        assert [without_values(each) for each in self.one.groups] == [
            without_values(each) for each in self.other.groups
        ]
        assert set(self.one.pending) == set(self.other.pending)
        assert self.one.memberships == self.other.memberships
        assert [(each.dimension, each.category, each.votes) for each in self.one.schedule.figures] == [
            (each.dimension, each.category, each.votes) for each in self.other.schedule.figures
        ]

    @invariant()
    def nobody_is_explained_by_more_than_a_quarter(self) -> None:
        for attitude in Attitude:
            groups = memberships(self.one.groups, attitude)
            if groups:
                assert Audit(groups, Parameters().audit_noise).explained().max() <= 0.25
        for matter in Matter:
            groups = counted(self.one, matter)
            if groups:
                assert Audit(groups, Parameters().audit_noise).explained().max() <= 0.25

    @invariant()
    def rates_and_the_ledger_count_eight_people_with_one_vote_each(self) -> None:
        for each in self.one.memberships:
            assert len(set(each.people)) == len(each.people) >= 8
        ledger = counted(self.one, Matter.LEDGER)
        changes = self.one.schedule.changes
        assert (changes.groups, changes.votes) == (len(ledger), sum(map(len, ledger)))


def without_values(group):
    return group.changed(histogram=())


TestReleases = ReleaseMachine.TestCase
TestReleases.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
