"""The timers of a session: reminders before it, and the end of the time to report how it went."""

from datetime import timedelta

from services.scheduling.domain.sessions import Session
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.scheduling import SessionOutcomeDue, SessionReminderDue
from shared.messaging import UnitOfWork


def set_timers(uow: UnitOfWork, session: Session, rules: ProgrammeRules) -> None:
    """Set the timers of the session's current time; a reminder that is already late is omitted."""
    for hours in session.reminder_hours:
        due_at = session.starts_at - timedelta(hours=hours)
        if due_at > uow.now:
            uow.schedule(_reminder(session, hours), due_at, name=_reminder_name(session, hours))
    due_at = session.ends_at + timedelta(days=rules.outcome_days)
    uow.schedule(SessionOutcomeDue(session_id=session.id), due_at, name=str(session.moves))


def clear_timers(uow: UnitOfWork, session: Session) -> None:
    """Cancel all timers of the session's current time."""
    for hours in session.reminder_hours:
        uow.cancel(_reminder(session, hours), name=_reminder_name(session, hours))
    uow.cancel(SessionOutcomeDue(session_id=session.id), name=str(session.moves))


def _reminder(session: Session, hours: int) -> SessionReminderDue:
    return SessionReminderDue(session_id=session.id, hours_before=hours, starts_at=session.starts_at)


def _reminder_name(session: Session, hours: int) -> str:
    # A timer's name fires once; a session moved to another time and back gets its reminder again.
    return f"{hours}.{session.moves}"
