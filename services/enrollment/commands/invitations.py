"""Coordinators ask employees to take part."""

from services.enrollment.commands.participants import employee_for
from services.enrollment.domain.invitation import Invitation, invitation_id
from services.enrollment.domain.participant import ParticipantState, participant_ids
from services.enrollment.domain.programme_state import day_begun
from services.enrollment.store import INVITATIONS, PARTICIPANTS, PROGRAMMES
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken
from shared.messaging import UnitOfWork


async def invite(uow: UnitOfWork, employee_id: str, role: Role, account: str) -> Invitation:
    """Invite an employee; inviting again keeps the first invitation, unless the role is another.

    Args:
        uow: the unit of work.
        employee_id: whom.
        role: as mentor or mentee.
        account: the coordinator's account at the issuer.

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
        raise RuleBroken("no employee with this id can take part now", field="employee_id") from error
    for id_ in participant_ids(uow.keyed_id, uow.scope, employee.id).values():
        participant = await uow.get(PARTICIPANTS, id_)
        if participant and participant.state is not ParticipantState.WITHDRAWN:
            raise Conflict("this employee already takes part", field="employee_id")
    id_ = invitation_id(uow.keyed_id, uow.scope, employee.id)
    invitation = await uow.get(INVITATIONS, id_)
    if invitation and invitation.role is role:
        return invitation
    invitation = Invitation(
        id=id_,
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        region=employee.region,
        employee_id=employee.id,
        role=role,
        invited_by=account,
        invited_at=uow.now,
    )
    return uow.save(INVITATIONS, invitation)
