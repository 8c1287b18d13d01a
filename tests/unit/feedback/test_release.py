"""Figures are released after five more people at least, coarse enough to reveal nothing about one."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from feedback_facts import NOW, answered, participant, programme
from hypothesis import given
from hypothesis import strategies as st
from plain_counts import plain_votes

from services.feedback.domain.check_in import CheckIn
from services.feedback.domain.release import Release, Votes, close, coarsen, last_closing, next_closing

EMPTY = Release(id="rm-2026", tenant="acme", programme="rm-2026")
WEEK = timedelta(days=7)


def said(person: int, rating: int, week: int, *, number: int = 1, progress: int = 50) -> CheckIn:
    """Return the answer of one of many in a week."""
    check_in = answered(number, rating, participant(f"m-{person}"), progress=progress)
    return check_in.changed(id=f"c-{person}-{week}-{number}", answered_at=NOW + week * WEEK)


def releases(answers: list[CheckIn], weeks: int) -> list[Release]:
    """The release in force after each week."""
    found, release = [], EMPTY
    for week in range(weeks):
        at = last_closing(NOW + (week + 1) * WEEK)
        release, _ = close(release, plain_votes(answers, since=release.closed_at, until=at), at=at)
        found.append(release)
    return found


def test_four_people_make_no_figures_and_five_do() -> None:
    four = [said(person, 5, 0) for person in range(4)]
    assert releases(four, 1)[0].figures is None
    [release] = releases([*four, said(4, 5, 0)], 1)
    assert release.figures is not None
    assert (release.figures.people, release.figures.satisfaction) == (5, 4.5)


def test_one_person_who_answers_often_is_one_person() -> None:
    answers = [said(0, 5, 0, number=number) for number in range(1, 30)]
    assert releases(answers, 1)[0].figures is None


def test_a_sixth_answer_changes_nothing_until_five_people_have_answered_since() -> None:
    first = [said(person, 5, 0) for person in range(5)]
    for rating in range(1, 6):
        later = [said(5, rating, 1), *(said(person, 1, 2) for person in range(4))]
        before, one_more, five_more = releases([*first, *later], 3)
        assert one_more == before
        assert five_more.figures != before.figures


def test_the_same_people_again_make_new_figures_of_their_new_answers() -> None:
    answers = [said(person, 5, 0) for person in range(5)] + [said(person, 1, 1) for person in range(5)]
    before, after = releases(answers, 2)
    assert before.figures
    assert after.figures
    assert (before.figures.satisfaction, after.figures.satisfaction) == (4.5, 3.0)


answer = st.tuples(st.integers(0, 11), st.integers(1, 5), st.integers(0, 5), st.integers(0, 100))


@given(st.lists(answer, max_size=60), st.randoms(use_true_random=False))
def test_two_releases_differ_by_five_people_and_when_they_come_tells_no_answer(given_answers, luck) -> None:
    answers = [
        said(person, rating, week, number=number, progress=progress)
        for number, (person, rating, week, progress) in enumerate(given_answers, start=1)
    ]
    found = releases(answers, 6)
    for before, after in pairwise([EMPTY, *found]):
        if after == before:
            continue
        new = {
            each.employee_id
            for each in answers
            if each.answered_at
            and (before.closed_at is None or each.answered_at >= before.closed_at)
            and each.answered_at < after.closed_at
        }
        assert len(new) >= 5
    # Other answers of the same people at the same times: figures come and stay at the same times.
    others = [each.changed(answer=luck.choice(answers).answer) for each in answers]
    assert [each.closed_at for each in releases(others, 6)] == [each.closed_at for each in found]


votes = st.lists(st.tuples(st.floats(1, 5), st.integers(0, 100)), min_size=5, max_size=40)


@given(votes)
def test_figures_never_say_everybody_or_nobody(people) -> None:
    ratings = [rating for rating, _ in people]
    figures = coarsen(
        Votes(
            people=len(people),
            newly=5,
            rating=sum(ratings),
            satisfied=sum(rating >= 3.5 for rating in ratings),
            dissatisfied=sum(rating < 2.5 for rating in ratings),
            progress=sum(progress for _, progress in people),
        )
    )
    assert 0 <= len(people) - figures.people < 5
    assert abs(figures.satisfaction - min(4.5, max(1.5, sum(ratings) / len(people)))) <= 0.25 + 1e-9
    for part in (figures.satisfied, figures.neutral, figures.dissatisfied):
        assert part in {0, 25, 50, 75}


@pytest.mark.parametrize("days", range(8))
def test_closings_are_mondays_in_utc(days) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=days, hours=5)
    latest, coming = last_closing(now), next_closing(programme(), now)
    assert coming == latest + WEEK
    assert latest <= now < coming
    assert (latest.weekday(), latest.hour, latest.minute) == (0, 0, 0)
    assert last_closing(latest) == latest


def test_closings_end_when_all_answers_are_in() -> None:
    assert next_closing(programme(), datetime(2026, 9, 1, tzinfo=UTC)) == datetime(2026, 9, 7, tzinfo=UTC)
    assert next_closing(programme(), datetime(2026, 9, 28, tzinfo=UTC)) is None
