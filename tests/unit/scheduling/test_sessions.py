from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.hours import Slot
from services.scheduling.domain.series import Series
from services.scheduling.domain.sessions import Session, SessionState
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.scheduling import CancelReason, SessionHeld, SessionMissed
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, NotFound, RuleBroken
from tests.unit.scheduling.made import HOUR, STARTS, make_series, make_session

DAY = timedelta(days=1)
RULES = ProgrammeRules()


def slot(starts_at: datetime) -> Slot:
    return Slot(starts_at=starts_at, ends_at=starts_at + HOUR)


@pytest.fixture
def session() -> Session:
    return make_session(1)


@pytest.fixture
def series() -> Series:
    return make_series("s1")


def test_it_is_nobody_elses_business(session):
    assert session.role_of("e-mia") is Role.MENTOR
    assert session.role_of("e-max") is Role.MENTEE
    for stranger in ("e-eve", "mia", "", None):
        with pytest.raises(NotFound):
            session.role_of(stranger)


def test_a_move_says_who_did_it_and_forgets_reminders(session):
    reminded, _ = session.remind(hours=24, starts_at=STARTS, now=STARTS - DAY)
    moved, event = reminded.move(slot(STARTS + DAY), by=Role.MENTEE, now=STARTS - DAY, rules=RULES)
    assert (event.starts_at, event.ends_at, event.by) == (STARTS + DAY, STARTS + DAY + HOUR, Role.MENTEE)
    assert (moved.moves, moved.reminded) == (1, ())


def test_a_move_names_the_delegate_who_did_it_and_a_later_one_does_not(session):
    moved, event = session.move(
        slot(STARTS + DAY), by=Role.MENTEE, now=STARTS - DAY, rules=RULES, delegate_id="e-lind"
    )
    assert (event.by, event.delegate_id) == (Role.MENTEE, "e-lind")
    again, event = moved.move(slot(STARTS), by=Role.MENTOR, now=STARTS - DAY, rules=RULES)
    assert (again.moved_by, again.moved_by_delegate, event.delegate_id) == (Role.MENTOR, None, None)


def test_a_move_needs_notice(session):
    too_late = STARTS - timedelta(hours=RULES.notice_hours) + timedelta(seconds=1)
    with pytest.raises(Conflict, match="24 h before"):
        session.move(slot(STARTS + DAY), by=Role.MENTOR, now=too_late, rules=RULES)


def test_a_move_into_the_past_is_refused(session):
    now = STARTS - 3 * DAY
    with pytest.raises(RuleBroken) as caught:
        session.move(slot(now), by=Role.MENTOR, now=now, rules=RULES)
    assert caught.value.field == "starts_at"


def test_cancelled_only_before_it_begins(session):
    with pytest.raises(Conflict, match="has started"):
        session.cancel(by=Role.MENTOR, reason=CancelReason.ILL, now=STARTS)
    cancelled, event = session.cancel(by=Role.MENTOR, reason=CancelReason.ILL, now=STARTS - HOUR)
    assert cancelled.state is SessionState.CANCELLED
    assert (event.by, event.reason) == (Role.MENTOR, CancelReason.ILL)


def test_reported_only_once_begun(session):
    with pytest.raises(Conflict, match="not started"):
        session.report(by=Role.MENTOR, held=True, absent=None, now=STARTS - HOUR)
    held, [event] = session.report(by=Role.MENTOR, held=True, absent=None, now=STARTS)
    assert isinstance(event, SessionHeld)
    assert held.report(by=Role.MENTOR, held=True, absent=None, now=STARTS) == (held, [])


def test_a_missed_session_says_who_was_absent(session):
    missed, [event] = session.report(by=Role.MENTOR, held=False, absent=Role.MENTEE, now=STARTS)
    assert isinstance(event, SessionMissed)
    assert event.absent is missed.absent is Role.MENTEE


@pytest.mark.parametrize("first", [True, False])
def test_the_first_report_counts_and_the_others_is_kept(session, first):
    decided, [_] = session.report(by=Role.MENTOR, held=first, absent=None, now=STARTS)
    both, events = decided.report(by=Role.MENTEE, held=not first, absent=None, now=STARTS)
    assert (both.state, events) == (decided.state, [])
    assert [(report.by, report.held) for report in both.reports] == [
        (Role.MENTOR, first),
        (Role.MENTEE, not first),
    ]
    with pytest.raises(Conflict, match="another outcome"):
        both.report(by=Role.MENTOR, held=not first, absent=None, now=STARTS)


