"""A pulse survey: one participant answers a few questions on a fixed day, once and in time, or skips it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Final

from pydantic import AwareDatetime, Field

from services.feedback.domain.items import AskedQuestion, QuestionName
from services.feedback.domain.own_questionnaire import check_bounds, not_asked
from services.feedback.domain.questionnaire import QuestionnaireVersion, item_of, version_of
from services.feedback.domain.upstream import Participant
from shared.contracts.feedback import PulseClosed, PulseNudged, PulseRequested, Question, Questionnaire
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Conflict, EmployeeId, Identifier, stable_id
from shared.schema.visibility import ShownTo, Visibility

AT_THE_END: Final = "end"
"""The occasion of the survey at the end: of a completed pairing or of the programme, whatever comes first."""


class PulseState(StrEnum):
    """The state of a pulse survey."""

    REQUESTED = "requested"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    LAPSED = "lapsed"


class Pulse(Aggregate):
    """The survey of one participant on one occasion.

    Attributes:
        occasion: the day of the pairing, or the end.
        questions: those that are asked this time, of the questionnaire and of the programme's own.
        own: the programme's own among them; each states its version.
        nudge_at: when the person is reminded; None if they are not.
        answers: by question; one that is left out is not answered.
        answers_so_far: those chosen before the survey is sent; None where the person would rather not say.
            They count nowhere, and go when the survey is sent, skipped or over.
    """

    shown_to: ClassVar = Visibility.ORGANISATION

    participant_id: Identifier
    employee_id: EmployeeId
    role: Role
    occasion: Identifier
    questionnaire: Questionnaire
    questionnaire_version: int
    questions: tuple[QuestionName, ...]
    own: tuple[AskedQuestion, ...] = ()
    requested_at: AwareDatetime
    due_at: AwareDatetime
    nudge_at: Annotated[AwareDatetime | None, ShownTo(Visibility.SELF)] = None
    state: Annotated[PulseState, ShownTo(Visibility.SELF)] = PulseState.REQUESTED
    answers: Annotated[dict[QuestionName, int], ShownTo(Visibility.SELF)] = Field(default={}, repr=False)
    answers_so_far: Annotated[dict[QuestionName, int | None], ShownTo(Visibility.SELF)] = Field(
        default={}, repr=False
    )
    answered_at: Annotated[AwareDatetime | None, ShownTo(Visibility.SELF)] = None

    @property
    def version_asked(self) -> QuestionnaireVersion:
        """The version of the questionnaire."""
        return version_of(self.questionnaire, self.questionnaire_version)

    def asked(self, question: str) -> AskedQuestion:
        """Return a question that is asked, with its version."""
        own = next((each for each in self.own if each.question == question), None)
        return own or self.version_asked.asked(Question(question))


AT_THE_START: Final = "start"
"""The occasion of the survey at the start of somebody's first pairing."""


def day_occasion(day: int) -> str:
    """Return the occasion of a day of a pairing."""
    return f"day-{day}"


def make_pulse_id(programme: str, participant_id: str, occasion: str) -> str:
    """Return the id of a participant's survey on an occasion; one, however many pairings they have."""
    return stable_id("pulse", programme, participant_id, occasion)


def request(
    participant: Participant,
    occasion: str,
    version: QuestionnaireVersion,
    *,
    turn: int,
    most: int,
    days: int,
    now: datetime,
    own: Sequence[AskedQuestion] = (),
) -> tuple[Pulse, PulseRequested]:
    """Ask a participant.

    Args:
        participant: the person asked.
        occasion: see `day_occasion`.
        version: of the questionnaire.
        turn: how many surveys of this questionnaire came before; a short one asks another question each time.
        most: how many questions are asked.
        days: the time to answer.
        now: the instant.
        own: the programme's own questions on this occasion; they come after the most important one.
    """
    most_important, *others = version.questions_for(participant.role)
    questions = (most_important, *(each.question for each in own), *others)
    first = turn % len(questions)
    chosen = (*questions[first:], *questions[:first])[:most]
    due_at = now + timedelta(days=days)
    pulse = Pulse(
        id=make_pulse_id(participant.programme, participant.id, occasion),
        tenant=participant.tenant,
        programme=participant.programme,
        region=participant.region,
        participant_id=participant.id,
        employee_id=participant.employee_id,
        role=participant.role,
        occasion=occasion,
        questionnaire=version.questionnaire,
        questionnaire_version=version.version,
        questions=chosen,
        own=tuple(each for each in own if each.question in chosen),
        requested_at=now,
        due_at=due_at,
        nudge_at=now + (due_at - now) / 2,
    )
    return pulse, PulseRequested(**_fact(pulse), due_at=due_at)


