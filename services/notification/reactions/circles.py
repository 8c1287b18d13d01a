"""Facts of enrollment about circles of mentors."""

from collections.abc import Callable
from typing import Any

from services.notification.commands.planning import plan, plan_session
from services.notification.domain.delivery import Reader, SessionTime, delivery_id
from services.notification.domain.kinds import Kind
from services.notification.reactions.base import GATHER, messages_of, reactions
from services.notification.store import DELIVERIES
from shared.contracts.enrollment import (
    CircleDateCancelled,
    CircleDateFact,
    CircleDateMoved,
    CircleDateReminded,
    CircleDateSet,
    CircleMemberAdded,
    CircleMemberRemoved,
)
from shared.messaging import Event, UnitOfWork

_MEMBER = (Reader.MENTOR,)


def _messages(kind: Kind) -> Callable[[Event[Any]], list[str]]:
    """Return the ids of the messages of a kind that a fact makes, one for each member."""
    return lambda event: [
        delivery_id(kind, _fact_id(event, id_), Reader.MENTOR) for id_ in event.data.participant_ids
    ]


def _common_messages(kind: Kind) -> Callable[[Event[Any]], list[str]]:
    """Return the ids of the messages that stand for all dates of one act."""
    return lambda event: [
        delivery_id(kind, _act(event, id_), Reader.MENTOR) for id_ in event.data.participant_ids
    ]


@reactions.on(CircleMemberAdded, loads={DELIVERIES: messages_of("", Kind.CIRCLE_JOINED, readers=_MEMBER)})
async def tell_added(event: Event[CircleMemberAdded], uow: UnitOfWork) -> None:
    """Tell a mentor that they are in a circle."""
    await _tell_member(Kind.CIRCLE_JOINED, event, uow)


@reactions.on(CircleMemberRemoved, loads={DELIVERIES: messages_of("", Kind.CIRCLE_REMOVED, readers=_MEMBER)})
async def tell_removed(event: Event[CircleMemberRemoved], uow: UnitOfWork) -> None:
    """Tell a mentor that coordinators have taken them out of a circle."""
    await _tell_member(Kind.CIRCLE_REMOVED, event, uow)


@reactions.on(CircleDateSet, loads={DELIVERIES: _common_messages(Kind.CIRCLE_DATES)})
async def tell_date(event: Event[CircleDateSet], uow: UnitOfWork) -> None:
    """Give the members a date for their calendars, in one message for those that they get at once."""
    await _tell_together(Kind.CIRCLE_DATES, event, uow)


@reactions.on(CircleDateMoved, loads={DELIVERIES: _messages(Kind.CIRCLE_DATE_MOVED)})
async def tell_new_time(event: Event[CircleDateMoved], uow: UnitOfWork) -> None:
    """Tell the members the new time."""
    await _tell_each(Kind.CIRCLE_DATE_MOVED, event, uow)


@reactions.on(CircleDateCancelled, loads={DELIVERIES: _common_messages(Kind.CIRCLE_DATES_OFF)})
async def tell_date_off(event: Event[CircleDateCancelled], uow: UnitOfWork) -> None:
    """Tell those whom it concerned that a date is off, in one message for all that end at once."""
    await _tell_together(Kind.CIRCLE_DATES_OFF, event, uow)


@reactions.on(CircleDateReminded, loads={DELIVERIES: _messages(Kind.CIRCLE_REMINDER)})
async def remind_of_date(event: Event[CircleDateReminded], uow: UnitOfWork) -> None:
    """Remind the members."""
    await _tell_each(Kind.CIRCLE_REMINDER, event, uow)


async def _tell_member(kind: Kind, event: Event[Any], uow: UnitOfWork) -> None:
    whom = {"subject_id": event.data.circle_id, "participant_id": event.data.participant_id}
    await plan(uow, kind, event.id, Reader.MENTOR, due_at=event.time, **whom)


async def _tell_each(kind: Kind, event: Event[Any], uow: UnitOfWork) -> None:
    """Tell each member of one date, which is of no use once it is past."""
    for id_ in event.data.participant_ids:
        fields = {**_whom(event.data, id_), "due_at": event.time, "expires_at": event.data.starts_at}
        await plan(uow, kind, _fact_id(event, id_), Reader.MENTOR, sessions=(_time_of(event),), **fields)


async def _tell_together(kind: Kind, event: Event[Any], uow: UnitOfWork) -> None:
    """Tell each member of a date, in one message for all dates of one act."""
    for id_ in event.data.participant_ids:
        fields = {**_whom(event.data, id_), "due_at": event.time + GATHER}
        own, common = _fact_id(event, id_), _act(event, id_)
        await plan_session(uow, kind, common, own, Reader.MENTOR, _time_of(event), **fields)


def _fact_id(event: Event[Any], participant_id: str) -> str:
    return f"{event.id}/{participant_id}"


def _act(event: Event[Any], participant_id: str) -> str:
    """Return the facts of one act have one time."""
    return f"{event.time.isoformat()}/{event.data.circle_id}/{participant_id}"


def _whom(fact: CircleDateFact, participant_id: str) -> dict[str, str]:
    return {"subject_id": fact.circle_id, "participant_id": participant_id}


def _time_of(event: Event[Any]) -> SessionTime:
    """Return the date as of this event; its sequence rises with every event of the circle."""
    fields = event.data.model_dump(include={"number", "starts_at", "ends_at"})
    return SessionTime(session_id=event.data.date_id, sequence=event.envelope.sequence, **fields)
