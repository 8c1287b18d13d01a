"""Two of a completed pairing learn how to reach each other if both want it, and nothing otherwise."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrollment.domain.introduction import ASKED_DAYS, Introduction
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
ANSWERS = st.lists(st.tuples(st.sampled_from(Role), st.booleans()), max_size=12)


def completed() -> Introduction:
    paired = Introduction(id="p1", tenant="acme", programme="rm", mentor_id="m", mentee_id="x", paired=True)
    return paired.complete(NOW)


@given(ANSWERS)
def test_they_are_in_touch_exactly_while_the_last_answers_of_both_are_yes(answers):
    introduction, last, fact_count = completed(), dict.fromkeys(Role), 0
    for role, agrees in answers:
        before = introduction.in_touch
        introduction, facts = introduction.answer(role, NOW, agrees=agrees)
        last[role] = agrees
        fact_count = len(facts)
        assert fact_count == (introduction.in_touch and not before)
        assert introduction.in_touch == (set(last.values()) == {True})
        assert introduction.ended == (not introduction.in_touch)


def test_a_late_yes_is_refused_and_a_late_no_is_not():
    late = NOW + timedelta(days=ASKED_DAYS)
    with pytest.raises(Conflict):
        completed().answer(Role.MENTOR, late, agrees=True)
    agreed, _ = completed().answer(Role.MENTOR, NOW, agrees=True)
    in_touch, _ = agreed.answer(Role.MENTEE, NOW, agrees=True)
    parted, facts = in_touch.answer(Role.MENTEE, late, agrees=False)
    assert (parted.in_touch, parted.ended, facts) == (False, True, [])


def test_nobody_answers_about_a_pairing_that_was_not_completed():
    ended = completed().changed(completed_at=None).end()
    with pytest.raises(Conflict):
        ended.answer(Role.MENTOR, NOW, agrees=True)
