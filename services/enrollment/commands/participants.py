"""A participant's steps: enrol, assess, train, withdraw."""

from collections.abc import Mapping, Sequence

from services.enrollment.domain.assessment import score
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.instruments import INSTRUMENTS
from services.enrollment.domain.participant import (
    Consent,
    Participant,
    ParticipantState,
    enrol,
    participant_ids,
)
from services.enrollment.domain.preferences import Preferences
from services.enrollment.domain.programme import Programme
from services.enrollment.lines import load_with_lines
from services.enrollment.queries import require_visible
from services.enrollment.store import EMPLOYEES, PARTICIPANTS, PROGRAMMES
from shared.contracts.enrollment import EnrollmentEvent, WithdrawalReason
from shared.contracts.vocabulary import CommunicationStyle, Role
from shared.kernel import Conflict, RuleBroken
from shared.messaging.unit_of_work import UnitOfWork


async def enrol_employee(
    uow: UnitOfWork,
    programme_id: str,
    employee_id: str,
    role: Role,
    preferences: Preferences,
    terms_version: str | None,
) -> tuple[Participant, bool]:
    """Enrol an employee, or change what they stated when they are enrolled already; True if they joined.

    Args:
        uow: the unit of work.
        programme_id: the programme.
        employee_id: who joins.
        role: as mentor or mentee.
        preferences: capacity, working hours, topics.
        terms_version: the terms consented to; None without consent.

    Raises:
        NotFound: no such programme.
        RuleBroken: no consent, wrong terms, unknown employee or one who has not begun, region not in the
            programme, bad hours.
        Conflict: enrolled in the other role, or the programme is over.
    """
    roles = participant_ids(uow.keyed_id, uow.scope, employee_id)
    await uow.preload(
        {PROGRAMMES: [programme_id], EMPLOYEES: [employee_id], PARTICIPANTS: list(roles.values())}
    )
    programme = await uow.require(PROGRAMMES, programme_id)
    consent = _consent(uow, programme, terms_version)
    preferences.check()
    employee = await _employee_for(uow, programme, employee_id)
    await _not_in_other_role(uow, roles, role)
    _hold(uow, employee)
    known = await uow.get(PARTICIPANTS, roles[role])
    if known is None:
        participant, events = enrol(roles[role], employee, programme_id, role, preferences, consent)
    else:
        participant, events = known.enrol_again(preferences, consent)
    return await _save_settled(uow, participant, events), bool(events)


async def submit_assessment(
    uow: UnitOfWork,
    participant_id: str,
    actor: str,
    version: int,
    answers: Mapping[str, str],
    style: CommunicationStyle,
) -> Participant:
    """Score a participant's own answers to the questionnaire of the role.

    Raises:
        NotFound: no such participant, or it is not the actor.
        RuleBroken: an answer is missing or unknown.
        Conflict: another version is in use, or the participant has withdrawn.
    """
    participant = await require_visible(uow, participant_id, actor)
    result = score(INSTRUMENTS[participant.role], version, answers, style)
    assessed, events = participant.assess(result)
    return await _save_settled(uow, assessed, events)


async def complete_training(
    uow: UnitOfWork, participant_id: str, actor: str | None, module: str
) -> Participant:
    """Note that a participant finished a training module.

    Args:
        uow: the unit of work.
        participant_id: who was trained.
        actor: the employee who says so; None for a coordinator.
        module: which training.

    Raises:
        NotFound: no such participant, or it is not the actor.
        RuleBroken: not the role's training.
        Conflict: the participant has withdrawn.
    """
    participant = await require_visible(uow, participant_id, actor)
    trained, events = participant.train(module)
    return await _save_settled(uow, trained, events)


async def withdraw(
    uow: UnitOfWork, participant_id: str, actor: str | None, private_reason: str | None
) -> Participant:
    """Leave the programme, at any time and without a fault.

    Raises:
        NotFound: no such participant, or it is not the actor.
    """
    participant = await require_visible(uow, participant_id, actor)
    gone, events = participant.withdraw(WithdrawalReason.OWN_CHOICE, private_reason, uow.now)
    return uow.save(PARTICIPANTS, gone, *events) if events else participant


def _consent(uow: UnitOfWork, programme: Programme, terms_version: str | None) -> Consent:
    if terms_version is None:
        raise RuleBroken("taking part needs consent to the terms", field="consent")
    if terms_version != programme.plan.terms_version:
        message = f"the terms in force are {programme.plan.terms_version}"
        raise RuleBroken(message, field="terms_version")
    if uow.now.date() > programme.plan.ends_on:
        raise Conflict("the programme is over")
    return Consent(terms_version=terms_version, given_at=uow.now)


async def _employee_for(uow: UnitOfWork, programme: Programme, employee_id: str) -> Employee:
    employee = await uow.get(EMPLOYEES, employee_id)
    if employee is None or employee.left:
        raise RuleBroken(f"no such employee: {employee_id}", field="employee_id")
    if employee.region not in programme.plan.regions:
        message = f"the programme is not held in the employee's region, {employee.region}"
        raise RuleBroken(message, field="employee_id")
    if employee.hired_on > uow.now.date():
        message = f"the employee begins on {employee.hired_on}, and can enrol from that day on"
        raise RuleBroken(message, field="employee_id")
    return employee


async def _not_in_other_role(uow: UnitOfWork, roles: Mapping[Role, str], role: Role) -> None:
    other = role.other
    participant = await uow.get(PARTICIPANTS, roles[other])
    if participant and participant.state is not ParticipantState.WITHDRAWN:
        raise Conflict(f"already enrolled as {other}", field="role")


def _hold(uow: UnitOfWork, employee: Employee) -> None:
    """Make whatever else changes this person at the same time wait its turn.

    Two enrolments in different roles, or an import at the same moment, touch no document in common
    otherwise, and both would pass on what they saw before.
    """
    uow.save(EMPLOYEES, employee)


async def _save_settled(
    uow: UnitOfWork, participant: Participant, events: Sequence[EnrollmentEvent]
) -> Participant:
    """Save, and in the same transaction become ready if this was the last thing missing."""
    ready: list[EnrollmentEvent] = []
    if not participant.missing:
        people = await load_with_lines(uow, [participant.employee_id])
        employee, line = people[participant.employee_id]
        _hold(uow, employee)
        participant, ready = participant.settle(employee, line, uow.now)
    return uow.save(PARTICIPANTS, participant, *events, *ready)
