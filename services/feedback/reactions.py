"""Reactions of feedback."""

from typing import Final

from services.feedback.commands.assignment import hand_on, remind
from services.feedback.commands.check_ins import ask_both, call_off, close_check_in, nudge_silent
from services.feedback.commands.closing import close_answers, plan_again
from services.feedback.commands.health_records import load_record, save_record
from services.feedback.commands.learning import count_batch, note_fit
from services.feedback.domain import health_record as records
from services.feedback.domain.health_record import SessionState
from services.feedback.domain.idle import take_step
from services.feedback.domain.release.closing import is_due
from services.feedback.domain.upstream import UNKNOWN_BAND, Participant, Programme, Standing, grade_band
from services.feedback.store import CHECK_INS, CONCERNS, HEALTH_RECORDS, PARTICIPANTS, PROGRAMMES, SCHEDULES
from shared.contracts.enrollment import (
    ParticipantEnrolled,
    ParticipantReady,
    ParticipantWithdrawn,
    ProgrammeChanged,
    ProgrammeDefinition,
    ProgrammeOpened,
)
from shared.contracts.feedback import (
    CheckInDue,
    CheckInLapseDue,
    CheckInNudgeDue,
    ConcernAcknowledgementDue,
    FiguresDue,
    HealthReviewDue,
    IdleDue,
)
from shared.contracts.matching import PairingActivated, PairingEnded
from shared.contracts.scheduling import (
    CancellationAlarmRaised,
    CancelReason,
    SessionCancelled,
    SessionFact,
    SessionHeld,
    SessionMissed,
    SessionMoved,
    SessionPlanned,
)
from shared.kernel import Scope
from shared.messaging import OF_PROGRAMME, Event, Reactions, UnitOfWork

reactions = Reactions()

REVIEWED_AT_ONCE: Final = 200
"""Pairings in one transaction."""


@reactions.on(ProgrammeOpened, ProgrammeChanged, replaces={PROGRAMMES: "programme_id"})
async def learn_programme(event: Event[ProgrammeDefinition], uow: UnitOfWork) -> None:
    """Keep the rules and objectives in force."""
    fields = event.data.model_dump(include={"starts_on", "ends_on", "rules", "objectives"})
    programme = Programme(
        id=event.data.programme_id, tenant=uow.scope.tenant, programme=uow.scope.programme, **fields
    )
    previous = await uow.get(PROGRAMMES, programme.id)
    uow.save(PROGRAMMES, programme)
    if previous and previous.rules != programme.rules:
        uow.schedule(HealthReviewDue(programme_id=programme.id), uow.now, name=event.id)
    await plan_again(uow, programme)


@reactions.on(HealthReviewDue)
async def review_health(event: Event[HealthReviewDue], uow: UnitOfWork) -> None:
    """Judge some pairings by the new rules, and leave the others to a timer of their own."""
    after = event.data.after or ""
    active = await uow.find(
        HEALTH_RECORDS, {"ended_at": None, "id": {"$gt": after}}, sort=[("id", 1)], limit=REVIEWED_AT_ONCE
    )
    for record in active:
        await save_record(uow, record)
    if len(active) == REVIEWED_AT_ONCE:
        rest = HealthReviewDue(programme_id=event.data.programme_id, after=active[-1].id)
        uow.schedule(rest, uow.now, name=event.id)


@reactions.on(ParticipantEnrolled, replaces={PARTICIPANTS: "participant_id"})
async def learn_participant(event: Event[ParticipantEnrolled], uow: UnitOfWork) -> None:
    """Save the participant's employee id; an earlier line of managers stays when somebody enrols again."""
    previous = await uow.get(PARTICIPANTS, event.data.participant_id)
    uow.save(PARTICIPANTS, _participant(event.data, uow.scope, Standing.ENROLLED, previous))


