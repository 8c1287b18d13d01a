"""Applications: employees apply and withdraw, coordinators admit and decline."""

from services.enrollment.commands.places import end_application, offer_or_queue
from services.enrollment.domain.application import Application, ApplicationState, Decline, apply
from services.enrollment.domain.participant import ParticipantState, participant_ids
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_state import day_begun
from services.enrollment.queries.eligible import employee_for
from services.enrollment.queries.invitations import find_usable
from services.enrollment.store import (
    APPLICATIONS,
    APPLICATIONS_OF_ALL_PROGRAMMES,
    PARTICIPANTS,
    PROGRAMMES,
)
from shared.contracts.enrollment import ApplicationEnding
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, NotFound
from shared.messaging import UnitOfWork


async def apply_for_place(uow: UnitOfWork, employee_id: str, role: Role) -> Application:
    """Apply for a role; a repetition changes nothing while the application is open.

    Raises:
        NotFound: no such programme.
        RuleBroken: the employee can't take part.
        Conflict: they take part already or have applied for the other role, the programme is by invitation
            only or takes no new participants.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    programme.check_admits(day_begun(uow.now))
    employee = await employee_for(uow, programme, employee_id)
    ids = participant_ids(uow.keyed_id, uow.scope, employee_id)
    earlier = await uow.get(APPLICATIONS, ids[role])
    if earlier and earlier.state.is_open:
        return earlier
    await _check_free_to_apply(uow, ids, role)
    to_decide = await _needs_decision(uow, programme, ids, role)
    application, events = apply(
        earlier,
        ids[role],
        employee_id,
        role,
        uow.now,
        left_out_before=await _left_out_before(uow, programme, employee_id),
        to_decide=to_decide,
        tenant=employee.tenant,
        programme=programme.id,
        region=employee.region,
    )
    if to_decide:
        return uow.save(APPLICATIONS, application, *events)
    return await offer_or_queue(uow, programme, application, *events)


async def withdraw_application(uow: UnitOfWork, application_id: str, employee_id: str) -> Application:
    """Withdraw an application, or decline the place that was offered; once it is over, this changes nothing.

    Raises:
        NotFound: no such application, or it is somebody else's.
    """
    application = await uow.require(APPLICATIONS, application_id)
    if application.employee_id != employee_id:
        raise NotFound(f"no such application: {application_id}")
    return end_application(uow, application, ApplicationEnding.WITHDRAWN)


async def admit(uow: UnitOfWork, application_id: str, account: str, employee_id: str | None) -> Application:
    """Let an applicant join: a place is offered, or they wait for one.

    Args:
        uow: the unit of work.
        application_id: the application.
        account: the coordinator's account at the issuer.
        employee_id: the employee whom the coordinator is, if they are one.

    Raises:
        NotFound: no such application.
        Conflict: it was decided already, it is the coordinator's own, or the programme takes nobody any more.
    """
    application = await _require_to_decide(uow, application_id, employee_id)
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    programme.check_admits(day_begun(uow.now))
    return await offer_or_queue(uow, programme, application.decided(account))


async def decline(
    uow: UnitOfWork, application_id: str, account: str, employee_id: str | None, answer: Decline
) -> Application:
    """Decline an application.

    Raises:
        NotFound: no such application.
        Conflict: it was decided already, or it is the coordinator's own.
    """
    application = await _require_to_decide(uow, application_id, employee_id)
    declined, events = application.decided(account).refuse(answer)
    return uow.save(APPLICATIONS, declined, *events)


async def let_offer_lapse(uow: UnitOfWork, application_id: str) -> None:
    """End an offer that has expired."""
    application = await uow.require(APPLICATIONS, application_id)
    lapsed, events = application.lapse(uow.now)
    if events:
        uow.save(APPLICATIONS, lapsed, *events)


async def _require_to_decide(uow: UnitOfWork, application_id: str, employee_id: str | None) -> Application:
    application = await uow.require(APPLICATIONS, application_id)
    if application.employee_id == employee_id:
        raise Conflict("another coordinator decides about your own application", code="own-application")
    application.check_to_decide()
    return application


async def _check_free_to_apply(uow: UnitOfWork, ids: dict[Role, str], role: Role) -> None:
    for id_ in ids.values():
        participant = await uow.get(PARTICIPANTS, id_)
        if participant and participant.state is not ParticipantState.WITHDRAWN:
            raise Conflict("you take part already", code="takes-part-already", field="role")
    other = await uow.get(APPLICATIONS, ids[role.other])
    if other and other.state.is_open:
        raise Conflict(
            "you have applied as {role}: withdraw that first",
            code="applied-in-other-role",
            role=role.other,
            field="role",
        )


async def _needs_decision(uow: UnitOfWork, programme: Programme, ids: dict[Role, str], role: Role) -> bool:
    """Return whether a coordinator decides; not about those who are invited, nor where everybody may join.

    Raises:
        Conflict: the programme is by invitation only.
    """
    invitation = await find_usable(uow, ids)
    if invitation and invitation.role is role:
        return False
    if programme.plan.admission.mode == "invited":
        raise Conflict("this programme is by invitation only", code="by-invitation-only")
    return programme.plan.admission.mode == "application"


async def _left_out_before(uow: UnitOfWork, programme: Programme, employee_id: str) -> bool:
    """Return whether an employee got no place in the programme that this one was copied from."""
    if programme.copied_from is None:
        return False
    query = {
        "employee_id": employee_id,
        "programme": programme.copied_from,
        "state": ApplicationState.WAITLISTED.value,
    }
    return bool(await uow.find(APPLICATIONS_OF_ALL_PROGRAMMES, query, limit=1))
