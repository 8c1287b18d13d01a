"""Facts of enrollment about those who are invited."""

from datetime import datetime
from typing import Final

from services.notification.commands.planning import plan, take_back
from services.notification.domain.delivery import reader_of, remind_at
from services.notification.domain.kinds import Kind
from services.notification.domain.upstream import Participant
from services.notification.reactions.base import reactions
from services.notification.store import PARTICIPANTS
from shared.contracts.enrollment import EmployeeInvited, InvitationEnded
from shared.messaging import Event, UnitOfWork

_ASKING: Final = (Kind.INVITATION, Kind.INVITATION_REMINDER)


@reactions.on(EmployeeInvited)
async def ask_invited(event: Event[EmployeeInvited], uow: UnitOfWork) -> None:
    """Note who it is; ask the employee to join, and once more a day before the invitation expires."""
    data = event.data
    person = Participant(id=data.invitation_id, employee_id=data.employee_id, **event.scope.model_dump())
    uow.save(PARTICIPANTS, person)
    due = {Kind.INVITATION: event.time, Kind.INVITATION_REMINDER: remind_at(event.time, data.expires_at)}
    for kind in _ASKING:
        await plan(
            uow,
            kind,
            _invitation(data.invitation_id, data.expires_at),
            reader_of(data.role),
            due_at=due[kind],
            deadline=data.expires_at,
            expires_at=data.expires_at,
            subject_id=data.invitation_id,
            participant_id=data.invitation_id,
        )


@reactions.on(InvitationEnded)
async def close_invitation(event: Event[InvitationEnded], uow: UnitOfWork) -> None:
    """Ask and remind no more."""
    data = event.data
    fact = _invitation(data.invitation_id, data.expires_at)
    await take_back(uow, fact, [reader_of(data.role)], *_ASKING)


def _invitation(invitation_id: str, expires_at: datetime) -> str:
    """Return the fact that somebody is invited: of several invitations to one employee, each is another.

    In whole seconds, since a database keeps no microseconds.
    """
    return f"{invitation_id}@{int(expires_at.timestamp())}"
