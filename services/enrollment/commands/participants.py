"""A participant's steps: enrol, assess, withdraw."""

from collections.abc import Mapping, Sequence

from services.enrollment.commands.invitations import settle_invitations
from services.enrollment.commands.places import claim_place
from services.enrollment.commands.total_capacity import state_total_capacity
from services.enrollment.domain.assessment import CommunicationStyle, score
from services.enrollment.domain.consent import Consent
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.instruments import INSTRUMENTS
from services.enrollment.domain.own_topics import OWN_TOPICS_ID
from services.enrollment.domain.participant import (
    Participant,
    ParticipantState,
    enrol,
    participant_ids,
)
from services.enrollment.domain.preferences import Preferences
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_state import day_begun
from services.enrollment.domain.training import required_of
from services.enrollment.domain.training_texts import TextLanguage
from services.enrollment.queries.eligible import employee_for
from services.enrollment.queries.invitations import find_usable
from services.enrollment.queries.own_modules import find_own_modules
from services.enrollment.queries.own_questions import own_questions
from services.enrollment.queries.participants import require_visible
from services.enrollment.queries.reporting_lines import load_with_lines
from services.enrollment.queries.topics import own_topics
from services.enrollment.store import (
    APPLICATIONS,
    EMPLOYEES,
    INVITATIONS,
    OWN_QUESTIONS,
    OWN_TOPICS,
    PARTICIPANTS,
    PROGRAMMES,
)
from shared.contracts.enrollment import EnrollmentEvent
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken
from shared.messaging import UnitOfWork


async def enrol_employee(
    uow: UnitOfWork,
    programme_id: str,
    employee_id: str,
    role: Role,
    preferences: Preferences,
    terms_version: str | None,
    language: TextLanguage | None,
    account: str,
    total_capacity: int | None = None,
) -> tuple[Participant, bool]:
    """Enrol an employee, or change what they stated when they are enrolled already; True if they joined.

    Only the person does this: consent, coming back and capacity are nobody else's to give.

    Args:
        uow: the unit of work.
        programme_id: the programme.
        employee_id: who joins, and asks.
        role: as mentor or mentee.
        preferences: capacity, working hours, topics.
        terms_version: the terms consented to; None without consent.
        language: in which the terms were read, if the caller says so.
        account: the person's account at the issuer.
        total_capacity: pairings at a time over all programmes; None: as it is.

    Raises:
        NotFound: no such programme.
        RuleBroken: no consent, wrong terms, unknown employee or one who has not begun, region not in the
            programme, bad hours, unknown topic.
        Conflict: enrolled in the other role, the programme takes no new participants, no place is free, or
            an application comes first.
    """
    roles = participant_ids(uow.keyed_id, uow.scope, employee_id)
    await _preload(uow, programme_id, employee_id, role, roles)
    programme = await uow.require(PROGRAMMES, programme_id)
    consent = consent_to(uow, programme, terms_version, language, account)
    programme.check_admits(day_begun(uow.now))
    preferences = preferences.model_copy(
        update={"topics": (await own_topics(uow)).resolve(preferences.topics)}
    )
    preferences.check()
    employee = await employee_for(uow, programme, employee_id)
    await _not_in_other_role(uow, roles, role)
    if total_capacity is not None:
        employee = await state_total_capacity(uow, employee_id, total_capacity)
    enrolled = await uow.get(PARTICIPANTS, roles[role])
    joined = enrolled is None or enrolled.state is ParticipantState.WITHDRAWN
    if joined:
        invitation = await find_usable(uow, roles)
        invited = invitation is not None and invitation.role is role
        await claim_place(uow, programme, role, roles, invited=invited)
    _hold(uow, employee)
    await settle_invitations(uow, roles, role)
    training = await _training_asked(uow, programme, role)
    asks = (await own_questions(uow, role)).requires_answers
    if enrolled is None:
        participant, events = enrol(
            roles[role],
            employee,
            programme_id,
            role,
            preferences,
            consent,
            training,
            required_questions=asks,
        )
    else:
        participant, events = enrolled.enrol_again(preferences, consent, training, required_questions=asks)
    return await save_settled(uow, participant, events), joined


