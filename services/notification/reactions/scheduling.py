"""Facts of scheduling: sessions planned, moved, cancelled and near."""

from collections.abc import Callable
from typing import Any

from services.notification.commands.planning import count_in_digest, plan, plan_session
from services.notification.domain.delivery import SessionTime, delivery_id
from services.notification.domain.kinds import Kind
from services.notification.reactions.base import GATHER, PAIR, ids_of, messages_of, reactions
from services.notification.store import DELIVERIES
from shared.contracts.scheduling import (
    CancellationAlarmRaised,
    SessionCancelled,
    SessionFact,
    SessionMoved,
    SessionPlanned,
    SessionReminded,
)
from shared.messaging import Event, UnitOfWork


def _common_messages(kind: Kind) -> Callable[[Event[Any]], list[str]]:
    """Return the ids that `_tell` looks at: of the messages that stand for all sessions of a cause."""
    return lambda event: [delivery_id(kind, _cause(event), reader) for reader in PAIR]


@reactions.on(SessionPlanned, loads={DELIVERIES: _common_messages(Kind.SESSIONS_PLANNED)})
async def tell_planned(event: Event[SessionPlanned], uow: UnitOfWork) -> None:
    """Tell both the times of their sessions, in one message for a series."""
    await _tell(Kind.SESSIONS_PLANNED, event, uow)


@reactions.on(SessionCancelled, loads={DELIVERIES: _common_messages(Kind.SESSIONS_CANCELLED)})
async def tell_cancelled(event: Event[SessionCancelled], uow: UnitOfWork) -> None:
    """Tell both which sessions do not take place, in one message for all that end with a pairing."""
    await _tell(Kind.SESSIONS_CANCELLED, event, uow)


@reactions.on(SessionMoved, loads={DELIVERIES: messages_of("", Kind.SESSION_MOVED)})
async def tell_moved(event: Event[SessionMoved], uow: UnitOfWork) -> None:
    """Tell both the new time."""
    for reader in PAIR:
        await plan(
            uow,
            Kind.SESSION_MOVED,
            event.id,
            reader,
            subject_id=event.data.session_id,
            due_at=event.time,
            expires_at=event.data.starts_at,
            delegate_id=event.data.delegate_id,
            sessions=(_time_of(event),),
            **ids_of(event.data, reader),
        )


@reactions.on(SessionReminded, loads={DELIVERIES: messages_of("", Kind.SESSION_REMINDER)})
async def remind(event: Event[SessionReminded], uow: UnitOfWork) -> None:
    """Remind both."""
    for reader in PAIR:
        await plan(
            uow,
            Kind.SESSION_REMINDER,
            event.id,
            reader,
            subject_id=event.data.session_id,
            due_at=event.time,
            expires_at=event.data.starts_at,
            sessions=(_time_of(event),),
            **ids_of(event.data, reader),
        )


@reactions.on(CancellationAlarmRaised)
async def note_alarm(event: Event[CancellationAlarmRaised], uow: UnitOfWork) -> None:
    """Let the coordinators know of a pair whose sessions do not take place."""
    await count_in_digest(uow, event.time, "pairs-that-cancel")


async def _tell(kind: Kind, event: Event[SessionPlanned] | Event[SessionCancelled], uow: UnitOfWork) -> None:
    data = event.data
    for reader in PAIR:
        ids = {"subject_id": data.pairing_id, **ids_of(data, reader)}
        fields = {**ids, "due_at": event.time + GATHER}
        await plan_session(uow, kind, _cause(event), event.id, reader, _time_of(event), **fields)


def _cause(event: Event[Any]) -> str:
    """Return the id of the fact that caused this and other sessions' facts."""
    return f"{event.envelope.causation_id or event.id}/{event.data.pairing_id}"


def _time_of(event: Event[SessionFact]) -> SessionTime:
    """Return the session as of this event; its sequence rises with every event of the session."""
    fields = event.data.model_dump(include={"session_id", "number", "starts_at", "ends_at"})
    return SessionTime(**fields, sequence=event.envelope.sequence)
