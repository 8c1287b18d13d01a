"""The response rate: of at least eight people, one vote each, blurred once."""

from random import Random

import pytest

from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.ballots import Ballots
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.release.response import (
    Respondent,
    attendance,
    attendances,
    new_respondent,
    response_rate,
)
from tests.unit.feedback.feedback_facts import participant

PARAMETERS = Parameters()
NO_GROUP_BEFORE = Audit([], PARAMETERS.audit_noise)


def respondents(silent: int, answered: int, *more: Respondent) -> Ballots:
    people = [new_respondent(participant(f"p{number}"), 0) for number in range(silent + answered)]
    counted = [each.counted(answered=number >= silent) for number, each in enumerate(people)]
    attended = attendances()
    attended.add(
        attendance(each.employee_id, each.times_asked, each.times_answered) for each in [*counted, *more]
    )
    return attended.collected()


@pytest.mark.parametrize("answered", [0, 4, 7])
def test_there_is_no_rate_of_fewer_than_eight_people_whatever_they_did(answered) -> None:
    assert response_rate(respondents(7 - answered, answered), NO_GROUP_BEFORE, PARAMETERS, Random(1)) is None


@pytest.mark.parametrize(("silent", "answered"), [(0, 8), (8, 0), (10, 30), (100, 300)])
def test_a_rate_is_blurred_and_within_its_margin(silent, answered) -> None:
    attended = respondents(silent, answered)
    rates = [response_rate(attended, NO_GROUP_BEFORE, PARAMETERS, Random(seed)) for seed in range(200)]
    assert {rate.people for rate in rates} == {silent + answered}
    assert len({rate.answered for rate in rates}) > (1 if silent + answered < 100 else 0)
    truth = 100 * answered / (silent + answered)
    within = sum(abs(rate.answered - truth) <= rate.margin + 2.5 for rate in rates)
    assert within >= 0.95 * len(rates)


def test_a_person_has_one_vote_however_often_they_were_asked() -> None:
    often = new_respondent(participant("often"), 0)
    for number in range(9):
        often = often.counted(answered=number < 3)
    ballots = respondents(7, 0, often)
    assert sorted(ballots.votes_of(ballots.votes))[-2:] == [1, pytest.approx(1 + 1 / 3)]
    rate = response_rate(ballots, NO_GROUP_BEFORE, PARAMETERS, Random(1))
    assert rate.people == 8


def test_a_rate_that_would_explain_whether_somebody_answers_is_refused() -> None:
    """Everybody but one has been counted often, and so has everybody: the difference is one person."""
    everybody = respondents(4, 6)
    names = everybody.everybody()
    audit = Audit([*([names[1:]] * 4), *([names] * 2)], PARAMETERS.audit_noise)
    assert response_rate(everybody, NO_GROUP_BEFORE, PARAMETERS, Random(1))
    assert response_rate(everybody, audit, PARAMETERS, Random(1)) is None