async def _preload(
    uow: UnitOfWork, programme_id: str, employee_id: str, role: Role, roles: Mapping[Role, str]
) -> None:
    """Read what joining depends on, in one query a collection."""
    own = list(roles.values())
    await uow.preload(
        {
            PROGRAMMES: [programme_id],
            EMPLOYEES: [employee_id],
            PARTICIPANTS: own,
            INVITATIONS: own,
            APPLICATIONS: own,
            OWN_QUESTIONS: [role.value],
            OWN_TOPICS: [OWN_TOPICS_ID],
        }
    )


async def _training_asked(uow: UnitOfWork, programme: Programme, role: Role) -> tuple[str, ...]:
    """Return the modules that somebody who joins now completes first."""
    asked = programme.plan.rules.training
    own = [each.module for each in await find_own_modules(uow, asked) if each.retired_at is None]
    return required_of(role, asked, own)


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
        Conflict: another version is in use, the participant has withdrawn, or the terms have changed.
    """
    participant = await require_consenting(uow, participant_id, actor)
    result = score(INSTRUMENTS[participant.role], version, answers, style)
    assessed, events = participant.assess(result)
    return await save_settled(uow, assessed, events)


async def require_acting(uow: UnitOfWork, participant_id: str, actor: str | None) -> Participant:
    """Return the participant whom a coordinator, or the person, acts for.

    Raises:
        NotFound: no such participant, or it is not the actor.
        Conflict: the actor has left the organisation, whatever the token says.
    """
    participant = await require_visible(uow, participant_id, actor)
    if actor is not None and (await uow.require(EMPLOYEES, actor)).left:
        raise Conflict("this employee has left the organisation", code="left-organisation")
    return participant


async def require_consenting(uow: UnitOfWork, participant_id: str, employee_id: str) -> Participant:
    """Return the participant who takes a step of their own, and has agreed to the terms in force.

    Raises:
        NotFound: no such participant, or it is somebody else.
        Conflict: the terms have changed, or the employee has left the organisation.
    """
    participant = await require_acting(uow, participant_id, employee_id)
    participant.check_consent()
    return participant


def consent_to(
    uow: UnitOfWork,
    programme: Programme,
    terms_version: str | None,
    language: TextLanguage | None,
    account: str,
) -> Consent:
    """Return the consent to the terms in force, given now.

    Raises:
        RuleBroken: there is none, or it is to other terms.
    """
    if terms_version is None:
        raise RuleBroken("consent to the terms is required", code="consent-needed", field="consent")
    if terms_version != programme.plan.terms_version:
        raise RuleBroken(
            "the current terms are {version}",
            code="terms-changed",
            version=programme.plan.terms_version,
            field="terms_version",
        )
    return Consent(terms_version=terms_version, language=language, given_at=uow.now, given_by=account)


async def _not_in_other_role(uow: UnitOfWork, roles: Mapping[Role, str], role: Role) -> None:
    other = role.other
    participant = await uow.get(PARTICIPANTS, roles[other])
    if participant and participant.state is not ParticipantState.WITHDRAWN:
        raise Conflict("already enrolled as {role}", code="enrolled-in-other-role", role=other, field="role")


def _hold(uow: UnitOfWork, employee: Employee) -> None:
    """Make whatever else changes this person at the same time wait its turn.

    Two enrolments in different roles, or an import at the same moment, touch no document in common
    otherwise, and both would pass on what they saw before.
    """
    uow.save(EMPLOYEES, employee)


async def save_settled(
    uow: UnitOfWork, participant: Participant, events: Sequence[EnrollmentEvent]
) -> Participant:
    """Save, and in the same transaction become ready if this was the last thing missing."""
    ready: list[EnrollmentEvent] = []
    if participant.state is ParticipantState.READY or not participant.missing:
        people = await load_with_lines(uow, [participant.employee_id])
        employee, line = people[participant.employee_id]
        _hold(uow, employee)
        participant, ready = participant.settle(employee, line, uow.now)
    return uow.save(PARTICIPANTS, participant, *events, *ready)
