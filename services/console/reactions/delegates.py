"""Facts of enrollment about delegates of executives."""

from services.console.reactions.registry import reactions
from services.console.read_models.people import DelegateState
from services.console.store import PEOPLE, keep, load
from shared.contracts.enrollment import DelegateAccepted, DelegateNamed, DelegationEnded
from shared.messaging import Event, UnitOfWork


@reactions.on(DelegateNamed, replaces={PEOPLE: "participant_id"})
async def note_delegate_named(event: Event[DelegateNamed], uow: UnitOfWork) -> None:
    """Note that a person is asked to be a delegate."""
    await _note(uow, event.data.participant_id, DelegateState.ASKED, event.data.employee_id)


@reactions.on(DelegateAccepted, replaces={PEOPLE: "participant_id"})
async def note_delegate_accepted(event: Event[DelegateAccepted], uow: UnitOfWork) -> None:
    """Note that the person asked is the delegate."""
    await _note(uow, event.data.participant_id, DelegateState.ACCEPTED, event.data.employee_id)


@reactions.on(DelegationEnded, replaces={PEOPLE: "participant_id"})
async def note_delegation_ended(event: Event[DelegationEnded], uow: UnitOfWork) -> None:
    """Note that there is no delegate, and none is asked."""
    await _note(uow, event.data.participant_id, DelegateState.MISSING, "")


async def _note(uow: UnitOfWork, participant_id: str, state: DelegateState, employee_id: str) -> None:
    row = await load(uow, PEOPLE, participant_id)
    await keep(uow, PEOPLE, row.noted(delegate=state, delegate_employee_id=employee_id))
