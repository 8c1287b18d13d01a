"""Commands on sessions."""

from datetime import UTC, datetime

from services.scheduling.commands import timers
from services.scheduling.commands.bookings import release
from services.scheduling.commands.conclusions import conclude
from services.scheduling.domain.hours import Slot
from services.scheduling.domain.planning import next_quarter
from services.scheduling.domain.sessions import Session, SessionState
from services.scheduling.queries.bookings import calendar_of, load_pair
from services.scheduling.store import CALENDARS, PARTICIPANTS, PROGRAMMES, SERIES, SESSIONS
from shared.contracts.scheduling import BY_NEITHER, CancelReason
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken
from shared.messaging import UnitOfWork


async def move(uow: UnitOfWork, session_id: str, starts_at: datetime, *, employee_id: str) -> Session:
    """Move a session to a time when both are free and at work; the same time again changes nothing."""
    session = await uow.require(SESSIONS, session_id)
    return await move_for(uow, session, starts_at, by=await require_role(uow, session, employee_id))


async def move_for(
    uow: UnitOfWork, session: Session, starts_at: datetime, *, by: Role, delegate_id: str | None = None
) -> Session:
    """Move a session for one of the two, who does it themselves unless it is their delegate."""
    if session.state is SessionState.PLANNED and session.starts_at == starts_at:
        return session
    if next_quarter(starts_at) != starts_at:
        raise RuleBroken("must be on a quarter hour", code="not-on-quarter-hour", field="starts_at")
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    (await uow.require(SERIES, session.pairing_id)).check_time(starts_at)
    pair = await load_pair(uow, session, programme)
    begins = starts_at.astimezone(UTC)
    slot = Slot(starts_at=begins, ends_at=begins + pair.duration)
    moved, event = session.move(slot, by=by, now=uow.now, rules=programme.rules, delegate_id=delegate_id)
    if not pair.works_for_both(slot):
        raise RuleBroken(
            "must be within both people's working hours and the programme",
            code="outside-working-hours",
            field="starts_at",
        )
    if any(slot.overlaps(other) for other in pair.busy):
        raise Conflict(
            "one of the two has another session at that time", code="another-session-then", field="starts_at"
        )
    for side in (session.mentor, session.mentee):
        calendar = await calendar_of(uow, side.employee_id)
        uow.save(CALENDARS, calendar.book(session.id, slot, now=uow.now))
    timers.clear_timers(uow, session)
    timers.set_timers(uow, moved, programme.rules)
    return uow.save(SESSIONS, moved, event)


async def cancel(uow: UnitOfWork, session_id: str, reason: CancelReason, *, employee_id: str) -> Session:
    """Cancel a session; the rest of the series stays. In a repetition the first reason stands."""
    session = await uow.require(SESSIONS, session_id)
    by = await require_role(uow, session, employee_id)
    if reason in BY_NEITHER:
        raise RuleBroken(
            "end or pause the pairing instead; that cancels its sessions",
            code="end-pairing-instead",
            field="reason",
        )
    if session.state is SessionState.CANCELLED:
        return session
    cancelled, event = session.cancel(by=by, reason=reason, now=uow.now)
    timers.clear_timers(uow, session)
    await release(uow, session)
    await count_lost(uow, session.pairing_id)
    return uow.save(SESSIONS, cancelled, event)


async def report_outcome(
    uow: UnitOfWork, session_id: str, *, held: bool, absent: Role | None, employee_id: str
) -> Session:
    """Report the outcome of a session; the first report counts, the other's is kept.

    Raises:
        Conflict: the session was cancelled, has not started, or the same person reported another outcome.
    """
    session = await uow.require(SESSIONS, session_id)
    by = await require_role(uow, session, employee_id)
    if held and absent:
        raise RuleBroken(
            "must be empty for a session that was held", code="absent-from-held-session", field="absent"
        )
    done, events = session.report(by=by, held=held, absent=absent, now=uow.now)
    if done == session:
        return session
    if events:
        await _note_outcome(uow, session, held=held)
    saved = uow.save(SESSIONS, done, *events)
    if events:
        await conclude(uow, session.pairing_id)
    return saved


async def _note_outcome(uow: UnitOfWork, session: Session, *, held: bool) -> None:
    timers.clear_timers(uow, session)
    if held:
        series = await uow.require(SERIES, session.pairing_id)
        uow.save(SERIES, series.session_held())
    else:
        await count_lost(uow, session.pairing_id)


async def require_role(uow: UnitOfWork, session: Session, employee_id: str) -> Role:
    """Return the role of the employee who acts.

    Raises:
        NotFound: the employee is not one of the two.
        Conflict: the person has left the programme.
    """
    role = session.role_of(employee_id)
    person = await uow.require(PARTICIPANTS, session.side(role).participant_id)
    if person.withdrawn:
        raise Conflict("you have left this programme", code="left-programme")
    return role


async def count_lost(uow: UnitOfWork, pairing_id: str) -> None:
    """Count a session that did not take place, and raise the alarm at the programme's limit."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    series = await uow.require(SERIES, pairing_id)
    counted, alarms = series.session_lost(alarm_at=programme.rules.alarm_cancellations)
    uow.save(SERIES, counted, *alarms)
