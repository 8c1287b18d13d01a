"""The programme's own questions in check-ins and surveys, as coordinators write and read them."""

from typing import Annotated, Final, Self

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from services.feedback.commands import own_questionnaires as commands
from services.feedback.domain.own_questionnaire import (
    MOST_QUESTIONS,
    Occasion,
    OwnQuestion,
    OwnQuestionnaire,
    OwnVersion,
)
from services.feedback.queries import own_questionnaires as queries
from shared.contracts.vocabulary import Role
from shared.kernel import MOST_VERSIONS, Identifier
from shared.own_questions import QuestionView
from shared.service import Coordinator, Read, Run

router = APIRouter(prefix="/programmes/{programme_id}/own-questionnaires", tags=["feedback"])

AskedOn = Annotated[Occasion, Path(description="Occasion on which the questions are asked")]
VersionNumber = Annotated[int | None, Query(ge=1, le=MOST_VERSIONS)]

_QUESTIONS: Final[JsonDict] = {
    "questions": [
        {
            "id": "place",
            "kind": "choice",
            "texts": {"en": "Where did you meet?", "de": "Wo haben Sie sich getroffen?"},
            "options": [
                {"id": "office", "texts": {"en": "In the office", "de": "Im Büro"}},
                {"id": "online", "texts": {"en": "Online", "de": "Online"}},
            ],
        },
        {"id": "ease", "kind": "scale", "texts": {"en": "How easy was it?"}, "low": 1, "high": 5},
    ]
}
_VERSION: Final[JsonDict] = {
    **_QUESTIONS,
    "number": 1,
    "occasion": "check-in",
    "role": "mentor",
    "published_at": "2026-01-05T09:00:00Z",
}


class NewOwnQuestions(BaseModel):
    """All own questions to a role on an occasion, and the number of the version they were edited from."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{**_QUESTIONS, "based_on": 0}]})

    questions: Annotated[tuple[OwnQuestion, ...], Field(max_length=MOST_QUESTIONS)]
    based_on: Annotated[int, Field(ge=0, le=MOST_VERSIONS)]


class OwnQuestionsView(BaseModel):
    """A version of the own questions to a role on an occasion; number 0 and none before there is one."""

    model_config = ConfigDict(json_schema_extra={"examples": [_VERSION]})

    occasion: Occasion
    role: Role
    number: int
    questions: list[QuestionView]
    published_at: AwareDatetime | None

    @classmethod
    def of(cls, occasion: Occasion, role: Role, version: OwnVersion | None) -> Self:
        """Show a version."""
        questions = version.questions if version else ()
        return cls(
            occasion=occasion,
            role=role,
            number=version.number if version else 0,
            questions=[QuestionView.model_validate(each.model_dump()) for each in questions],
            published_at=version.published_at if version else None,
        )


class OwnQuestionnairesView(BaseModel):
    """All versions of all own questions of a programme."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_VERSION]}]})

    items: list[OwnQuestionsView]

    @classmethod
    def of(cls, questionnaires: list[OwnQuestionnaire]) -> Self:
        """Show questionnaires."""
        return cls(
            items=[
                OwnQuestionsView.of(each.occasion, each.role, version)
                for each in questionnaires
                for version in each.versions
            ]
        )


@router.get("", summary="List the programme's own questions in all versions")
async def list_questionnaires(
    programme_id: Identifier, caller: Coordinator, read: Read
) -> OwnQuestionnairesView:
    """List all versions of what the programme itself asks, for the texts shown with figures."""
    return OwnQuestionnairesView.of(await read.read(caller, programme_id, queries.list_questionnaires))


@router.get("/{occasion}/{role}", summary="The programme's own questions to a role on an occasion")
async def get_questions(
    programme_id: Identifier,
    occasion: AskedOn,
    role: Role,
    caller: Coordinator,
    read: Read,
    version: VersionNumber = None,
) -> OwnQuestionsView:
    """Return what the programme itself asks a role, in the latest version or an earlier one."""
    published = await read.read(caller, programme_id, queries.get_version, occasion, role, version)
    return OwnQuestionsView.of(occasion, role, published)


@router.put("/{occasion}/{role}", summary="Publish the programme's own questions to a role on an occasion")
async def publish_questions(
    programme_id: Identifier,
    occasion: AskedOn,
    role: Role,
    new: NewOwnQuestions,
    caller: Coordinator,
    run: Run,
) -> OwnQuestionsView:
    """Publish the next version; 409 if somebody else published one first.

    Without questions, nothing is asked any more.

    Answers are released as figures of groups only, by the rule for all answers.
    """
    version = await run.command(
        caller,
        programme_id,
        commands.publish_questions,
        occasion,
        role,
        new.questions,
        new.based_on,
        caller.sub,
    )
    return OwnQuestionsView.of(occasion, role, version)
