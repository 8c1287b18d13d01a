"""The help channel: questions to the coordinators, their answers, and answers for everybody."""

from datetime import datetime
from typing import Annotated, Final, Literal, Self

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.enrollment.api.access import actor
from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import help_questions as commands
from services.enrollment.domain.help_question import HelpState, HelpText, PublishedAnswer
from services.enrollment.queries import help_questions as queries
from services.enrollment.queries.help_questions import ReadQuestion
from shared.kernel import Identifier
from shared.service import Coordinator, CoordinatorOrParticipant, Keys, Page, Paging, Participant, Read, Run

router = APIRouter(tags=["help"], prefix="/programmes/{programme_id}")

Shown = Annotated[Literal[HelpState.OPEN, HelpState.ANSWERED], Query()]

_TEXT: Final = "Can we meet by video as well?"
_ANSWER: Final = "Yes. The first meeting works best in the same room."
_OWN: Final[JsonDict] = {
    "question_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
    "text": _TEXT,
    "asked_at": "2026-02-02T09:00:00Z",
    "state": "answered",
    "answer": _ANSWER,
    "replied_at": "2026-02-03T10:00:00Z",
    "published": False,
}
_QUESTION: Final[JsonDict] = {**_OWN, "participant_id": "0a9b8c7d6e5f40312233445566778899"}
_PUBLISHED: Final[JsonDict] = {
    "answer_id": "0f4c3b2a1d5e46f798a7b6c5d4e3f201",
    "question": "Do we have to meet in person?",
    "answer": _ANSWER,
    "published_at": "2026-02-03T10:00:00Z",
}


class QuestionInput(BaseModel):
    """A question to the coordinators, who read it with the name of the person who asks."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": _TEXT}]})

    text: HelpText


class HelpAnswerInput(BaseModel):
    """An answer; with ``published_question`` everybody in the programme reads it, too."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"answer": _ANSWER, "published_question": "Do we have to meet in person?"}]
        },
    )

    answer: HelpText
    published_question: HelpText | None = None
    """The question in words that do not tell who asked; null: the answer is for that person alone."""


class OwnQuestionView(BaseModel):
    """A question as its author sees it; the texts are null once erased."""

    model_config = ConfigDict(json_schema_extra={"examples": [_OWN]})

    question_id: str
    text: str | None
    asked_at: datetime
    state: HelpState
    answer: str | None
    replied_at: datetime | None
    published: bool

    @classmethod
    def of(cls, read: ReadQuestion) -> Self:
        """Show a question."""
        return cls(
            question_id=read.question.id,
            text=read.text,
            answer=read.answer,
            **read.question.model_dump(include=set(cls.model_fields) - {"question_id", "text", "answer"}),
        )


class QuestionView(OwnQuestionView):
    """A question as coordinators see it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_QUESTION]})

    participant_id: str


class PublishedAnswerView(BaseModel):
    """An answer for everybody in the programme; it does not show who asked."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PUBLISHED]})

    answer_id: str
    question: str
    answer: str
    published_at: datetime

    @classmethod
    def of(cls, published: PublishedAnswer) -> Self:
        """Show a published answer."""
        return cls(
            answer_id=published.id,
            **published.model_dump(include={"question", "answer", "published_at"}),
        )


@router.post("/help-questions", status_code=201, summary="Ask the coordinators")
async def ask(
    programme_id: ProgrammeId, asked: QuestionInput, caller: Participant, run: Run, keys: Keys
) -> OwnQuestionView:
    """Ask the programme's coordinators something; those who are paired with the caller can't read it."""
    question = await run.command(
        caller, programme_id, commands.ask, keys, caller.require_employee(), asked.text
    )
    return OwnQuestionView.of(ReadQuestion(question=question, text=asked.text, answer=None))


@router.get("/me/help-questions", summary="The caller's questions")
async def list_own(
    programme_id: ProgrammeId, caller: Participant, read: Read, keys: Keys, page: Paging
) -> Page[OwnQuestionView]:
    """Return the caller's questions with their answers, the latest first."""
    own = await read.read(
        caller, programme_id, queries.list_own_questions, keys, caller.require_employee(), page
    )
    return Page.of(own, OwnQuestionView.of)


@router.delete(
    "/me/help-questions/{question_id}", status_code=204, summary="Delete one of the caller's questions"
)
async def delete_own(
    programme_id: ProgrammeId, question_id: Identifier, caller: Participant, run: Run
) -> Response:
    """Delete a question of the caller's with its answer; what was published stays."""
    await run.command(caller, programme_id, commands.delete_own, question_id, caller.require_employee())
    return Response(status_code=204)


@router.get("/help-questions", summary="Questions of participants")
async def list_questions(
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    keys: Keys,
    page: Paging,
    state: Shown = HelpState.OPEN,
) -> Page[QuestionView]:
    """Return questions, open ones with the oldest first; never the caller's own or a partner's."""
    questions = await read.read(
        caller, programme_id, queries.list_questions, keys, state, caller.employee_id, page
    )
    return Page.of(questions, _show)


@router.get("/help-questions/{question_id}", summary="A question of a participant")
async def get_question(
    programme_id: ProgrammeId, question_id: Identifier, caller: Coordinator, read: Read, keys: Keys
) -> QuestionView:
    """Return one question with its answer."""
    return _show(
        await read.read(caller, programme_id, queries.read_question, keys, question_id, caller.employee_id)
    )


@router.post("/help-questions/{question_id}/answer", status_code=204, summary="Answer a question")
async def answer(
    programme_id: ProgrammeId,
    question_id: Identifier,
    body: HelpAnswerInput,
    caller: Coordinator,
    run: Run,
    keys: Keys,
) -> Response:
    """Answer the person who asked, who gets a mail; publish the answer to all participants if wanted."""
    await run.command(
        caller,
        programme_id,
        commands.answer,
        keys,
        question_id,
        caller.employee_id,
        body.answer,
        body.published_question,
    )
    return Response(status_code=204)


@router.get("/published-answers", summary="Published answers")
async def list_published(
    programme_id: ProgrammeId, caller: CoordinatorOrParticipant, read: Read, page: Paging
) -> Page[PublishedAnswerView]:
    """Return the answers for everybody, the latest first; for people who take part or have taken part."""
    answers = await read.read(caller, programme_id, queries.list_published, actor(caller, programme_id), page)
    return Page.of(answers, PublishedAnswerView.of)


@router.delete("/published-answers/{answer_id}", status_code=204, summary="Unpublish an answer")
async def take_back(
    programme_id: ProgrammeId, answer_id: Identifier, caller: Coordinator, run: Run
) -> Response:
    """Unpublish an answer; the person who asked keeps it."""
    await run.command(caller, programme_id, commands.take_back, answer_id)
    return Response(status_code=204)


def _show(read: ReadQuestion) -> QuestionView:
    own = OwnQuestionView.of(read)
    return QuestionView(**own.model_dump(), participant_id=read.question.participant_id)
