"""The health of a pairing follows from its facts, whatever order they came in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from feedback_facts import NOW, RULES, SCOPE, activated, answered, asked, participant, pulse_of, session
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.domain.health import ALARM, LOW_RATINGS, NO_ANSWER_YET, assess, reassess
from services.feedback.domain.pulse import (
    Pulse,
    SessionState,
    activate,
    end,
    raise_alarm,
    record_check_in,
    record_session,
    start,
)
from shared.contracts.feedback import Health
from shared.contracts.matching import PairingEnded, PairingEndReason
from shared.contracts.vocabulary import Role

MENTEE = participant("mentee", Role.MENTEE)
ENDED = PairingEnded(
    pairing_id="p", mentor_id="mentor", mentee_id="mentee", reason=PairingEndReason.COMPLETED
)


def test_it_is_too_early_until_a_check_in_is_answered() -> None:
    pulse = record_check_in(record_session(pulse_of(), session(), SessionState.HELD), asked())
    found = assess(pulse, RULES, now=NOW)
    assert (found.health, found.reasons) == (Health.TOO_EARLY, (NO_ANSWER_YET,))
    assert assess(pulse_of(answered(1, 4)), RULES, now=NOW).health is Health.ON_TRACK


@pytest.mark.parametrize(
    ("ratings", "low"),
    [([2], True), ([3], False), ([5, 2, 3], True), ([1, 1, 3, 3], False), ([5, 5, 1, 4], True)],
)
def test_the_last_two_ratings_count(ratings, low) -> None:
    pulse = pulse_of(*(answered(number, rating) for number, rating in enumerate(ratings, start=1)))
    found = assess(pulse, RULES, now=NOW)
    assert (found.reasons == (LOW_RATINGS,)) is low
    assert found.health is (Health.NEEDS_ATTENTION if low else Health.ON_TRACK)


def test_an_alarm_holds_until_they_meet_again() -> None:
    pulse = raise_alarm(pulse_of(answered(1, 5)), at=NOW)
    assert assess(pulse, RULES, now=NOW).reasons == (ALARM,)
    before = record_session(pulse, session(1, ends_at=NOW - timedelta(hours=1)), SessionState.HELD)
    assert assess(before, RULES, now=NOW).reasons == (ALARM,)
    after = record_session(pulse, session(2, ends_at=NOW + timedelta(hours=1)), SessionState.HELD)
    assert assess(after, RULES, now=NOW).health is Health.ON_TRACK


def test_an_older_alarm_does_not_hide_a_newer() -> None:
    newer = raise_alarm(pulse_of(), at=NOW)
    assert raise_alarm(newer, at=NOW - timedelta(days=1)) == newer


def test_idle_pairs_need_attention_from_the_day_on_that_the_rules_name() -> None:
    pulse = pulse_of(answered(1, 5)).changed(activated_at=NOW)
    idle = timedelta(days=RULES.idle_warn_days)
    almost = assess(pulse, RULES, now=NOW + idle - timedelta(milliseconds=1))
    assert almost.health is Health.ON_TRACK
    found = assess(pulse, RULES, now=NOW + idle)
    assert found.reasons == ("no session held for 45 days",)
    met = record_session(pulse, session(1, ends_at=NOW + idle), SessionState.HELD)
    assert assess(met, RULES, now=NOW + idle).health is Health.ON_TRACK


def test_an_ended_pairing_keeps_the_health_of_its_end() -> None:
    pulse = end(pulse_of(answered(1, 5)), ENDED, at=NOW)
    assert assess(pulse, RULES, now=NOW + timedelta(days=400)).health is Health.ON_TRACK


def test_only_another_health_is_news() -> None:
    changed, [event] = reassess(pulse_of(answered(1, 1)), RULES, now=NOW)
    assert (event.was, event.health, event.reasons) == (
        Health.TOO_EARLY,
        Health.NEEDS_ATTENTION,
        (LOW_RATINGS,),
    )
    worse, events = reassess(raise_alarm(changed, at=NOW), RULES, now=NOW)
    assert (worse.health, events) == (Health.NEEDS_ATTENTION, [])


Fact = Callable[[Pulse], Pulse]


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    """What may happen to a pairing, one fact for each session, check-in, alarm, beginning and end."""
    found: list[Fact] = []
    for number in range(1, draw(st.integers(0, 5)) + 1):
        state = draw(st.sampled_from(SessionState))
        found.append(lambda pulse, n=number, s=state: record_session(pulse, session(n), s))
        for who in (participant(), MENTEE):
            rating = draw(st.none() | st.integers(1, 5))
            check_in = answered(number, rating, who) if rating else asked(number, who)
            found.append(lambda pulse, one=check_in: record_check_in(pulse, one))
    days = st.integers(-60, 0).map(lambda day: NOW + timedelta(days=day))
    found.extend(lambda pulse, at=at: raise_alarm(pulse, at=at) for at in draw(st.lists(days, max_size=2)))
    began, ended = draw(days), draw(st.none() | days)
    found.append(lambda pulse: activate(pulse, activated(began)))
    if ended:
        found.append(lambda pulse: end(pulse, ENDED, at=ended))
    return found


@given(data=st.data(), happened=facts())
def test_the_order_of_facts_and_their_repetition_change_nothing(
    data: st.DataObject, happened: list[Fact]
) -> None:
    def after(some: list[Fact]) -> Pulse:
        pulse = start(SCOPE, "p", "mentor", "mentee")
        for fact in some:
            pulse, _ = reassess(fact(pulse), RULES, now=NOW)
        return pulse

    repeated = data.draw(st.permutations([*happened, *data.draw(st.lists(st.sampled_from(happened)))]))
    assert after(repeated) == after(happened)
