"""Steps when two do not meet: one after the other, each once."""

from datetime import timedelta

import pytest

from services.feedback.domain.health import assess
from services.feedback.domain.idle import next_step, take_step
from services.feedback.domain.pulse import SessionState, contact, record_session
from shared.contracts.feedback import Health, HealthReason, IdleStep
from tests.unit.feedback.feedback_facts import NOW, RULES, pulse_of, session

BEGAN = NOW - timedelta(days=1)
DAYS = {IdleStep.FIRST_CONTACT: 7, IdleStep.WARN: 45, IdleStep.COORDINATOR: 60, IdleStep.CLOSE: 90}


def steps_until(pulse, days, rules=RULES):
    """Every step taken, with its day, by a timer that fires at the days it was set to."""
    taken = []
    while (ahead := next_step(pulse, rules)) and ahead.due_at <= BEGAN + timedelta(days=days):
        pulse, events = take_step(pulse, rules, now=ahead.due_at)
        taken += [(event.step, (ahead.due_at - BEGAN).days) for event in events]
    return pulse, taken


def test_each_step_has_its_day():
    pulse, taken = steps_until(pulse_of(), 400)
    assert taken == list(DAYS.items())
    assert next_step(pulse, RULES) is None


def test_who_has_been_in_touch_is_not_asked_for_a_first_contact():
    _, taken = steps_until(contact(pulse_of(), at=NOW), 400)
    assert [step for step, _ in taken] == [IdleStep.WARN, IdleStep.COORDINATOR, IdleStep.CLOSE]


def test_a_session_held_begins_anew():
    pulse, _ = steps_until(pulse_of(), 61)
    met = record_session(pulse, session(1, ends_at=BEGAN + timedelta(days=62)), SessionState.HELD)
    _, taken = steps_until(met, 400)
    assert taken == [(IdleStep.WARN, 107), (IdleStep.COORDINATOR, 122), (IdleStep.CLOSE, 152)]


def test_a_step_is_taken_once_and_never_early():
    early, nothing = take_step(pulse_of(), RULES, now=BEGAN + timedelta(days=7, milliseconds=-1))
    assert (early, nothing) == (pulse_of(), [])
    taken, events = take_step(pulse_of(), RULES, now=BEGAN + timedelta(days=7))
    assert [event.step for event in events] == [IdleStep.FIRST_CONTACT]
    assert take_step(taken, RULES, now=BEGAN + timedelta(days=8)) == (taken, [])


def test_after_a_long_silence_no_step_is_skipped_and_each_leaves_a_day():
    pulse, now, taken = pulse_of(), BEGAN + timedelta(days=365), []
    while ahead := next_step(pulse, RULES):
        now = max(now, ahead.due_at)
        pulse, events = take_step(pulse, RULES, now=now)
        taken += [(event.step, (now - BEGAN).days) for event in events]
    assert taken == list(zip(IdleStep, (365, 366, 367, 368), strict=True))


@pytest.mark.parametrize("ended", [True, False])
def test_nothing_is_done_about_a_pairing_that_is_not_active(ended):
    pulse = pulse_of()
    pulse = pulse.changed(ended_at=NOW) if ended else pulse.changed(activated_at=None)
    assert next_step(pulse, RULES) is None
    assert take_step(pulse, RULES, now=NOW + timedelta(days=400)) == (pulse, [])


def test_no_first_contact_in_time_needs_attention():
    late = BEGAN + timedelta(days=7)
    found = assess(pulse_of(), RULES, now=late)
    assert (found.health, found.reasons) == (
        Health.NEEDS_ATTENTION,
        (HealthReason.NO_FIRST_CONTACT,),
    )
    assert assess(contact(pulse_of(), at=NOW), RULES, now=late).health is Health.TOO_EARLY
    met = record_session(pulse_of(), session(), SessionState.HELD)
    assert assess(met, RULES, now=late).health is Health.ON_TRACK
