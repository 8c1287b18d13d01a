"""The facts of pairings, and the judgement of their health."""

from typing import Final

from services.feedback.commands.health_records import save_record
from services.feedback.commands.learning import note_fit
from services.feedback.commands.pulses import ask_both_at_end, plan_pulses, plan_start
from services.feedback.domain.idle import take_step
from services.feedback.domain.pulse import AT_THE_END, make_pulse_id
from services.feedback.queries.health_records import health_record
from services.feedback.reactions.base import reactions
from services.feedback.store import HEALTH_RECORDS, PARTICIPANTS, PROGRAMMES, PULSES
from shared.contracts.feedback import HealthReviewDue, IdleDue
from shared.contracts.matching import PairingActivated, PairingEnded, PairingPaused, PairingResumed
from shared.contracts.scheduling import CancellationAlarmRaised
from shared.messaging import OF_PROGRAMME, Event, UnitOfWork

REVIEWED_AT_ONCE: Final = 200
"""Pairings in one transaction."""


@reactions.on(HealthReviewDue)
async def review_health(event: Event[HealthReviewDue], uow: UnitOfWork) -> None:
    """Apply the new rules to some pairings, and leave the others to a timer of their own."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    after = event.data.after or ""
    active = await uow.find(
        HEALTH_RECORDS, {"ended_at": None, "id": {"$gt": after}}, sort=[("id", 1)], limit=REVIEWED_AT_ONCE
    )
    for record in active:
        plan_pulses(uow, await save_record(uow, record), programme)
    if len(active) == REVIEWED_AT_ONCE:
        rest = HealthReviewDue(programme_id=event.data.programme_id, after=active[-1].id)
        uow.schedule(rest, uow.now, name=event.id)


@reactions.on(PairingActivated, loads={PROGRAMMES: OF_PROGRAMME}, replaces={HEALTH_RECORDS: "pairing_id"})
async def begin_record(event: Event[PairingActivated], uow: UnitOfWork) -> None:
    """Keep the facts of a pairing from its first day, and plan its pulse surveys."""
    data = event.data
    record = await health_record(uow, data.pairing_id, data.mentor_id, data.mentee_id)
    active = await save_record(uow, record.activate(data))
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    plan_start(uow, active, programme)
    plan_pulses(uow, active, programme)
    await note_fit(uow, data)


@reactions.on(PairingPaused, replaces={HEALTH_RECORDS: "pairing_id"})
async def pause_record(event: Event[PairingPaused], uow: UnitOfWork) -> None:
    """Stop the clock of the pairing."""
    data = event.data
    record = await health_record(uow, data.pairing_id, data.mentor_id, data.mentee_id)
    await save_record(uow, record.pause(at=event.time))


@reactions.on(PairingResumed, loads={PROGRAMMES: OF_PROGRAMME}, replaces={HEALTH_RECORDS: "pairing_id"})
async def resume_record(event: Event[PairingResumed], uow: UnitOfWork) -> None:
    """Let the clock of the pairing run on; what is due after some days is due later."""
    data = event.data
    record = await health_record(uow, data.pairing_id, data.mentor_id, data.mentee_id)
    resumed = await save_record(uow, record.resume(at=event.time))
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    plan_start(uow, resumed, programme)
    plan_pulses(uow, resumed, programme)


def _both(event: Event[PairingEnded]) -> list[str]:
    return [event.data.mentor_id, event.data.mentee_id]


def _closing_surveys(event: Event[PairingEnded]) -> list[str]:
    return [make_pulse_id(event.scope.programme, id_, AT_THE_END) for id_ in _both(event)]


@reactions.on(
    PairingEnded,
    loads={PROGRAMMES: OF_PROGRAMME, PARTICIPANTS: _both, PULSES: _closing_surveys},
    replaces={HEALTH_RECORDS: "pairing_id"},
)
async def end_record(event: Event[PairingEnded], uow: UnitOfWork) -> None:
    """Judge the pairing as it was at its end from now on; if it was completed, ask the two about it."""
    data = event.data
    record = await health_record(uow, data.pairing_id, data.mentor_id, data.mentee_id)
    ended = await save_record(uow, record.end(data, at=event.time))
    if ended.completed:
        await ask_both_at_end(uow, ended)


@reactions.on(CancellationAlarmRaised, loads={HEALTH_RECORDS: "pairing_id"})
async def note_alarm(event: Event[CancellationAlarmRaised], uow: UnitOfWork) -> None:
    """Record the cancellations in a row."""
    data = event.data
    record = await health_record(uow, data.pairing_id, data.mentor_id, data.mentee_id)
    await save_record(uow, record.raise_alarm(at=event.time))


@reactions.on(IdleDue, loads={PROGRAMMES: OF_PROGRAMME, HEALTH_RECORDS: "pairing_id"})
async def look_at_idle(event: Event[IdleDue], uow: UnitOfWork) -> None:
    """Take the step that is due for a pairing without a session; the timer's own time counts."""
    record = await uow.require(HEALTH_RECORDS, event.data.pairing_id)
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    changed, events = take_step(record, programme.rules, now=max(event.time, uow.now))
    await save_record(uow, changed, events)
