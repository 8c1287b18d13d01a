"""The health of a pairing follows from its facts, whatever order they came in."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.domain.health import assess, reassess
from services.feedback.domain.health_record import (
    HealthRecord,
    SessionRecord,
    SessionState,
    start,
)
from shared.contracts.feedback import Health, HealthReason
from shared.contracts.matching import PairingEnded, PairingEndReason
from tests.unit.feedback.feedback_facts import NOW, RULES, SCOPE, activated, record_of, session

ENDED = PairingEnded(
    pairing_id="p", mentor_id="mentor", mentee_id="mentee", reason=PairingEndReason.COMPLETED
)


def test_it_is_too_early_until_they_meet() -> None:
    assessed = assess(record_of(), RULES, now=NOW)
    assert (assessed.health, assessed.reasons) == (Health.TOO_EARLY, (HealthReason.NOT_MET_YET,))
    met = assess(record_of(session()), RULES, now=NOW)
    assert (met.health, met.reasons) == (Health.ON_TRACK, (HealthReason.MEETING,))


def test_no_answer_is_among_the_facts() -> None:
    facts = set(HealthRecord.model_fields) | set(SessionRecord.model_fields)
    assert not [name for name in facts if any(word in name for word in ("check_in", "rating", "answer"))]


def test_an_alarm_holds_until_they_meet_again() -> None:
    record = record_of(session()).raise_alarm(at=NOW)
    assert assess(record, RULES, now=NOW).reasons == (HealthReason.CANCELLATIONS,)
    before = record.record_session(session(1, ends_at=NOW - timedelta(hours=1)), SessionState.HELD)
    assert assess(before, RULES, now=NOW).reasons == (HealthReason.CANCELLATIONS,)
    after = record.record_session(session(2, ends_at=NOW + timedelta(hours=1)), SessionState.HELD)
    assert assess(after, RULES, now=NOW).health is Health.ON_TRACK


def test_an_older_alarm_does_not_hide_a_newer() -> None:
    newer = record_of().raise_alarm(at=NOW)
    assert newer.raise_alarm(at=NOW - timedelta(days=1)) == newer


def test_idle_pairs_need_attention_from_the_day_on_that_the_rules_name() -> None:
    record = record_of(session(1, ends_at=NOW))
    idle = timedelta(days=RULES.idle_warn_days)
    almost = assess(record, RULES, now=NOW + idle - timedelta(milliseconds=1))
    assert almost.health is Health.ON_TRACK
    assessed = assess(record, RULES, now=NOW + idle)
    assert assessed.reasons == (HealthReason.IDLE,)
    met = record.record_session(session(2, ends_at=NOW + idle), SessionState.HELD)
    assert assess(met, RULES, now=NOW + idle).health is Health.ON_TRACK


def test_an_ended_pairing_keeps_the_health_of_its_end() -> None:
    record = record_of(session()).end(ENDED, at=NOW)
    assert assess(record, RULES, now=NOW + timedelta(days=400)).health is Health.ON_TRACK


def test_only_another_health_is_news() -> None:
    changed, [event] = reassess(record_of().raise_alarm(at=NOW), RULES, now=NOW)
    assert (event.was, event.health, event.reasons) == (
        Health.TOO_EARLY,
        Health.NEEDS_ATTENTION,
        (HealthReason.CANCELLATIONS,),
    )
    worse, events = reassess(changed.raise_alarm(at=NOW), RULES, now=NOW + timedelta(days=9))
    assert (worse.health, events) == (Health.NEEDS_ATTENTION, [])


Fact = Callable[[HealthRecord], HealthRecord]


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    """Draw the facts of a pairing, one for each session, alarm, beginning and end."""
    happened: list[Fact] = []
    for number in range(1, draw(st.integers(0, 5)) + 1):
        state = draw(st.sampled_from(SessionState))
        happened.append(lambda record, n=number, s=state: record.record_session(session(n), s))
    days = st.integers(-60, 0).map(lambda day: NOW + timedelta(days=day))
    happened.extend(
        lambda record, at=at: record.raise_alarm(at=at) for at in draw(st.lists(days, max_size=2))
    )
    began, ended = draw(days), draw(st.none() | days)
    happened.append(lambda record: record.activate(activated(began)))
    if ended:
        happened.append(lambda record: record.end(ENDED, at=ended))
    return happened


@given(data=st.data(), happened=facts())
def test_the_order_of_facts_and_their_repetition_change_nothing(
    data: st.DataObject, happened: list[Fact]
) -> None:
    def after(some: list[Fact]) -> HealthRecord:
        record = start(SCOPE, "p", "mentor", "mentee")
        for fact in some:
            record, _ = reassess(fact(record), RULES, now=NOW)
        return record

    repeated = data.draw(st.permutations([*happened, *data.draw(st.lists(st.sampled_from(happened)))]))
    assert after(repeated) == after(happened)