def test_a_report_after_the_deadline_changes_nothing_but_is_kept(session):
    missed, [event] = session.report(by=None, held=False, absent=None, now=STARTS + 8 * DAY)
    assert isinstance(event, SessionMissed)
    late, events = missed.report(by=Role.MENTEE, held=True, absent=None, now=STARTS + 9 * DAY)
    assert (late.state, events, len(late.reports)) == (SessionState.MISSED, [], 1)


@pytest.mark.parametrize("state", [SessionState.HELD, SessionState.MISSED, SessionState.CANCELLED])
def test_what_is_decided_stays(session, state):
    decided = session.changed(state=state)
    for attempt in (
        lambda: decided.move(slot(STARTS + DAY), by=Role.MENTOR, now=STARTS - 2 * DAY, rules=RULES),
        lambda: decided.cancel(by=Role.MENTOR, reason=CancelReason.ILL, now=STARTS - DAY),
    ):
        with pytest.raises(Conflict, match=str(state)):
            attempt()
    assert decided.remind(hours=24, starts_at=STARTS, now=STARTS - DAY) is None


def test_a_cancelled_session_has_no_outcome(session):
    cancelled = session.changed(state=SessionState.CANCELLED)
    with pytest.raises(Conflict, match="cancelled"):
        cancelled.report(by=Role.MENTOR, held=True, absent=None, now=STARTS + HOUR)


def test_a_reminder_comes_once_for_each_time(session):
    reminded, event = session.remind(hours=24, starts_at=STARTS, now=STARTS - DAY)
    assert event.hours_before == 24
    assert reminded.remind(hours=24, starts_at=STARTS, now=STARTS - DAY) is None
    assert reminded.remind(hours=168, starts_at=STARTS, now=STARTS - DAY) is not None


def test_an_obsolete_reminder_does_nothing(session):
    assert session.remind(hours=24, starts_at=STARTS + DAY, now=STARTS - DAY) is None
    assert session.remind(hours=24, starts_at=STARTS, now=STARTS) is None


@given(
    outcomes=st.lists(st.booleans(), max_size=30),
    alarm_at=st.integers(1, 10),
)
def test_one_alarm_for_each_streak_that_reaches_the_limit(outcomes, alarm_at):
    one = Series(
        id="p1",
        tenant="acme",
        programme="rm",
        mentor_id="a",
        mentee_id="b",
        mentor_employee_id="e-a",
        mentee_employee_id="e-b",
        session_ids=(),
        unplaced=0,
    )
    alarms = 0
    for held in outcomes:
        if held:
            one = one.session_held()
        else:
            one, raised = one.session_lost(alarm_at=alarm_at)
            alarms += len(raised)
    streaks = "".join("h" if held else "x" for held in outcomes).split("h")
    assert alarms == one.alarms == sum(len(streak) >= alarm_at for streak in streaks)


def test_the_alarm_says_how_many(series):
    once, none = series.session_lost(alarm_at=2)
    _, raised = once.session_lost(alarm_at=2)
    assert list(none) == []
    assert [(alarm.pairing_id, alarm.in_a_row) for alarm in raised] == [("p1", 2)]


def test_a_booking_replaces_the_sessions_earlier_one():
    calendar = Calendar(id="e-mia", tenant="acme").book("s1", slot(STARTS), now=STARTS - DAY)
    moved = calendar.book("s1", slot(STARTS + DAY), now=STARTS - DAY)
    assert [b.starts_at for b in moved.busy()] == [STARTS + DAY]
    assert moved.busy(besides="s1") == []
    assert moved.free("s1").busy() == []


def test_what_is_over_is_forgotten():
    calendar = Calendar(id="e-mia", tenant="acme").book("s1", slot(STARTS), now=STARTS - DAY)
    later = calendar.book("s2", slot(STARTS + 2 * DAY), now=STARTS + DAY)
    assert [b.session_id for b in later.bookings] == ["s2"]
