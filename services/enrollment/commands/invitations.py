"""Coordinators invite employees, who join or decline."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.invitation import Invitation
from services.enrollment.domain.invitation import invite as decide
from services.enrollment.domain.participant import ParticipantState, participant_ids
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_state import begins_everywhere, day_begun
from services.enrollment.queries.eligible import employee_for
from services.enrollment.store import INVITATIONS, PARTICIPANTS, PROGRAMMES
from shared.contracts.enrollment import InvitationDue, InvitationEnding
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.messaging import UnitOfWork


async def invite(uow: UnitOfWork, employee_id: str, role: Role, account: str, days: int) -> Invitation:
    """Invite an employee; inviting again keeps an open invitation, unless the role is another.

    Args:
        uow: the unit of work.
        employee_id: the employee.
        role: as mentor or mentee.
        account: the coordinator's account at the issuer.
        days: the time to answer.

    Raises:
        NotFound: no such programme.
        RuleBroken: the employee can't take part.
        Conflict: the employee takes part already, or the programme takes no new participants.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    programme.check_admits(day_begun(uow.now))
    try:
        employee = await employee_for(uow, programme, employee_id)
    except RuleBroken as error:  # its text states facts that coordinators of some programmes must not see
        raise RuleBroken(
            "no employee with this id can take part now",
            code="employee-cannot-take-part",
            field="employee_id",
        ) from error
    ids = participant_ids(uow.keyed_id, uow.scope, employee.id)
    for id_ in ids.values():
        participant = await uow.get(PARTICIPANTS, id_)
        if participant and participant.state is not ParticipantState.WITHDRAWN:
            raise Conflict("this employee already takes part", code="takes-part-already", field="employee_id")
    earlier = await uow.get(INVITATIONS, ids[role])
    if earlier and earlier.is_open(uow.now):
        return earlier
    other = await uow.get(INVITATIONS, ids[role.other])
    if other:
        end_invitation(uow, other, InvitationEnding.WITHDRAWN)
    return send_invitation(uow, employee, role, account, answer_by(uow, programme, days), earlier)


def answer_by(uow: UnitOfWork, programme: Programme, days: int) -> datetime:
    """Return the end of the time to answer: at the latest when nobody can join any more."""
    return min(uow.now + timedelta(days=days), begins_everywhere(programme.plan.closes_on))


def send_invitation(
    uow: UnitOfWork,
    employee: Employee,
    role: Role,
    account: str,
    expires_at: datetime,
    earlier: Invitation | None,
) -> Invitation:
    """Invite an employee who can take part and is not invited."""
    id_ = participant_ids(uow.keyed_id, uow.scope, employee.id)[role]
    programme_id = uow.scope.programme
    invitation, events = decide(earlier, id_, employee, programme_id, role, account, uow.now, expires_at)
    uow.schedule(InvitationDue(invitation_id=invitation.id), expires_at)
    return uow.save(INVITATIONS, invitation, *events)


async def decline_invitation(uow: UnitOfWork, invitation_id: str, employee_id: str) -> Invitation:
    """Decline an invitation; a second time changes nothing.

    Raises:
        NotFound: no such invitation, or it is somebody else's.
        Conflict: it is over.
    """
    invitation = await uow.require(INVITATIONS, invitation_id)
    if invitation.employee_id != employee_id:
        raise NotFound(f"no such invitation: {invitation_id}")
    declined, events = invitation.decline(uow.now)
    return uow.save(INVITATIONS, declined, *events) if events else invitation


async def let_invitation_expire(uow: UnitOfWork, invitation_id: str) -> None:
    """End an invitation that nobody has answered in time."""
    invitation = await uow.require(INVITATIONS, invitation_id)
    expired, events = invitation.expire(uow.now)
    if events:
        uow.save(INVITATIONS, expired, *events)


async def settle_invitations(uow: UnitOfWork, ids: Mapping[Role, str], role: Role) -> None:
    """End the invitations of an employee who joins: that to the role is accepted, another withdrawn."""
    for each, id_ in ids.items():
        invitation = await uow.get(INVITATIONS, id_)
        if invitation is None:
            continue
        if each is not role:
            end_invitation(uow, invitation, InvitationEnding.WITHDRAWN)
            continue
        accepted, events = invitation.accept()
        if events:
            uow.cancel(InvitationDue(invitation_id=invitation.id))
            uow.save(INVITATIONS, accepted, *events)


def end_invitation(uow: UnitOfWork, invitation: Invitation, ending: InvitationEnding) -> None:
    """End an invitation; one that is over stays as it is."""
    ended, events = invitation.end(ending)
    if events:
        uow.cancel(InvitationDue(invitation_id=invitation.id))
        uow.save(INVITATIONS, ended, *events)
