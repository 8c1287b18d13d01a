"""Pulse surveys: planning them, asking, one reminder, the answers, and the end of their time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from services.feedback.commands.collecting import begin_schedule, collect
from services.feedback.commands.presence import require_present
from services.feedback.domain.health_record import HealthRecord
from services.feedback.domain.items import AskedQuestion
from services.feedback.domain.own_questionnaire import Occasion
from services.feedback.domain.pulse import (
    AT_THE_END,
    AT_THE_START,
    Pulse,
    day_occasion,
    make_pulse_id,
    request,
)
from services.feedback.domain.questionnaire import latest
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.upstream import Participant, Programme, Standing
from services.feedback.queries.own_questionnaires import own_questionnaire
from services.feedback.queries.participants import count_people, records_of
from services.feedback.queries.pulses import own_pulse
from services.feedback.store import PARTICIPANTS, PROGRAMMES, PULSES, SCHEDULES
from shared.contracts.feedback import (
    PulseDue,
    PulseLapseDue,
    PulseNudgeDue,
    Questionnaire,
    StartPulseDue,
)
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork

_START_DAYS: Final = 1
"""How many days after the start of a pairing the two are asked: the mails about the pairing come first."""
_OF_ROLE: Final = {
    Role.MENTOR: Questionnaire.MENTOR_PULSE,
    Role.MENTEE: Questionnaire.MENTEE_PULSE,
}

_OCCASIONS: Final = {
    Questionnaire.MENTOR_PULSE: Occasion.PULSE,
    Questionnaire.MENTEE_PULSE: Occasion.PULSE,
    Questionnaire.CLOSING: Occasion.CLOSING,
}
"""The surveys that have room for the programme's own questions; the one at the start has none."""


def plan_pulses(uow: UnitOfWork, record: HealthRecord, programme: Programme) -> None:
    """Set a timer for each day ahead on which the two of a pairing are asked."""
    if record.activated_at is None:
        return
    for day in programme.rules.pulse_days:
        due_at = record.due_after(record.activated_at, day)
        for participant_id in (record.mentor_id, record.mentee_id):
            if due_at > uow.now:
                timer = PulseDue(participant_id=participant_id, pairing_id=record.id, day=day)
                uow.schedule(timer, due_at, name=f"{record.id}-{day}")


def plan_start(uow: UnitOfWork, record: HealthRecord, programme: Programme) -> None:
    """Set a timer for the survey at the start of a pairing, unless the programme has no surveys."""
    if record.activated_at is None or not programme.rules.pulse_days:
        return
    due_at = record.due_after(record.activated_at, _START_DAYS)
    if record.pauses and due_at <= uow.now:
        return
    for participant_id in (record.mentor_id, record.mentee_id):
        timer = StartPulseDue(participant_id=participant_id, pairing_id=record.id)
        uow.schedule(timer, due_at, name=record.id)


async def ask_at_start(uow: UnitOfWork, programme: Programme, person: Participant) -> None:
    """Ask a participant, once, what can be compared with the closing survey; nobody in a small programme."""
    begun = await uow.get(SCHEDULES, programme.id)
    parameters = begun.parameters if begun else Parameters()
    respondents = (await count_people(uow))[person.role]
    if parameters.asks_at_start(respondents):
        await begin_schedule(uow, programme)
        most = parameters.pulse_questions(respondents)
        await _ask(uow, programme, person, AT_THE_START, Questionnaire.START, most=most)


async def ask_on_day(uow: UnitOfWork, programme: Programme, person: Participant, day: int) -> None:
    """Ask a participant on a day of their pairing, by the questionnaire of their role."""
    schedule = await begin_schedule(uow, programme)
    respondents = (await count_people(uow))[person.role]
    turn = sorted(programme.rules.pulse_days).index(day)
    most = schedule.parameters.pulse_questions(respondents)
    await _ask(uow, programme, person, day_occasion(day), _OF_ROLE[person.role], turn=turn, most=most)


