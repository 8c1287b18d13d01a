"""Endpoints for the training: the caller's modules, a module to read, its check, a completion elsewhere."""

from datetime import datetime
from typing import Annotated, Final, Self

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.api.views import ParticipantView
from services.enrollment.commands import training as commands
from services.enrollment.domain.training_texts import TextLanguage
from services.enrollment.queries import training as queries
from services.enrollment.queries.training import OwnTraining, ReadModule
from shared.contracts.vocabulary import Role, Topic
from shared.kernel import Identifier
from shared.service import Coordinator, CoordinatorOrParticipant, Participant, Read, Run

router = APIRouter(tags=["training"], prefix="/programmes/{programme_id}")

ModuleId = Annotated[Topic, Path()]
Language = Annotated[TextLanguage, Query()]

_OWN: Final[JsonDict] = {
    "module": "confidentiality",
    "version": 1,
    "title": "Confidentiality",
    "aim": "Know what stays between the two of you, and what does not.",
    "minutes": 4,
    "required": True,
    "completed_at": "2026-01-08T13:40:00Z",
    "expires_at": "2027-01-08T13:40:00Z",
}
_QUESTION: Final[JsonDict] = {"text": "May you quote your partner?", "options": ["Yes", "Only if they agree"]}
_MODULE: Final[JsonDict] = {
    "module": "confidentiality",
    "version": 1,
    "roles": ["mentor", "mentee"],
    "language": "en",
    "title": "Confidentiality",
    "aim": "Know what stays between the two of you, and what does not.",
    "minutes": 4,
    "text": "## What stays between you\n\nWhat you say in a session is for the two of you.",
    "questions": [_QUESTION],
}


class OwnModuleView(BaseModel):
    """A module for the caller's role."""

    module: str
    version: int
    title: str
    aim: str
    minutes: int
    required: bool
    """Whether the programme asks for it before the caller is matched."""
    completed_at: datetime | None
    expires_at: datetime | None

    @classmethod
    def of(cls, own: OwnTraining) -> Self:
        """Show a module."""
        return cls(
            module=own.module.id,
            version=own.module.version,
            title=own.heading.title,
            aim=own.heading.aim,
            minutes=own.module.minutes,
            required=own.required,
            completed_at=own.completed.noted_at if own.completed else None,
            expires_at=own.completed.expires_at if own.completed else None,
        )


class OwnTrainingView(BaseModel):
    """The caller's modules; ``participant_id`` is null for somebody who does not take part."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"participant_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172", "items": [_OWN]}]
        }
    )

    participant_id: str | None
    items: list[OwnModuleView]


class CheckQuestionView(BaseModel):
    """A question of the check, without its answer."""

    text: str
    options: list[str]


class ModuleView(BaseModel):
    """A module to read, in the language that there is; ``text`` is Markdown."""

    model_config = ConfigDict(json_schema_extra={"examples": [_MODULE]})

    module: str
    version: int
    roles: list[Role]
    language: TextLanguage
    title: str
    aim: str
    minutes: int
    text: str
    questions: list[CheckQuestionView]

    @classmethod
    def of(cls, read: ReadModule) -> Self:
        """Show a module."""
        module, text = read.module, read.text
        return cls(
            module=module.id,
            version=module.version,
            roles=list(module.roles),
            language=read.language,
            title=text.title,
            aim=text.aim,
            minutes=module.minutes,
            text=text.text,
            questions=[
                CheckQuestionView(text=each.text, options=list(each.options)) for each in text.questions
            ],
        )


class AnswersInput(BaseModel):
    """The answers to a module's check: for each question the position of the option, from 0."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"version": 1, "answers": [2, 0, 1]}]}
    )

    version: Annotated[int, Field(ge=1, le=1000)]
    answers: Annotated[list[Annotated[int, Field(ge=0, le=9)]], Field(max_length=10)]


class MarkView(BaseModel):
    """Whether the answer to a question was right, and why."""

    right: bool
    explanation: str


class CheckedView(BaseModel):
    """The marks of a check; ``completed`` if all answers are right."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "completed": False,
                    "left": ["confidentiality"],
                    "questions": [{"right": False, "explanation": "Their words are theirs: ask first."}],
                }
            ]
        }
    )

    completed: bool
    left: list[str]
    """The modules that the programme asks for and that are still to do."""
    questions: list[MarkView]


class TrainingInput(BaseModel):
    """A module that was completed elsewhere."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"module": "confidentiality"}]})

    module: Topic


@router.get("/me/training", summary="The caller's training")
async def get_own(
    programme_id: ProgrammeId, caller: Participant, read: Read, language: Language = TextLanguage.EN
) -> OwnTrainingView:
    """Return the modules for the caller's role, those first that the programme asks for."""
    participant, own = await read.read(
        caller, programme_id, queries.own_training, programme_id, caller.require_employee(), language
    )
    items = [OwnModuleView.of(each) for each in own]
    return OwnTrainingView(participant_id=participant.id if participant else None, items=items)


@router.get("/training/{module_id}", summary="A module of the training")
async def get_module(
    programme_id: ProgrammeId,
    module_id: ModuleId,
    caller: CoordinatorOrParticipant,
    read: Read,
    language: Language = TextLanguage.EN,
) -> ModuleView:
    """Return a module's text and the questions of its check, in the current version."""
    drafts = caller.may_coordinate(programme_id)
    module = await read.read(
        caller, programme_id, queries.read_module, programme_id, module_id, language, drafts=drafts
    )
    return ModuleView.of(module)


@router.post(
    "/participants/{participant_id}/training/{module_id}/answers", summary="Answer the check of a module"
)
async def answer_check(
    programme_id: ProgrammeId,
    participant_id: Identifier,
    module_id: ModuleId,
    sent: AnswersInput,
    caller: Participant,
    run: Run,
    language: Language = TextLanguage.EN,
) -> CheckedView:
    """Mark the caller's answers; the module is completed if all are right. Answers are not stored."""
    participant, marks, text = await run.command(
        caller,
        programme_id,
        commands.answer_check,
        participant_id,
        caller.require_employee(),
        caller.sub,
        module_id,
        sent.version,
        sent.answers,
        language,
    )
    return CheckedView(
        completed=all(marks),
        left=list(participant.training_left),
        questions=[
            MarkView(right=right, explanation=question.explanation)
            for right, question in zip(marks, text.questions, strict=True)
        ],
    )


@router.post("/participants/{participant_id}/training", summary="Record a completed module")
async def record_training(
    programme_id: ProgrammeId,
    participant_id: Identifier,
    training: TrainingInput,
    caller: Coordinator,
    run: Run,
) -> ParticipantView:
    """Record a module that the participant completed elsewhere."""
    participant = await run.command(
        caller, programme_id, commands.record_training, participant_id, caller.sub, training.module
    )
    return ParticipantView.of(participant, caller.employee_id)
