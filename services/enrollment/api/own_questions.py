"""Own questions of a programme: published by coordinators, answered by participants."""

from collections.abc import Mapping
from typing import Annotated, Final, Self

from fastapi import APIRouter, Query
from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    StringConstraints,
)
from pydantic.config import JsonDict

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import own_questions as commands
from services.enrollment.domain.own_answers import LONGEST_TEXT, OwnAnswers, Value
from services.enrollment.domain.own_questions import Questions, Version
from services.enrollment.queries import own_questions as queries
from shared.contracts.vocabulary import Code, Role
from shared.kernel import MOST_VERSIONS, Identifier
from shared.own_questions import QuestionView
from shared.service import Coordinator, CoordinatorOrParticipant, Keys, Participant, Read, Run

router = APIRouter(tags=["questions"], prefix="/programmes/{programme_id}")

VersionNumber = Annotated[int | None, Query(ge=1, le=MOST_VERSIONS)]
Word = Annotated[str, StringConstraints(strict=True, max_length=LONGEST_TEXT)]
ShortWord = Annotated[str, StringConstraints(strict=True, max_length=80)]


def _whole(value: object) -> object:
    """Take a number such as 4.0, which is whole in JSON, as a whole number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Number = Annotated[StrictInt, Field(ge=-1000, le=1000), BeforeValidator(_whole)]
Answer = Number | Word | Annotated[list[ShortWord], Field(max_length=30)]

_QUESTIONS: Final[JsonDict] = {
    "questions": [
        {
            "id": "tools",
            "kind": "choices",
            "texts": {"en": "Which tools do you use?", "de": "Welche Werkzeuge nutzen Sie?"},
            "options": [
                {"id": "chat", "texts": {"en": "Chat", "de": "Chat"}},
                {"id": "wiki", "texts": {"en": "Wiki", "de": "Wiki"}},
            ],
            "matching": True,
            "required": True,
        },
        {"id": "hope", "kind": "text", "texts": {"en": "What do you hope for?"}, "required": False},
    ]
}
_ANSWERS: Final[JsonDict] = {"version": 1, "answers": {"tools": ["chat"], "hope": "New ideas"}}


class NewQuestions(BaseModel):
    """All questions to a role, and the number of the version they were edited from (0: the first)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{**_QUESTIONS, "based_on": 0}]})

    questions: Questions
    based_on: Annotated[int, Field(ge=0, le=MOST_VERSIONS)]


class AskedView(QuestionView):
    """A question, whether it has to be answered, and whether matching may compare the answers."""

    required: bool
    matching: bool = False


class QuestionsView(BaseModel):
    """A version of the questions to a role; number 0 and none before there is one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {**_QUESTIONS, "number": 1, "role": "mentor", "published_at": "2026-01-05T09:00:00Z"}
            ]
        }
    )

    role: Role
    number: int
    questions: list[AskedView]
    published_at: AwareDatetime | None

    @classmethod
    def of(cls, role: Role, version: Version | None) -> Self:
        """Show a version."""
        if version is None:
            return cls(role=role, number=0, questions=[], published_at=None)
        return cls(
            role=role,
            number=version.number,
            questions=[AskedView.model_validate(each.model_dump()) for each in version.questions],
            published_at=version.published_at,
        )


class NewAnswers(BaseModel):
    """Answers to the version that is asked, by question: a number, an id, a day, a text, or several ids."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_ANSWERS]})

    version: Annotated[int, Field(ge=1, le=MOST_VERSIONS)]
    answers: Annotated[
        dict[Code, Answer], Field(max_length=30, json_schema_extra={"additionalProperties": False})
    ]


class AnswersView(BaseModel):
    """The caller's own answers; version 0 before there are any."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ANSWERS]})

    version: int
    answers: dict[str, Value]

    @classmethod
    def of(cls, answers: OwnAnswers | None, texts: Mapping[str, str]) -> Self:
        """Show answers with the texts in the clear."""
        values = {**answers.values, **texts} if answers else {}
        return cls(version=answers.version if answers else 0, answers=values)


@router.get("/questions/{role}", summary="The questions to a role")
async def get_questions(
    programme_id: ProgrammeId,
    role: Role,
    caller: CoordinatorOrParticipant,
    read: Read,
    version: VersionNumber = None,
) -> QuestionsView:
    """Return what the programme itself asks a role, in the latest version or an earlier one."""
    drafts = caller.may_coordinate(programme_id)
    questions = await read.read(
        caller, programme_id, queries.get_questions, programme_id, role, version, drafts=drafts
    )
    return QuestionsView.of(role, questions)


@router.put("/questions/{role}", summary="Publish the questions to a role")
async def publish_questions(
    programme_id: ProgrammeId, role: Role, new: NewQuestions, caller: Coordinator, run: Run
) -> QuestionsView:
    """Publish the next version; 409 if somebody else published one first.

    Without questions, nothing is asked any more.

    People who have answered, or who joined before, stay as they are.
    """
    version = await run.command(
        caller,
        programme_id,
        commands.publish_questions,
        programme_id,
        role,
        new.questions,
        new.based_on,
        caller.sub,
    )
    return QuestionsView.of(role, version)


@router.get("/participants/{participant_id}/answers", summary="The caller's own answers")
async def get_answers(
    programme_id: ProgrammeId, participant_id: Identifier, caller: Participant, read: Read, keys: Keys
) -> AnswersView:
    """Return the participant's own answers; nobody else reads them."""
    own = caller.require_employee()
    answers, texts = await read.read(caller, programme_id, queries.read_answers, keys, participant_id, own)
    return AnswersView.of(answers, texts)


@router.post("/participants/{participant_id}/answers", summary="Answer the programme's questions")
async def answer_questions(
    programme_id: ProgrammeId,
    participant_id: Identifier,
    sent: NewAnswers,
    caller: Participant,
    run: Run,
    keys: Keys,
) -> AnswersView:
    """Save the participant's own answers; the latest count. A text is encrypted for its author alone."""
    own = caller.require_employee()
    await run.command(
        caller,
        programme_id,
        commands.answer_questions,
        keys,
        participant_id,
        own,
        sent.version,
        sent.answers,
    )
    answers, texts = await run.read(caller, programme_id, queries.read_answers, keys, participant_id, own)
    return AnswersView.of(answers, texts)
