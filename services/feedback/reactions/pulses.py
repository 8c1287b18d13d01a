"""The days of pulse surveys, and the time to answer them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from services.feedback.commands.pulses import (
    ask_at_end,
    ask_at_start,
    ask_on_day,
    close_pulse,
    remind_of_pulse,
)
from services.feedback.domain.health_record import HealthRecord
from services.feedback.domain.upstream import Participant, Standing
from services.feedback.queries.participants import records_of
from services.feedback.reactions.base import reactions
from services.feedback.store import HEALTH_RECORDS, PARTICIPANTS, PROGRAMMES, PULSES, SCHEDULES
from shared.contracts.enrollment import ProgrammeClosing
from shared.contracts.feedback import EndPulsesDue, PulseDue, PulseLapseDue, PulseNudgeDue, StartPulseDue
from shared.messaging import OF_PROGRAMME, Collection, Event, UnitOfWork

ASKED_AT_ONCE: Final = 200
"""Participants in one transaction."""
_OF_PAIRING: Final[Mapping[Collection[Any], str]] = {
    PROGRAMMES: OF_PROGRAMME,
    SCHEDULES: OF_PROGRAMME,
    HEALTH_RECORDS: "pairing_id",
    PARTICIPANTS: "participant_id",
}


@reactions.on(PulseDue, loads=_OF_PAIRING)
async def ask_on_its_day(event: Event[PulseDue], uow: UnitOfWork) -> None:
    """Ask a person on a day of their pairing; not if it has ended, or if the rules no longer name the day.

    Days of pauses do not count: after one, the timer is set anew.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    record = await uow.require(HEALTH_RECORDS, event.data.pairing_id)
    person = await uow.require(PARTICIPANTS, event.data.participant_id)
    here = person.standing is not Standing.WITHDRAWN and record.is_active
    if (
        here
        and _has_come(record, event.data.day, max(event.time, uow.now))
        and event.data.day in programme.rules.pulse_days
    ):
        await ask_on_day(uow, programme, person, event.data.day)


@reactions.on(StartPulseDue, loads=_OF_PAIRING)
async def ask_as_it_begins(event: Event[StartPulseDue], uow: UnitOfWork) -> None:
    """Ask a person at the start of their pairing; not if it has ended or rests, or there are no surveys."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    record = await uow.require(HEALTH_RECORDS, event.data.pairing_id)
    person = await uow.require(PARTICIPANTS, event.data.participant_id)
    here = person.standing is not Standing.WITHDRAWN and not record.is_paused
    if here and record.is_active and programme.rules.pulse_days:
        await ask_at_start(uow, programme, person)


@reactions.on(ProgrammeClosing)
async def begin_to_ask_at_end(event: Event[ProgrammeClosing], uow: UnitOfWork) -> None:
    """Ask everybody who takes part what it has brought them, some people at a time."""
    uow.schedule(EndPulsesDue(programme_id=event.data.programme_id), uow.now, name=event.id)


@reactions.on(EndPulsesDue, loads={PROGRAMMES: OF_PROGRAMME, SCHEDULES: OF_PROGRAMME})
async def ask_some_at_end(event: Event[EndPulsesDue], uow: UnitOfWork) -> None:
    """Ask some participants, and leave the others to a timer of their own."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    people = await uow.find(
        PARTICIPANTS,
        {"standing": {"$ne": Standing.WITHDRAWN.value}, "id": {"$gt": event.data.after or ""}},
        sort=[("id", 1)],
        limit=ASKED_AT_ONCE,
    )
    paired = await _paired(uow, people)
    for person in people:
        if person.id in paired:
            await ask_at_end(uow, programme, person)
    if len(people) == ASKED_AT_ONCE:
        rest = EndPulsesDue(programme_id=event.data.programme_id, after=people[-1].id)
        uow.schedule(rest, uow.now, name=event.id)


@reactions.on(PulseNudgeDue, loads={PULSES: "pulse_id"})
async def remind_once(event: Event[PulseNudgeDue], uow: UnitOfWork) -> None:
    """Remind somebody who has not answered; the timer's own time counts."""
    await remind_of_pulse(uow, event.data.pulse_id, now=max(event.time, uow.now))


@reactions.on(PulseLapseDue, loads={PULSES: "pulse_id"})
async def end_pulse(event: Event[PulseLapseDue], uow: UnitOfWork) -> None:
    """Close a survey whose time is over."""
    await close_pulse(uow, event.data.pulse_id)


def _has_come(record: HealthRecord, day: int, now: datetime) -> bool:
    if record.activated_at is None or record.is_paused:
        return False
    return record.due_after(record.activated_at, day) <= now


async def _paired(uow: UnitOfWork, people: list[Participant]) -> set[str]:
    """Return those of the participants who are in a pairing, or in one that was completed."""
    records = await records_of(uow, people)
    return {id_ for each in records if each.takes_part for id_ in (each.mentor_id, each.mentee_id)}
