"""Facts of feedback: check-ins, pulse surveys, first contact, pairs that do not meet."""

from typing import Any, Final

from services.notification.commands.planning import count_in_digest, plan, take_back, want_coordinators
from services.notification.domain.delivery import Reader, reader_of
from services.notification.domain.kinds import Kind
from services.notification.reactions.base import PAIR, ids_of, messages_of, reactions
from services.notification.store import DELIVERIES
from shared.contracts.feedback import (
    NUDGES,
    CheckInLapsed,
    CheckInNudged,
    CheckInRequested,
    CheckInSubmitted,
    FinalReportReady,
    FirstContactMade,
    IdleStep,
    Notice,
    NoticePosted,
    PairingFellIdle,
    PulseClosed,
    PulseNudged,
    PulseRequested,
)
from shared.messaging import Event, UnitOfWork

_NOTICES: Final[dict[str, Kind]] = {
    Notice.CONCERN_ASSIGNED: Kind.CONCERN_ASSIGNED,
    Notice.CONCERN_DUE: Kind.CONCERN_REMINDER,
    Notice.ANSWER_WAITS: Kind.ANSWER_WAITS,
    Notice.ALERT: Kind.ALERT,
    Notice.ALERT_DUE: Kind.ALERT_REMINDER,
    Notice.ALERT_ANSWERED: Kind.ALERT_ANSWERED,
}
_FOR_COORDINATORS: Final = {
    IdleStep.FIRST_CONTACT: "pairs-without-first-contact",
    IdleStep.COORDINATOR: "pairs-that-do-not-meet",
}


@reactions.on(CheckInRequested, loads={DELIVERIES: messages_of("check_in_id", Kind.CHECK_IN)})
async def ask_how_it_went(event: Event[CheckInRequested], uow: UnitOfWork) -> None:
    """Ask the participant."""
    await _ask(uow, Kind.CHECK_IN, event.data.check_in_id, event)


@reactions.on(CheckInNudged)
async def ask_again(event: Event[CheckInNudged], uow: UnitOfWork) -> None:
    """Ask a participant again who has not answered."""
    await _ask(uow, Kind.CHECK_IN_REMINDER, _nudge_id(event.data.check_in_id, event.data.number), event)


@reactions.on(CheckInSubmitted, CheckInLapsed, loads={DELIVERIES: messages_of("check_in_id", Kind.CHECK_IN)})
async def note_check_in(event: Event[Any], uow: UnitOfWork) -> None:
    """Ask no more for what was answered, or can no longer be."""
    check_in_id, reader = event.data.check_in_id, reader_of(event.data.role)
    await take_back(uow, check_in_id, [reader], Kind.CHECK_IN)
    for number in range(1, NUDGES + 1):
        await take_back(uow, _nudge_id(check_in_id, number), [reader], Kind.CHECK_IN_REMINDER)


@reactions.on(PulseRequested)
async def ask_how_it_goes(event: Event[PulseRequested], uow: UnitOfWork) -> None:
    """Ask the participant to answer a survey."""
    await _ask_in_survey(uow, Kind.PULSE, event)


@reactions.on(PulseNudged)
async def remind_of_survey(event: Event[PulseNudged], uow: UnitOfWork) -> None:
    """Remind a participant of a survey."""
    await _ask_in_survey(uow, Kind.PULSE_REMINDER, event)


@reactions.on(PulseClosed)
async def note_survey(event: Event[PulseClosed], uow: UnitOfWork) -> None:
    """Ask no more."""
    for kind in (Kind.PULSE, Kind.PULSE_REMINDER):
        await take_back(uow, event.data.pulse_id, [reader_of(event.data.role)], kind)


@reactions.on(FirstContactMade)
async def note_first_contact(event: Event[FirstContactMade], uow: UnitOfWork) -> None:
    """Remind no more of the first contact."""
    await take_back(uow, event.data.pairing_id, [Reader.MENTEE], Kind.FIRST_CONTACT_REMINDER)


@reactions.on(NoticePosted)
async def pass_notice_on(event: Event[NoticePosted], uow: UnitOfWork) -> None:
    """Tell one person that something confidential waits for them; the message says nothing more.

    Where it can reach nobody alone, the coordinators are to sign in.
    """
    data, kind = event.data, _NOTICES.get(event.data.notice)
    if data.notice == Notice.COORDINATORS_WANTED:
        await want_coordinators(uow)
    if kind is None:
        return
    ends_at = {"deadline": data.due_at, "expires_at": data.due_at}
    fields = {"subject_id": data.notice_id, "due_at": event.time, **ends_at}
    if data.employee_id:
        await plan(uow, kind, data.notice_id, Reader.EMPLOYEE, employee_id=data.employee_id, **fields)
    elif data.participant_id and data.role:
        reader = reader_of(data.role)
        await plan(uow, kind, data.notice_id, reader, participant_id=data.participant_id, **fields)


@reactions.on(PairingFellIdle)
async def nudge(event: Event[PairingFellIdle], uow: UnitOfWork) -> None:
    """Remind two who do not meet of each other; later steps are for the coordinators."""
    data = event.data
    if data.step == IdleStep.WARN:
        for reader in PAIR:
            fields = {"subject_id": data.pairing_id, "due_at": event.time, **ids_of(data, reader)}
            await plan(uow, Kind.NUDGE, event.id, reader, **fields)
    elif isinstance(data.step, IdleStep) and data.step in _FOR_COORDINATORS:
        await count_in_digest(uow, event.time, _FOR_COORDINATORS[data.step])


@reactions.on(FinalReportReady)
async def note_report(event: Event[FinalReportReady], uow: UnitOfWork) -> None:
    """Let the coordinators know that the report is complete."""
    await count_in_digest(uow, event.time, "report-ready")


async def _ask(
    uow: UnitOfWork, kind: Kind, fact_id: str, event: Event[CheckInRequested] | Event[CheckInNudged]
) -> None:
    data = event.data
    await plan(
        uow,
        kind,
        fact_id,
        reader_of(data.role),
        subject_id=data.check_in_id,
        participant_id=data.participant_id,
        due_at=event.time,
        deadline=data.due_at,
        expires_at=data.due_at,
    )


async def _ask_in_survey(
    uow: UnitOfWork, kind: Kind, event: Event[PulseRequested] | Event[PulseNudged]
) -> None:
    data = event.data
    ends = {"deadline": data.due_at, "expires_at": data.due_at}
    fields = {"subject_id": data.pulse_id, "participant_id": data.participant_id, "due_at": event.time}
    await plan(uow, kind, data.pulse_id, reader_of(data.role), **fields, **ends)


def _nudge_id(check_in_id: str, number: int) -> str:
    return f"{check_in_id}-{number}"
