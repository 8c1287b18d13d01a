"""Steps when two do not meet: one after the other, each once."""

from datetime import timedelta

import pytest

from services.feedback.domain.health import assess
from services.feedback.domain.health_record import SessionState
from services.feedback.domain.idle import next_step, take_step
from shared.contracts.feedback import Health, HealthReason, IdleStep
from tests.unit.feedback.feedback_facts import NOW, RULES, record_of, session

BEGAN = NOW - timedelta(days=1)
DAYS = {IdleStep.FIRST_CONTACT: 7, IdleStep.WARN: 45, IdleStep.COORDINATOR: 60, IdleStep.CLOSE: 90}


def steps_until(record, days, rules=RULES):
    """Every step taken, with its day, by a timer that fires at the days it was set to."""
    taken = []
    while (ahead := next_step(record, rules)) and ahead.due_at <= BEGAN + timedelta(days=days):
        record, events = take_step(record, rules, now=ahead.due_at)
        taken += [(event.step, (ahead.due_at - BEGAN).days) for event in events]
    return record, taken


def test_each_step_has_its_day():
    record, taken = steps_until(record_of(), 400)
    assert taken == list(DAYS.items())
    assert next_step(record, RULES) is None


def test_who_has_been_in_touch_is_not_asked_for_a_first_contact():
    _, taken = steps_until(record_of().contact(at=NOW), 400)
    assert [step for step, _ in taken] == [IdleStep.WARN, IdleStep.COORDINATOR, IdleStep.CLOSE]


def test_a_session_held_begins_anew():
    record, _ = steps_until(record_of(), 61)
    met = record.record_session(session(1, ends_at=BEGAN + timedelta(days=62)), SessionState.HELD)
    _, taken = steps_until(met, 400)
    assert taken == [(IdleStep.WARN, 107), (IdleStep.COORDINATOR, 122), (IdleStep.CLOSE, 152)]


def test_a_step_is_taken_once_and_never_early():
    early, nothing = take_step(record_of(), RULES, now=BEGAN + timedelta(days=7, milliseconds=-1))
    assert (early, nothing) == (record_of(), [])
    taken, events = take_step(record_of(), RULES, now=BEGAN + timedelta(days=7))
    assert [event.step for event in events] == [IdleStep.FIRST_CONTACT]
    assert take_step(taken, RULES, now=BEGAN + timedelta(days=8)) == (taken, [])


def test_after_a_long_silence_no_step_is_skipped_and_each_leaves_a_day():
    record, now, taken = record_of(), BEGAN + timedelta(days=365), []
    while ahead := next_step(record, RULES):
        now = max(now, ahead.due_at)
        record, events = take_step(record, RULES, now=now)
        taken += [(event.step, (now - BEGAN).days) for event in events]
    assert taken == list(zip(IdleStep, (365, 366, 367, 368), strict=True))


@pytest.mark.parametrize("ended", [True, False])
def test_nothing_is_done_about_a_pairing_that_is_not_active(ended):
    record = record_of()
    record = record.changed(ended_at=NOW) if ended else record.changed(activated_at=None)
    assert next_step(record, RULES) is None
    assert take_step(record, RULES, now=NOW + timedelta(days=400)) == (record, [])


def test_no_first_contact_in_time_needs_attention():
    late = BEGAN + timedelta(days=7)
    assessed = assess(record_of(), RULES, now=late)
    assert (assessed.health, assessed.reasons) == (
        Health.NEEDS_ATTENTION,
        (HealthReason.NO_FIRST_CONTACT,),
    )
    assert assess(record_of().contact(at=NOW), RULES, now=late).health is Health.TOO_EARLY
    met = record_of().record_session(session(), SessionState.HELD)
    assert assess(met, RULES, now=late).health is Health.ON_TRACK
