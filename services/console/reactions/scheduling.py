"""Facts of scheduling."""

from services.console.reactions.registry import reactions
from services.console.read_models.sessions import Session, SessionState
from services.console.store import PAIRINGS, SESSIONS, keep, load
from shared.contracts.scheduling import (
    BY_NEITHER,
    CancellationAlarmRaised,
    SeriesPlanned,
    SessionCancelled,
    SessionFact,
    SessionHeld,
    SessionMissed,
    SessionMoved,
    SessionPlanned,
)
from shared.messaging import Event, UnitOfWork


@reactions.on(SeriesPlanned, replaces={PAIRINGS: "pairing_id"})
async def note_series(event: Event[SeriesPlanned], uow: UnitOfWork) -> None:
    """Note that a pairing has its sessions, except those without a slot."""
    pairing = await load(uow, PAIRINGS, event.data.pairing_id)
    await keep(uow, PAIRINGS, pairing.noted(unplaced=event.data.unplaced))


@reactions.on(SessionPlanned, SessionMoved, replaces={SESSIONS: "session_id"})
async def note_planned(event: Event[SessionFact], uow: UnitOfWork) -> None:
    """Note the first time of a session, or a new one."""
    await keep(uow, SESSIONS, await _session(event, uow, SessionState.PLANNED))


@reactions.on(SessionMissed, replaces={SESSIONS: "session_id"})
async def note_missed(event: Event[SessionMissed], uow: UnitOfWork) -> None:
    """Note that a session did not take place."""
    await keep(uow, SESSIONS, await _session(event, uow, SessionState.MISSED))


@reactions.on(SessionCancelled, replaces={SESSIONS: "session_id"})
async def note_cancelled(event: Event[SessionCancelled], uow: UnitOfWork) -> None:
    """Note that a session was cancelled, by a person or with its pairing."""
    dropped = event.data.reason in BY_NEITHER
    session = await _session(event, uow, SessionState.DROPPED if dropped else SessionState.CANCELLED)
    await keep(uow, SESSIONS, session.noted(reason=str(event.data.reason)))


@reactions.on(SessionHeld, replaces={SESSIONS: "session_id"}, loads={PAIRINGS: "pairing_id"})
async def note_held(event: Event[SessionHeld], uow: UnitOfWork) -> None:
    """Note that a session was held.

    Which also settles an earlier alarm and the step taken while they did not meet.
    """
    await keep(uow, SESSIONS, await _session(event, uow, SessionState.HELD))
    pairing = await load(uow, PAIRINGS, event.data.pairing_id)
    await keep(uow, PAIRINGS, pairing.met(event.data.ends_at, at=event.time))


@reactions.on(CancellationAlarmRaised, replaces={PAIRINGS: "pairing_id"})
async def note_alarm(event: Event[CancellationAlarmRaised], uow: UnitOfWork) -> None:
    """Record the alarm after several sessions in a row that did not take place."""
    pairing = await load(uow, PAIRINGS, event.data.pairing_id)
    await keep(uow, PAIRINGS, pairing.noted(alarm_at=event.time, in_a_row=event.data.in_a_row))


async def _session(event: Event[SessionFact], uow: UnitOfWork, state: SessionState) -> Session:
    data = event.data
    row = await load(uow, SESSIONS, data.session_id)
    return row.noted(
        pairing_id=data.pairing_id,
        mentor_id=data.mentor_id,
        mentee_id=data.mentee_id,
        number=data.number,
        starts_at=data.starts_at,
        state=state,
    )
