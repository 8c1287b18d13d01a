"""Facts of feedback: check-ins, first contact, pairs that do not meet."""

from typing import Any, Final

from services.notification.commands.planning import count_in_digest, plan, take_back
from services.notification.domain.delivery import Reader, reader_of, remind_at
from services.notification.domain.kinds import Kind
from services.notification.reactions.base import PAIR, ids_of, reactions
from shared.contracts.feedback import (
    CheckInLapsed,
    CheckInRequested,
    CheckInSubmitted,
    FirstContactMade,
    IdleStep,
    PairingFellIdle,
)
from shared.messaging import Event, UnitOfWork

_ASKING: Final = (Kind.CHECK_IN, Kind.CHECK_IN_REMINDER)
_FOR_COORDINATORS: Final = {
    IdleStep.FIRST_CONTACT: "pairs-without-first-contact",
    IdleStep.COORDINATOR: "pairs-that-do-not-meet",
}


@reactions.on(CheckInRequested)
async def ask_how_it_went(event: Event[CheckInRequested], uow: UnitOfWork) -> None:
    """Ask the participant, and once more a day before the check-in lapses."""
    data = event.data
    due = {Kind.CHECK_IN: event.time, Kind.CHECK_IN_REMINDER: remind_at(event.time, data.due_at)}
    for kind in _ASKING:
        await plan(
            uow,
            kind,
            data.check_in_id,
            reader_of(data.role),
            subject_id=data.check_in_id,
            participant_id=data.participant_id,
            due_at=due[kind],
            deadline=data.due_at,
            expires_at=data.due_at,
        )


@reactions.on(CheckInSubmitted, CheckInLapsed)
async def note_check_in(event: Event[Any], uow: UnitOfWork) -> None:
    """Ask no more for what was answered, or can no longer be."""
    await take_back(uow, event.data.check_in_id, [reader_of(event.data.role)], *_ASKING)


@reactions.on(FirstContactMade)
async def note_first_contact(event: Event[FirstContactMade], uow: UnitOfWork) -> None:
    """Remind no more of the first contact."""
    await take_back(uow, event.data.pairing_id, [Reader.MENTEE], Kind.FIRST_CONTACT_REMINDER)


@reactions.on(PairingFellIdle)
async def nudge(event: Event[PairingFellIdle], uow: UnitOfWork) -> None:
    """Remind two who do not meet of each other; later steps are for the coordinators."""
    data = event.data
    if data.step == IdleStep.WARN:
        for reader in PAIR:
            fields = {"subject_id": data.pairing_id, "due_at": event.time, **ids_of(data, reader)}
            await plan(uow, Kind.NUDGE, event.id, reader, **fields)
    elif isinstance(data.step, IdleStep) and data.step in _FOR_COORDINATORS:
        await count_in_digest(uow, event.time, _FOR_COORDINATORS[data.step])
