"""The final report waits for the closing survey, question by question, and not for ever."""

from collections import Counter
from datetime import timedelta

import pytest

from services.feedback.domain.final_report import brings_more, is_final
from services.feedback.domain.release.parameters import Parameters
from shared.contracts.feedback import Question
from shared.contracts.vocabulary import Role
from tests.unit.feedback.releasing import CLOSING, DAY, RECOMMEND, Releases, person

FIRST_THREE = [CLOSING.asked(each) for each in (Question.RECOMMEND, Question.CHANGED, Question.AGAIN)]


def answered(people: int, asked=FIRST_THREE) -> Releases:
    """A small programme whose people have answered."""
    releases = Releases(people=people)
    for number in range(people):
        for each in asked:
            releases.answer(person(number, role=tuple(Role)[number % 2]), asked=each)
    return releases


def expected(releases, groups) -> bool:
    """Whether the closing after the one with these groups is expected to bring more."""
    left = Counter(asked for asked, _ in releases.pending)
    return brings_more([group.asked for group in groups], left, Parameters())


def test_a_small_programme_has_a_question_of_the_closing_survey_in_each_closing_until_none_waits():
    releases, taken, more = answered(24), [], []
    for _ in FIRST_THREE:
        groups = releases.to_closing().groups
        taken.append({group.asked for group in groups})
        more.append(expected(releases, groups))
    assert taken == [{each} for each in FIRST_THREE]
    assert more == [True, True, False]


@pytest.mark.parametrize(("people", "asked"), [(7, FIRST_THREE), (24, [RECOMMEND]), (24, FIRST_THREE[:1])])
def test_nothing_is_waited_for_that_will_not_come(people, asked):
    releases = answered(people, asked)
    groups = releases.to_closing().groups
    assert not expected(releases, groups)


def test_a_completed_programme_is_reported_when_nothing_more_comes():
    releases = answered(24)
    programme = releases.programme.changed(completed_at=releases.now - 30 * DAY)
    releases.to_closing()
    schedule = releases.schedule
    assert schedule.closed_at >= programme.completed_at + timedelta(days=14)
    assert not is_final(programme, schedule, more_to_come=True)
    assert is_final(programme, schedule)
    assert is_final(programme, schedule.changed(next_at=None), more_to_come=True), "no closing comes"