@reactions.on(ParticipantWithdrawn, replaces={PARTICIPANTS: "participant_id"})
async def let_participant_go(event: Event[ParticipantWithdrawn], uow: UnitOfWork) -> None:
    """Keep the participant's identity: they may still read their answers, and their partners remain."""
    previous = await uow.get(PARTICIPANTS, event.data.participant_id)
    region = previous.region if previous else uow.scope.region
    scope = uow.scope.model_copy(update={"region": region})
    uow.save(PARTICIPANTS, _participant(event.data, scope, Standing.WITHDRAWN, previous))


@reactions.on(ParticipantReady, replaces={PARTICIPANTS: "participant_id"})
async def learn_ready_participant(event: Event[ParticipantReady], uow: UnitOfWork) -> None:
    """Learn the region, the grade band and the line of managers in force as well."""
    profile = event.data.profile
    person = Participant(
        id=event.data.participant_id,
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        region=profile.region,
        employee_id=profile.employee_id,
        role=profile.role,
        standing=Standing.READY,
        line=profile.line,
        grade_band=grade_band(profile.grade),
    )
    uow.save(PARTICIPANTS, person)


@reactions.on(PairingActivated, replaces={HEALTH_RECORDS: "pairing_id"})
async def begin_record(event: Event[PairingActivated], uow: UnitOfWork) -> None:
    """Keep the facts of a pairing from its first day."""
    data = event.data
    record = await load_record(uow, data.pairing_id, data.mentor_id, data.mentee_id)
    await save_record(uow, records.activate(record, data))
    await note_fit(uow, data)


@reactions.on(PairingEnded, replaces={HEALTH_RECORDS: "pairing_id"})
async def end_record(event: Event[PairingEnded], uow: UnitOfWork) -> None:
    """Judge the pairing as it was at its end from now on."""
    data = event.data
    record = await load_record(uow, data.pairing_id, data.mentor_id, data.mentee_id)
    await save_record(uow, records.end(record, data, at=event.time))


@reactions.on(SessionPlanned, SessionMoved, replaces={HEALTH_RECORDS: "pairing_id"})
async def note_planned(event: Event[SessionFact], uow: UnitOfWork) -> None:
    """Know how many sessions there should be, and when; ask both about each when it is over."""
    await _note_session(uow, event.data, SessionState.PLANNED)
    uow.schedule(_check_in_due(event.data), event.data.ends_at)


@reactions.on(
    CheckInDue,
    loads={
        PROGRAMMES: OF_PROGRAMME,
        SCHEDULES: OF_PROGRAMME,
        HEALTH_RECORDS: "pairing_id",
        PARTICIPANTS: ("mentor_id", "mentee_id"),
    },
)
async def ask_after_session(event: Event[CheckInDue], uow: UnitOfWork) -> None:
    """Ask both about a session that is over, whatever was reported; not if it was called off or moved."""
    record = await uow.require(HEALTH_RECORDS, event.data.pairing_id)
    if record.takes_place(event.data.session_id, event.data.ends_at):
        await ask_both(uow, event.data)


@reactions.on(SessionMissed, replaces={HEALTH_RECORDS: "pairing_id"})
async def note_missed(event: Event[SessionMissed], uow: UnitOfWork) -> None:
    """Note that they did not meet."""
    await _note_session(uow, event.data, SessionState.MISSED)


@reactions.on(SessionCancelled, replaces={HEALTH_RECORDS: "pairing_id"})
async def note_cancelled(event: Event[SessionCancelled], uow: UnitOfWork) -> None:
    """Note that they will not meet, and ask nobody."""
    uow.cancel(_check_in_due(event.data))
    await call_off(uow, event.data)
    ended = event.data.reason is CancelReason.PAIRING_ENDED
    await _note_session(uow, event.data, SessionState.DROPPED if ended else SessionState.CANCELLED)


@reactions.on(CancellationAlarmRaised, loads={HEALTH_RECORDS: "pairing_id"})
async def note_alarm(event: Event[CancellationAlarmRaised], uow: UnitOfWork) -> None:
    """Record the cancellations in a row."""
    data = event.data
    record = await load_record(uow, data.pairing_id, data.mentor_id, data.mentee_id)
    await save_record(uow, records.raise_alarm(record, at=event.time))


