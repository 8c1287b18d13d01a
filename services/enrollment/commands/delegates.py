"""Delegates: executives name them and end it, the person named answers and can step down."""

from typing import Any, Final

from services.enrollment.commands import appointments
from services.enrollment.domain.appointment import OPEN
from services.enrollment.domain.delegation import Delegation, check_delegate, name_delegate
from services.enrollment.queries.delegates import find_mentors, require_executive
from services.enrollment.queries.people_named import find_person
from services.enrollment.store import DELEGATIONS, PARTICIPANTS
from shared.contracts.enrollment import AppointmentEnding, DelegateRequestDue, DelegationsOverDue
from shared.messaging import UnitOfWork

_AT_ONCE: Final = 200
"""The most delegations that end in one transaction."""


async def name(uow: UnitOfWork, executive_id: str, person: str) -> Delegation:
    """Name the delegate of an executive; the same person again changes nothing.

    Args:
        uow: of the programme.
        executive_id: the executive as an employee.
        person: the mail address or the employee id of the person to be asked.

    Raises:
        NotFound: the employee does not take part as a mentee.
        RuleBroken: nobody has this address or id, or the person can't be the delegate.
        Conflict: somebody else is asked, or is the delegate; or they were asked lately and did not accept.
    """
    executive = await require_executive(uow, executive_id)
    delegate = await find_person(uow, person)
    earlier = await uow.get(DELEGATIONS, executive.id)
    if earlier and appointments.is_named(earlier, delegate.id):
        return earlier
    named = name_delegate(executive, earlier, delegate.id, uow.now)
    await _check(uow, named)
    return appointments.ask(uow, DELEGATIONS, named, DelegateRequestDue(participant_id=executive.id))


async def answer(uow: UnitOfWork, participant_id: str, employee_id: str, *, accepts: bool) -> None:
    """Accept, decline, or step down later; a repetition changes nothing.

    Raises:
        NotFound: the employee was not named by such an executive.
        RuleBroken: they are paired with the executive meanwhile, so that they can no longer accept.
        Conflict: it is over, so that they can no longer accept.
    """

    async def check(delegation: Delegation) -> dict[str, Any]:
        await _check(uow, delegation)
        return {}

    await appointments.answer(uow, DELEGATIONS, participant_id, employee_id, accepts=accepts, check=check)


async def revoke(uow: UnitOfWork, executive_id: str) -> None:
    """Have no delegate; while nobody is named, this changes nothing.

    Raises:
        NotFound: the employee does not take part as a mentee.
    """
    executive = await require_executive(uow, executive_id)
    await appointments.end(uow, DELEGATIONS, executive.id, AppointmentEnding.REVOKED)


async def end_all(uow: UnitOfWork) -> None:
    """End the delegations of a programme that is over, many in a transaction; others follow by a timer."""
    going_on = {"state": {"$in": [state.value for state in OPEN]}}
    delegations = await uow.find(DELEGATIONS, going_on, sort=[("id", 1)], limit=_AT_ONCE)
    for delegation in delegations:
        ended, events = delegation.end(AppointmentEnding.OVER)
        uow.save(DELEGATIONS, ended, *events)
    if len(delegations) == _AT_ONCE:
        due = DelegationsOverDue(programme_id=uow.scope.programme)
        uow.schedule(due, uow.now, name=delegations[-1].id)


async def _check(uow: UnitOfWork, delegation: Delegation) -> None:
    executive = await uow.require(PARTICIPANTS, delegation.id)
    check_delegate(delegation.employee_id, executive, await find_mentors(uow, executive.id))
