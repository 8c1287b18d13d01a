"""Facts of enrollment about delegates of executives."""

from typing import Final

from services.notification.commands.planning import plan, take_back
from services.notification.domain.delivery import Reader
from services.notification.domain.kinds import Kind
from services.notification.reactions import appointments
from services.notification.reactions.base import reactions
from shared.contracts.enrollment import DelegateAccepted, DelegateNamed, DelegationEnded
from shared.messaging import Event, UnitOfWork

_ASKING: Final = (Kind.DELEGATE_ASKED, Kind.DELEGATE_ASKED_REMINDER)


@reactions.on(DelegateNamed)
async def ask_delegate(event: Event[DelegateNamed], uow: UnitOfWork) -> None:
    """Ask the person named."""
    await appointments.ask(uow, event, *_ASKING, _naming(event.data), _to_delegate(event.data))


@reactions.on(DelegateAccepted)
async def note_delegate(event: Event[DelegateAccepted], uow: UnitOfWork) -> None:
    """Tell the executive."""
    naming = _naming(event.data)
    await appointments.ask_no_more(uow, *_ASKING, naming)
    whom = _to_executive(event.data)
    await plan(uow, Kind.DELEGATE_ACCEPTED, naming, Reader.MENTEE, due_at=event.time, **whom)


@reactions.on(DelegationEnded)
async def note_delegation_over(event: Event[DelegationEnded], uow: UnitOfWork) -> None:
    """Tell the one of the two who did not end it."""
    data, naming = event.data, _naming(event.data)
    await appointments.ask_no_more(uow, *_ASKING, naming)
    await take_back(uow, naming, [Reader.MENTEE], Kind.DELEGATE_ACCEPTED)
    if data.ending in appointments.MISSING:
        whom = _to_executive(data)
        await plan(uow, Kind.DELEGATE_MISSING, naming, Reader.MENTEE, due_at=event.time, **whom)
    elif data.accepted and data.ending in appointments.BY_OTHERS:
        whom = _to_delegate(data)
        await plan(uow, Kind.DELEGATION_OVER, naming, Reader.EMPLOYEE, due_at=event.time, **whom)


def _to_delegate(fact: DelegateNamed | DelegationEnded) -> dict[str, str]:
    """Address the person named; with the executive, by whom the programme's name is found."""
    id_ = fact.participant_id
    return {"subject_id": id_, "employee_id": fact.employee_id, "partner_id": id_}


def _to_executive(fact: DelegateAccepted | DelegationEnded) -> dict[str, str]:
    return {"subject_id": fact.participant_id, "participant_id": fact.participant_id}


def _naming(fact: DelegateNamed | DelegateAccepted | DelegationEnded) -> str:
    """Return the fact that somebody was named: of several by one executive, each is another."""
    return f"{fact.participant_id}-{fact.number}"
