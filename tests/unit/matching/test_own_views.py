from datetime import UTC, datetime, timedelta

import pytest

from services.matching.api.own_views import MOST_REASONS, reasons_for_pair, view_own_proposal
from services.matching.domain.features import FEATURES
from services.matching.domain.pairs.proposal import make_proposal
from services.matching.domain.policy import Criterion
from services.matching.domain.scoring.single_pair import score_pair
from shared.contracts.matching import Contribution, DeclineReason, FitCode, FitReason
from shared.contracts.vocabulary import Role
from tests.unit.matching.matching_people import mentee, mentor, terms

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
CONCEALED = ("accepted_by", "declined_by", "decline_reason", "score", "explanation", "runner_up", "chooser")


def asked(explanation=()):
    made, _ = make_proposal("r", mentor(), mentee(), score=7600, explanation=explanation, at=NOW)
    return made.approve(NOW, NOW + timedelta(days=3))[0]


def contribution(points, *features):
    reason = FitReason(code=FitCode.SIMILAR, features=features)
    return Contribution(criterion="tried", points=points, at_most=9000, reason=reason)


def test_neither_of_the_two_learns_what_the_other_answered():
    untouched = asked()
    accepted, _ = untouched.accept(Role.MENTEE, NOW)
    assert view_own_proposal(accepted, Role.MENTOR) == view_own_proposal(untouched, Role.MENTOR)
    assert view_own_proposal(accepted, Role.MENTEE).answer == "yes"


def test_a_no_looks_to_the_other_like_any_other_end():
    declined, _ = asked().decline(Role.MENTEE, DeclineReason.NOT_A_FIT, NOW)
    withdrawn, _ = asked().withdraw("grade-gap")
    assert view_own_proposal(declined, Role.MENTOR) == view_own_proposal(withdrawn, Role.MENTOR)
    own = view_own_proposal(declined, Role.MENTEE)
    assert (own.state, own.answer) == ("declined", "no")


def test_a_view_of_ones_own_has_no_field_for_what_is_concealed():
    assert not set(CONCEALED) & view_own_proposal(asked(), Role.MENTOR).model_dump().keys()


def test_reasons_are_the_strongest_and_say_nothing_that_is_kept_from_the_two():
    explanation = [
        contribution(100, "pace"),
        contribution(900, "grade"),
        contribution(800, "topics", "tenure"),
        contribution(0, "region"),
        contribution(300, "topics"),
        contribution(200, "department"),
        contribution(400, "unheard-of"),
        contribution(50, "team"),
    ]
    shown = [reason.features for reason in reasons_for_pair(explanation)]
    assert shown == [("topics",), ("department",), ("pace",)]
    assert len(shown) == MOST_REASONS


@pytest.mark.parametrize("name", [name for name, each in FEATURES.items() if each.private or each.sensitive])
def test_a_policy_that_compares_what_is_private_explains_it_to_neither(name):
    feature = FEATURES[name]
    measure = next(iter(feature.own), None) or "similar"
    under = terms(criteria=(Criterion(name="tried", measure=measure, features=(name,), weight=9000),))
    _, explanation = score_pair(mentor(), mentee(), under)
    assert reasons_for_pair(explanation) == []


def test_grade_manager_and_years_are_private():
    assert {name for name, feature in FEATURES.items() if feature.private} == {"grade", "manager", "tenure"}