async def ask_at_end(uow: UnitOfWork, programme: Programme, person: Participant) -> None:
    """Ask a participant what taking part has brought them, once, unless the programme has no surveys."""
    asked = await uow.get(PULSES, make_pulse_id(programme.id, person.id, AT_THE_END))
    if asked or not programme.rules.pulse_days:
        return
    schedule = await begin_schedule(uow, programme)
    most = schedule.parameters.closing_questions((await count_people(uow))[person.role])
    await _ask(uow, programme, person, AT_THE_END, Questionnaire.CLOSING, most=most)


async def ask_both_at_end(uow: UnitOfWork, completed: HealthRecord) -> None:
    """Ask the two of a completed pairing who still take part."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    for id_ in (completed.mentor_id, completed.mentee_id):
        person = await uow.get(PARTICIPANTS, id_)
        if person and person.standing is not Standing.WITHDRAWN:
            await ask_at_end(uow, programme, person)


async def remind_of_pulse(uow: UnitOfWork, pulse_id: str, *, now: datetime) -> None:
    """Remind somebody who has not answered, if it is time; nobody whose pairings are all paused."""
    pulse = await uow.require(PULSES, pulse_id)
    records = await records_of(uow, [await uow.require(PARTICIPANTS, pulse.participant_id)])
    active = [record for record in records if record.is_active]
    nudged, events = pulse.nudge(now=now)
    if events and not (active and all(record.is_paused for record in active)):
        uow.save(PULSES, nudged, *events)


async def close_pulse(uow: UnitOfWork, pulse_id: str) -> None:
    """Close a survey whose time is over."""
    closed, events = (await uow.require(PULSES, pulse_id)).lapse()
    if events:
        uow.save(PULSES, closed, *events)


async def keep_answer(
    uow: UnitOfWork, pulse_id: str, employee_id: str, question: str, answer: int | None
) -> None:
    """Keep the answer to one question of one's own survey until it is sent; nothing of it counts before.

    Raises:
        NotFound: this employee has no survey with this id.
        Conflict: the survey was sent, or its time is over.
        RuleBroken: the answer does not fit its question.
    """
    pulse = await own_pulse(uow, pulse_id, employee_id)
    uow.save(PULSES, pulse.keep(question, answer, now=uow.now))


async def answer_pulse(uow: UnitOfWork, pulse_id: str, employee_id: str, answers: Mapping[str, int]) -> Pulse:
    """Answer one's own survey, or skip it; the answers wait for a closing, each by its question.

    Raises:
        NotFound: this employee has no survey with this id.
        Conflict: it has other answers, its time is over, or the employee has left the programme.
        RuleBroken: an answer does not fit its question.
    """
    pulse = await own_pulse(uow, pulse_id, employee_id)
    [person] = require_present([await uow.require(PARTICIPANTS, pulse.participant_id)])
    answered, events = pulse.submit(answers, now=uow.now)
    if not events:
        return pulse
    uow.cancel(PulseNudgeDue(pulse_id=pulse_id))
    uow.cancel(PulseLapseDue(pulse_id=pulse_id))
    for question, answer in answers.items():
        await collect(uow, person, answered.asked(question), answer)
    return uow.save(PULSES, answered, *events)


async def _ask(
    uow: UnitOfWork,
    programme: Programme,
    person: Participant,
    occasion: str,
    questionnaire: Questionnaire,
    *,
    turn: int = 0,
    most: int = 1,
) -> None:
    if await uow.get(PULSES, make_pulse_id(programme.id, person.id, occasion)):
        return
    pulse, asked = request(
        person,
        occasion,
        latest(questionnaire),
        turn=turn,
        most=most,
        days=programme.rules.pulse_answer_days,
        now=uow.now,
        own=await _own_questions(uow, questionnaire, person.role),
    )
    uow.save(PULSES, pulse, asked)
    uow.schedule(PulseLapseDue(pulse_id=pulse.id), pulse.due_at)
    if pulse.nudge_at:
        uow.schedule(PulseNudgeDue(pulse_id=pulse.id), pulse.nudge_at)


async def _own_questions(
    uow: UnitOfWork, questionnaire: Questionnaire, role: Role
) -> tuple[AskedQuestion, ...]:
    occasion = _OCCASIONS.get(questionnaire)
    return (await own_questionnaire(uow, occasion, role)).asked if occasion else ()
