"""A pulse survey: one participant answers a few questions on a fixed day, once and in time, or skips it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Final, Self

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

    def nudge(self, *, now: datetime) -> tuple[Self, list[PulseNudged]]:
        """Remind somebody once, if it is time and they have not answered."""
        silent = self.state is PulseState.REQUESTED
        if not (silent and self.nudge_at and self.nudge_at <= now < self.due_at):
            return self, []
        return self.changed(nudge_at=None), [PulseNudged(**_fact(self), due_at=self.due_at)]

    def keep(self, question: str, answer: int | None, *, now: datetime) -> Self:
        """Keep the answer to one question until the survey is sent; None if the person would rather not say.

        Raises:
            Conflict: the survey was sent or skipped, or its time is over.
            RuleBroken: the question was not asked, or the answer is not on its scale.
        """
        self._check({question: answer})
        if self.state in (PulseState.ANSWERED, PulseState.SKIPPED):
            raise _answered()
        self._check_time(now)
        return self.changed(answers_so_far={**self.answers_so_far, question: answer})

    def submit(self, answers: Mapping[str, int], *, now: datetime) -> tuple[Self, list[PulseClosed]]:
        """Answer a survey, or skip it by giving no answer at all; the same again changes nothing.

        Raises:
            Conflict: it was answered differently before, or its time is over.
            RuleBroken: an answer is to a question that was not asked, or not on its scale.
        """
        self._check(answers)
        if self.state in (PulseState.ANSWERED, PulseState.SKIPPED):
            if self.answers != dict(answers):
                raise _answered()
            return self, []
        self._check_time(now)
        state = PulseState.ANSWERED if answers else PulseState.SKIPPED
        changed = self.changed(
            state=state, answers=dict(answers), answered_at=now, nudge_at=None, answers_so_far={}
        )
        return changed, [PulseClosed(**_fact(changed))]

    def lapse(self) -> tuple[Self, list[PulseClosed]]:
        """Close a survey whose time is over; one that was answered or skipped stays as it is."""
        if self.state is not PulseState.REQUESTED:
            return self, []
        lapsed = self.changed(state=PulseState.LAPSED, nudge_at=None, answers_so_far={})
        return lapsed, [PulseClosed(**_fact(lapsed))]

    def _check_time(self, now: datetime) -> None:
        # The timer may be late; what counts is the deadline that people were given.
        if self.state is PulseState.LAPSED or now >= self.due_at:
            raise Conflict(
                "this survey could be answered until {due_at}",
                code="pulse-over",
                due_at=self.due_at.isoformat(),
            )

    def _check(self, answers: Mapping[str, int | None]) -> None:
        for question, answer in answers.items():
            if question not in self.questions:
                raise not_asked(question)
            if answer is not None:
                check_bounds(question, answer, item_of(self.asked(question)).bounds)


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


def _answered() -> Conflict:
    return Conflict("this survey has other answers already", code="pulse-answered")


def _fact(pulse: Pulse) -> dict[str, str]:
    return {"pulse_id": pulse.id, "participant_id": pulse.participant_id, "role": pulse.role}
