"""The facts of sessions, and the check-ins that they lead to."""

from services.feedback.commands.check_ins import ask_both, call_off, close_check_in, nudge_silent
from services.feedback.commands.health_records import save_record
from services.feedback.domain.health_record import SessionState
from services.feedback.queries.health_records import health_record
from services.feedback.reactions.base import reactions
from services.feedback.store import CHECK_INS, HEALTH_RECORDS, PARTICIPANTS, PROGRAMMES, SCHEDULES
from shared.contracts.feedback import CheckInDue, CheckInLapseDue, CheckInNudgeDue
from shared.contracts.scheduling import (
    BY_NEITHER,
    SessionCancelled,
    SessionFact,
    SessionHeld,
    SessionMissed,
    SessionMoved,
    SessionPlanned,
)
from shared.messaging import OF_PROGRAMME, Event, UnitOfWork


@reactions.on(SessionPlanned, SessionMoved, replaces={HEALTH_RECORDS: "pairing_id"})
async def note_planned(event: Event[SessionFact], uow: UnitOfWork) -> None:
    """Know how many sessions there should be, and when; ask both about each when it is over."""
    await _note_session(uow, event.data, SessionState.PLANNED)
    uow.schedule(_check_in_due(event.data), event.data.ends_at)


@reactions.on(
    CheckInDue,
    loads={
        PROGRAMMES: OF_PROGRAMME,
        SCHEDULES: OF_PROGRAMME,
        HEALTH_RECORDS: "pairing_id",
        PARTICIPANTS: ("mentor_id", "mentee_id"),
    },
)
async def ask_after_session(event: Event[CheckInDue], uow: UnitOfWork) -> None:
    """Ask both about a session that is over, whatever was reported; not if it was called off or moved."""
    record = await uow.require(HEALTH_RECORDS, event.data.pairing_id)
    if record.takes_place(event.data.session_id, event.data.ends_at):
        await ask_both(uow, event.data)


@reactions.on(SessionMissed, replaces={HEALTH_RECORDS: "pairing_id"})
async def note_missed(event: Event[SessionMissed], uow: UnitOfWork) -> None:
    """Note that they did not meet."""
    await _note_session(uow, event.data, SessionState.MISSED)


@reactions.on(SessionCancelled, replaces={HEALTH_RECORDS: "pairing_id"})
async def note_cancelled(event: Event[SessionCancelled], uow: UnitOfWork) -> None:
    """Note that they will not meet, and ask nobody."""
    uow.cancel(_check_in_due(event.data))
    await call_off(uow, event.data)
    dropped = event.data.reason in BY_NEITHER
    await _note_session(uow, event.data, SessionState.DROPPED if dropped else SessionState.CANCELLED)


@reactions.on(
    SessionHeld,
    loads={
        PROGRAMMES: OF_PROGRAMME,
        SCHEDULES: OF_PROGRAMME,
        PARTICIPANTS: ("mentor_id", "mentee_id"),
    },
    replaces={HEALTH_RECORDS: "pairing_id"},
)
async def note_held(event: Event[SessionHeld], uow: UnitOfWork) -> None:
    """Note that they met, and ask both at once if one of them reported it early."""
    await ask_both(uow, event.data)
    await _note_session(uow, event.data, SessionState.HELD)


@reactions.on(CheckInNudgeDue, loads={CHECK_INS: "check_in_id"})
async def ask_again(event: Event[CheckInNudgeDue], uow: UnitOfWork) -> None:
    """Ask somebody again who has not answered so far; the timer's own time counts."""
    await nudge_silent(uow, event.data.check_in_id, now=max(event.time, uow.now))


@reactions.on(CheckInLapseDue, loads={CHECK_INS: "check_in_id"})
async def end_check_in(event: Event[CheckInLapseDue], uow: UnitOfWork) -> None:
    """Close a check-in whose time is over; one that was answered meanwhile is counted, too."""
    await close_check_in(uow, event.data.check_in_id)


def _check_in_due(session: SessionFact) -> CheckInDue:
    return CheckInDue(**session.model_dump(include=set(CheckInDue.model_fields)))


async def _note_session(uow: UnitOfWork, session: SessionFact, state: SessionState) -> None:
    record = await health_record(uow, session.pairing_id, session.mentor_id, session.mentee_id)
    await save_record(uow, record.record_session(session, state))