def nudge(pulse: Pulse, *, now: datetime) -> tuple[Pulse, list[PulseNudged]]:
    """Remind somebody once, if it is time and they have not answered."""
    silent = pulse.state is PulseState.REQUESTED
    if not (silent and pulse.nudge_at and pulse.nudge_at <= now < pulse.due_at):
        return pulse, []
    return pulse.changed(nudge_at=None), [PulseNudged(**_fact(pulse), due_at=pulse.due_at)]


def keep(pulse: Pulse, question: str, answer: int | None, *, now: datetime) -> Pulse:
    """Keep the answer to one question until the survey is sent; None if the person would rather not say.

    Raises:
        Conflict: the survey was sent or skipped, or its time is over.
        RuleBroken: the question was not asked, or the answer is not on its scale.
    """
    _check(pulse, {question: answer})
    if pulse.state in (PulseState.ANSWERED, PulseState.SKIPPED):
        raise _answered()
    _check_time(pulse, now)
    return pulse.changed(answers_so_far={**pulse.answers_so_far, question: answer})


def submit(pulse: Pulse, answers: Mapping[str, int], *, now: datetime) -> tuple[Pulse, list[PulseClosed]]:
    """Answer a survey, or skip it by giving no answer at all; the same again changes nothing.

    Raises:
        Conflict: it was answered differently before, or its time is over.
        RuleBroken: an answer is to a question that was not asked, or not on its scale.
    """
    _check(pulse, answers)
    if pulse.state in (PulseState.ANSWERED, PulseState.SKIPPED):
        if pulse.answers != dict(answers):
            raise _answered()
        return pulse, []
    _check_time(pulse, now)
    state = PulseState.ANSWERED if answers else PulseState.SKIPPED
    changed = pulse.changed(
        state=state, answers=dict(answers), answered_at=now, nudge_at=None, answers_so_far={}
    )
    return changed, [PulseClosed(**_fact(changed))]


def lapse(pulse: Pulse) -> tuple[Pulse, list[PulseClosed]]:
    """Close a survey whose time is over; one that was answered or skipped stays as it is."""
    if pulse.state is not PulseState.REQUESTED:
        return pulse, []
    lapsed = pulse.changed(state=PulseState.LAPSED, nudge_at=None, answers_so_far={})
    return lapsed, [PulseClosed(**_fact(lapsed))]


def _answered() -> Conflict:
    return Conflict("this survey has other answers already", code="pulse-answered")


def _check_time(pulse: Pulse, now: datetime) -> None:
    # The timer may be late; what counts is the deadline that people were given.
    if pulse.state is PulseState.LAPSED or now >= pulse.due_at:
        raise Conflict(
            "this survey could be answered until {due_at}",
            code="pulse-over",
            due_at=pulse.due_at.isoformat(),
        )


def _check(pulse: Pulse, answers: Mapping[str, int | None]) -> None:
    for question, answer in answers.items():
        if question not in pulse.questions:
            raise not_asked(question)
        if answer is not None:
            check_bounds(question, answer, item_of(pulse.asked(question)).bounds)


def _fact(pulse: Pulse) -> dict[str, str]:
    return {"pulse_id": pulse.id, "participant_id": pulse.participant_id, "role": pulse.role}
