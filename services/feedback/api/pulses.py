"""Pulse surveys: each person reads and answers their own."""

from datetime import datetime
from functools import partial
from typing import Annotated, ClassVar, Final, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from services.feedback.api.asked_items import AskedItem
from services.feedback.commands import pulses as commands
from services.feedback.domain.pulse import Pulse, PulseState
from services.feedback.queries import pulses as queries
from services.feedback.queries.own_questionnaires import Written
from shared.contracts.feedback import Questionnaire
from shared.contracts.vocabulary import Code, Role
from shared.kernel import Identifier
from shared.schema.visibility import Visibility
from shared.service import Page, Paging, Participant, Read, Run

router = APIRouter(prefix="/programmes/{programme_id}", tags=["feedback"])

_ANSWERS: Final[JsonValue] = {"heard": 4, "safe": 5}
_PULSE: Final[dict[str, JsonValue]] = {
    "pulse_id": "4d3b1f0e7c2a4e5f8a9b0c1d2e3f4051",
    "participant_id": "c0de8a6b4c2d4e0f91a3b5c7d9e1f203",
    "role": "mentor",
    "occasion": "day-30",
    "questionnaire": "mentor-pulse",
    "questionnaire_version": 1,
    "questions": [
        {"question": "heard", "lowest": 1, "highest": 5, "texts": {}, "options": []},
        {"question": "ease", "lowest": 1, "highest": 7, "texts": {"en": "How easy is it?"}, "options": []},
        {"question": "safe", "lowest": 1, "highest": 5, "texts": {}, "options": []},
    ],
    "requested_at": "2026-03-02T10:00:00Z",
    "due_at": "2026-03-16T10:00:00Z",
    "state": "answered",
    "answered_at": "2026-03-03T08:30:00Z",
    "answers": _ANSWERS,
    "answers_so_far": {},
}


AnswerNumber = Annotated[int, Field(ge=0, le=10)]


class PulseAnswers(BaseModel):
    """The answers to a pulse survey, by question; a question that is left out is not answered."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"answers": _ANSWERS}]})

    answers: Annotated[
        dict[Code, AnswerNumber],
        Field(
            max_length=20,
            description="Empty: the survey is skipped",
            json_schema_extra={"additionalProperties": False},
        ),
    ]


class AnswerSoFar(BaseModel):
    """The answer to one question, kept until the survey is sent."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": "heard", "answer": 4}]}
    )

    question: Code
    answer: AnswerNumber | None = Field(description="null: would rather not say")


class OwnPulseView(BaseModel):
    """A pulse survey as its author sees it, with the answers."""

    shown_to: ClassVar = Visibility.SELF

    model_config = ConfigDict(json_schema_extra={"examples": [_PULSE]})

    pulse_id: Identifier
    participant_id: Identifier
    role: Role
    occasion: Identifier
    questionnaire: Questionnaire
    questionnaire_version: int
    questions: tuple[AskedItem, ...]
    requested_at: datetime
    due_at: datetime
    state: PulseState
    answered_at: datetime | None
    answers: dict[str, int]
    answers_so_far: dict[str, int | None]

    @classmethod
    def of(cls, pulse: Pulse, written: Written) -> Self:
        """Return the view of a survey for its author."""
        return cls(
            pulse_id=pulse.id,
            questions=tuple(AskedItem.of(pulse.asked(each), written) for each in pulse.questions),
            **pulse.model_dump(include=set(cls.model_fields) - {"questions"}),
        )


@router.get("/me/pulses", summary="List the caller's own pulse surveys")
async def list_own_pulses(
    programme_id: Identifier,
    caller: Participant,
    read: Read,
    page: Paging,
    state: PulseState | None = None,
) -> Page[OwnPulseView]:
    """List the caller's surveys with their answers, the latest first."""
    own, written = await read.read(
        caller, programme_id, queries.read_own_pulses, caller.require_employee(), state, page
    )
    return Page.of(own, partial(OwnPulseView.of, written=written))


@router.post(
    "/pulses/{pulse_id}/answers-so-far", status_code=204, summary="Save an answer until the survey is sent"
)
async def keep_answer(
    programme_id: Identifier, pulse_id: Identifier, body: AnswerSoFar, caller: Participant, run: Run
) -> None:
    """Save the answer to one question, for the caller alone; it is not counted before the survey is sent."""
    await run.command(
        caller,
        programme_id,
        commands.keep_answer,
        pulse_id,
        caller.require_employee(),
        body.question,
        body.answer,
    )


@router.post("/pulses/{pulse_id}/answer", summary="Answer or skip a pulse survey")
async def answer_pulse(
    programme_id: Identifier, pulse_id: Identifier, body: PulseAnswers, caller: Participant, run: Run
) -> OwnPulseView:
    """Save the caller's answers; the same answers again change nothing, other ones are a conflict."""
    own = caller.require_employee()
    await run.command(caller, programme_id, commands.answer_pulse, pulse_id, own, body.answers)
    saved, written = await run.read(caller, programme_id, queries.read_own_pulse, pulse_id, own)
    return OwnPulseView.of(saved, written)
