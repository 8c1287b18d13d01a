"""Reactions to other services' events and to scheduling's own timers."""

from services.scheduling.commands import series
from services.scheduling.commands.conclusions import conclude
from services.scheduling.commands.sessions import count_lost
from services.scheduling.domain.hours import find_zone
from services.scheduling.domain.series import side_of
from services.scheduling.domain.sessions import SessionState
from services.scheduling.domain.upstream import Delegation, Participant, Programme
from services.scheduling.queries.bookings import calendar_of
from services.scheduling.store import CALENDARS, DELEGATIONS, PARTICIPANTS, PROGRAMMES, SERIES, SESSIONS
from shared.contracts.enrollment import (
    DelegateAccepted,
    DelegationEnded,
    ParticipantReady,
    ParticipantWithdrawn,
    ProgrammeChanged,
    ProgrammeDefinition,
    ProgrammeOpened,
)
from shared.contracts.matching import PairingActivated, PairingEnded, PairingPaused, PairingResumed
from shared.contracts.scheduling import SessionOutcomeDue, SessionReminderDue
from shared.contracts.vocabulary import EmployeeId, Role
from shared.messaging import OF_PROGRAMME, Event, Reactions, UnitOfWork

reactions = Reactions()


@reactions.on(ProgrammeOpened, ProgrammeChanged, replaces={PROGRAMMES: "programme_id"})
async def know_programme(event: Event[ProgrammeDefinition], uow: UnitOfWork) -> None:
    """Save the programme's dates and rules; they apply to sessions planned from now on."""
    programme = Programme(
        id=event.data.programme_id,
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        starts_on=event.data.starts_on,
        ends_on=event.data.ends_on,
        rules=event.data.rules,
    )
    uow.save(PROGRAMMES, programme)


@reactions.on(ParticipantReady, replaces={PARTICIPANTS: "participant_id"})
async def know_person(event: Event[ParticipantReady], uow: UnitOfWork) -> None:
    """Save the working hours; planned sessions keep their times, shown in the person's current time zone."""
    profile = event.data.profile
    find_zone(profile.working_hours.time_zone)
    person = Participant(
        id=event.data.participant_id,
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        region=profile.region,
        employee_id=profile.employee_id,
        role=profile.role,
        working_hours=profile.working_hours,
    )
    previous = await uow.get(PARTICIPANTS, person.id)
    if previous and side_of(previous) != side_of(person):
        await _show_on_new_clock(uow, person)
    uow.save(PARTICIPANTS, person)
    uow.save(CALENDARS, await calendar_of(uow, person.employee_id))


@reactions.on(ParticipantWithdrawn, replaces={PARTICIPANTS: "participant_id"})
async def note_withdrawal(event: Event[ParticipantWithdrawn], uow: UnitOfWork) -> None:
    """Record the withdrawal; the sessions are cancelled when matching ends the pairing."""
    person = await uow.get(PARTICIPANTS, event.data.participant_id)
    if person:
        uow.save(PARTICIPANTS, person.changed(withdrawn=True))


@reactions.on(DelegateAccepted, replaces={DELEGATIONS: "participant_id"})
async def know_delegate(event: Event[DelegateAccepted], uow: UnitOfWork) -> None:
    """Let somebody look after the times of a participant's sessions."""
    _keep_delegation(uow, event.data.participant_id, event.data.employee_id)


@reactions.on(DelegationEnded, replaces={DELEGATIONS: "participant_id"})
async def forget_delegate(event: Event[DelegationEnded], uow: UnitOfWork) -> None:
    """Let nobody else look after the times of a participant's sessions."""
    _keep_delegation(uow, event.data.participant_id, None)


def _keep_delegation(uow: UnitOfWork, participant_id: str, employee_id: EmployeeId | None) -> None:
    scope = {"tenant": uow.scope.tenant, "programme": uow.scope.programme, "region": uow.scope.region}
    uow.save(DELEGATIONS, Delegation(id=participant_id, employee_id=employee_id, **scope))


@reactions.on(
    PairingActivated,
    loads={PROGRAMMES: OF_PROGRAMME, SERIES: "pairing_id", PARTICIPANTS: ("mentor_id", "mentee_id")},
)
async def plan_sessions(event: Event[PairingActivated], uow: UnitOfWork) -> None:
    """Plan the whole series; while people or programme are unknown it fails and is retried."""
    if await uow.get(SERIES, event.data.pairing_id) is None:
        await series.begin(uow, event.data)


@reactions.on(PairingPaused, loads={SERIES: "pairing_id"})
async def pause_series(event: Event[PairingPaused], uow: UnitOfWork) -> None:
    """Cancel the sessions in the pause."""
    await series.pause(uow, event.data.pairing_id, event.data.until)


@reactions.on(
    PairingResumed,
    loads={PROGRAMMES: OF_PROGRAMME, SERIES: "pairing_id", PARTICIPANTS: ("mentor_id", "mentee_id")},
)
async def resume_series(event: Event[PairingResumed], uow: UnitOfWork) -> None:
    """Plan the sessions that are missing."""
    await series.resume(uow, event.data.pairing_id)


@reactions.on(PairingEnded, loads={SERIES: "pairing_id"})
async def cancel_future(event: Event[PairingEnded], uow: UnitOfWork) -> None:
    """Cancel future sessions; sessions that have started can still be reported."""
    ended = await uow.require(SERIES, event.data.pairing_id)
    await series.end(uow, ended)
    uow.save(SERIES, ended.end(event.data.reason))
    await conclude(uow, ended.id)


@reactions.on(SessionReminderDue, loads={SESSIONS: "session_id"})
async def remind(event: Event[SessionReminderDue], uow: UnitOfWork) -> None:
    """Remind both, unless the reminder is obsolete."""
    session = await uow.require(SESSIONS, event.data.session_id)
    due = session.remind(hours=event.data.hours_before, starts_at=event.data.starts_at, now=uow.now)
    if due:
        reminded, fact = due
        uow.save(SESSIONS, reminded, fact)


@reactions.on(SessionOutcomeDue, loads={SESSIONS: "session_id"})
async def mark_missed(event: Event[SessionOutcomeDue], uow: UnitOfWork) -> None:
    """Count a session without a report as missed."""
    session = await uow.require(SESSIONS, event.data.session_id)
    if session.state is SessionState.PLANNED and uow.now >= session.ends_at:
        missed, facts = session.report(by=None, held=False, absent=None, now=uow.now)
        await count_lost(uow, session.pairing_id)
        uow.save(SESSIONS, missed, *facts)
        await conclude(uow, session.pairing_id)


async def _show_on_new_clock(uow: UnitOfWork, person: Participant) -> None:
    side: Role = person.role
    sessions = await uow.find(
        SESSIONS, {f"{side}.participant_id": person.id, "state": SessionState.PLANNED.value}
    )
    for session in sessions:
        uow.save(SESSIONS, session.changed(**{side.value: side_of(person)}))
