"""Coordinators and events learn how well two people's answers fit, and none of the answers."""

from datetime import UTC, datetime

import pytest

from services.matching.api.own_views import reasons_for_pair
from services.matching.api.proposal_views import view_proposal
from services.matching.domain.features import FEATURES
from services.matching.domain.pairs.proposal import make_proposal
from services.matching.domain.pairs.shortlist import requested_shortlist
from services.matching.domain.pairs.without_answers import NO_ANSWERS, without_answers
from services.matching.domain.scoring.single_pair import score_pair
from shared.contracts.matching import Contribution, FitCode, FitDegree, FitReason
from shared.contracts.vocabulary import Role
from tests.unit.matching.matching_people import answers, mentee, mentor, profile, terms

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
EXPLANATION = score_pair(mentor(), mentee(), terms())[1]


def answers_in(explanation):
    return [part for part in explanation if tells_answers(part.reason)]


def tells_answers(reason):
    return bool(reason.mentor_kind or reason.learning_style or not NO_ANSWERS.issuperset(reason.features))


def test_whatever_depends_on_the_answers_is_an_answer():
    other = answers(kind="mirror", pace=0.0, directness=0.0, formality=0.0)
    depends = {
        name
        for name, feature in FEATURES.items()
        if feature.value(profile(Role.MENTOR)) != feature.value(profile(Role.MENTOR, features=other))
    }
    assert depends == FEATURES.keys() - NO_ANSWERS


def test_neither_events_nor_coordinators_read_what_somebody_has_answered():
    assert answers_in(EXPLANATION)
    proposal, made = make_proposal("r", mentor(), mentee(), score=7600, explanation=EXPLANATION, at=NOW)
    _, (shown,) = proposal.show(requested_shortlist(mentee(), 3), NOW)
    for explanation in (made.explanation, shown.explanation, view_proposal(proposal).explanation):
        assert answers_in(explanation) == []
        assert [part.points for part in explanation] == [part.points for part in EXPLANATION]
        assert sum(part.reason.code == FitCode.BY_ANSWERS for part in explanation) == len(
            answers_in(EXPLANATION)
        )


def test_the_two_still_read_why_they_fit():
    proposal, _ = make_proposal("r", mentor(), mentee(), score=7600, explanation=EXPLANATION, at=NOW)
    assert FitCode.BY_ANSWERS not in {reason.code for reason in reasons_for_pair(proposal.explanation)}


@pytest.mark.parametrize(
    ("points", "degree"), [(900, FitDegree.HIGH), (600, FitDegree.HIGH), (599, FitDegree.MIDDLE),
                           (300, FitDegree.MIDDLE), (299, FitDegree.LOW), (0, FitDegree.LOW)]
)  # fmt: skip
def test_the_word_follows_the_points(points, degree):
    reason = FitReason(code=FitCode.SIMILAR, features=("tenure", "pace"), degree=FitDegree.LOW)
    part = Contribution(criterion="mixed", points=points, at_most=900, reason=reason)
    (part_shown,) = without_answers([part])
    assert part_shown.reason == FitReason(code=FitCode.BY_ANSWERS, features=(), degree=degree)
