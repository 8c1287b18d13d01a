"""Facts of enrollment about those who apply for a place."""

from datetime import datetime
from typing import Final

from services.notification.commands.planning import count_in_digest, plan, take_back
from services.notification.domain.delivery import reader_of, remind_at
from services.notification.domain.kinds import Kind
from services.notification.domain.upstream import Participant
from services.notification.reactions.base import reactions
from services.notification.store import PARTICIPANTS
from shared.contracts.enrollment import (
    ApplicationEnded,
    ApplicationEnding,
    ApplicationReceived,
    ApplicationWaitlisted,
    PlaceOffered,
)
from shared.messaging import Event, UnitOfWork

_OFFERING: Final = (Kind.PLACE_OFFER, Kind.PLACE_OFFER_REMINDER)
_ENDINGS: Final = {
    ApplicationEnding.DECLINED: Kind.APPLICATION_DECLINED,
    ApplicationEnding.LAPSED: Kind.PLACE_OFFER_LAPSED,
}


@reactions.on(ApplicationReceived)
async def note_application(event: Event[ApplicationReceived], uow: UnitOfWork) -> None:
    """Note who it is; let the coordinators know of an application that they decide about."""
    data = event.data
    person = Participant(id=data.application_id, employee_id=data.employee_id, **event.scope.model_dump())
    uow.save(PARTICIPANTS, person)
    if data.to_decide:
        await count_in_digest(uow, event.time, "applications-to-decide")


@reactions.on(ApplicationWaitlisted)
async def note_waitlisted(event: Event[ApplicationWaitlisted], uow: UnitOfWork) -> None:
    """Tell the applicant that they wait for a place."""
    whom = _whom(event.data.application_id)
    await plan(uow, Kind.WAITLISTED, event.id, reader_of(event.data.role), due_at=event.time, **whom)


@reactions.on(PlaceOffered)
async def offer_place(event: Event[PlaceOffered], uow: UnitOfWork) -> None:
    """Offer the place, and remind of it a day before the offer expires."""
    data = event.data
    due = {Kind.PLACE_OFFER: event.time, Kind.PLACE_OFFER_REMINDER: remind_at(event.time, data.expires_at)}
    for kind in _OFFERING:
        await plan(
            uow,
            kind,
            _offer(data.application_id, data.expires_at),
            reader_of(data.role),
            due_at=due[kind],
            deadline=data.expires_at,
            expires_at=data.expires_at,
            **_whom(data.application_id),
        )


@reactions.on(ApplicationEnded)
async def close_application(event: Event[ApplicationEnded], uow: UnitOfWork) -> None:
    """Remind of the offer no more; tell the applicant what they did not do themselves."""
    data, reader = event.data, reader_of(event.data.role)
    if data.expires_at:
        await take_back(uow, _offer(data.application_id, data.expires_at), [reader], *_OFFERING)
    kind = _ENDINGS.get(data.ending) if isinstance(data.ending, ApplicationEnding) else None
    if kind:
        await plan(uow, kind, event.id, reader, due_at=event.time, **_whom(data.application_id))


def _offer(application_id: str, expires_at: datetime) -> str:
    """Return the fact that a place was offered: of several offers to one applicant, each is another.

    In whole seconds, since a database keeps no microseconds.
    """
    return f"{application_id}@{int(expires_at.timestamp())}"


def _whom(application_id: str) -> dict[str, str]:
    return {"subject_id": application_id, "participant_id": application_id}