@reactions.on(
    SessionHeld,
    loads={
        PROGRAMMES: OF_PROGRAMME,
        SCHEDULES: OF_PROGRAMME,
        PARTICIPANTS: ("mentor_id", "mentee_id"),
    },
    replaces={HEALTH_RECORDS: "pairing_id"},
)
async def note_held(event: Event[SessionHeld], uow: UnitOfWork) -> None:
    """Note that they met, and ask both at once if one of them reported it early."""
    await ask_both(uow, event.data)
    await _note_session(uow, event.data, SessionState.HELD)


@reactions.on(CheckInNudgeDue, loads={CHECK_INS: "check_in_id"})
async def ask_again(event: Event[CheckInNudgeDue], uow: UnitOfWork) -> None:
    """Ask somebody again who has not answered so far; the timer's own time counts."""
    await nudge_silent(uow, event.data.check_in_id, now=max(event.time, uow.now))


@reactions.on(CheckInLapseDue, loads={CHECK_INS: "check_in_id"})
async def end_check_in(event: Event[CheckInLapseDue], uow: UnitOfWork) -> None:
    """Close a check-in whose time is over; one that was answered meanwhile is counted, too."""
    await close_check_in(uow, event.data.check_in_id)


@reactions.on(FiguresDue, loads={PROGRAMMES: OF_PROGRAMME, SCHEDULES: OF_PROGRAMME})
async def release_figures(event: Event[FiguresDue], uow: UnitOfWork) -> None:
    """Close the answers that wait; a closing that has taken place is not repeated."""
    programme = await uow.require(PROGRAMMES, event.data.programme_id)
    schedule = await uow.get(SCHEDULES, programme.id)
    now = max(event.time, uow.now)
    if schedule and is_due(schedule, now=now):
        await close_answers(uow, schedule, programme, now=now)
        await count_batch(uow)


@reactions.on(IdleDue, loads={PROGRAMMES: OF_PROGRAMME, HEALTH_RECORDS: "pairing_id"})
async def look_at_idle(event: Event[IdleDue], uow: UnitOfWork) -> None:
    """Take the step that is due for a pairing without a session; the timer's own time counts."""
    record = await uow.require(HEALTH_RECORDS, event.data.pairing_id)
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    changed, events = take_step(record, programme.rules, now=max(event.time, uow.now))
    await save_record(uow, changed, events)


@reactions.on(ConcernAcknowledgementDue, loads={CONCERNS: "concern_id"})
async def see_to_unacknowledged(event: Event[ConcernAcknowledgementDue], uow: UnitOfWork) -> None:
    """Remind of a concern that was not acknowledged, then give it to another; the timer's own time counts."""
    concern = await uow.get(CONCERNS, event.data.concern_id)
    now = max(event.time, uow.now)
    if concern and concern.is_overdue(now):
        await hand_on(uow, concern)
    elif concern and concern.needs_reminder(now):
        await remind(uow, concern)


def _check_in_due(session: SessionFact) -> CheckInDue:
    return CheckInDue(**session.model_dump(include=set(CheckInDue.model_fields)))


async def _note_session(uow: UnitOfWork, session: SessionFact, state: SessionState) -> None:
    record = await load_record(uow, session.pairing_id, session.mentor_id, session.mentee_id)
    await save_record(uow, records.record_session(record, session, state))


def _participant(
    data: ParticipantEnrolled | ParticipantWithdrawn,
    scope: Scope,
    standing: Standing,
    previous: Participant | None,
) -> Participant:
    return Participant(
        id=data.participant_id,
        tenant=scope.tenant,
        programme=scope.programme,
        region=scope.region,
        employee_id=data.employee_id,
        role=data.role,
        standing=standing,
        line=previous.line if previous else None,
        grade_band=previous.grade_band if previous else UNKNOWN_BAND,
    )
