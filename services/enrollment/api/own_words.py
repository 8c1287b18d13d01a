"""The words of a programme: what it calls its roles and itself."""

from typing import Annotated, Final, Self

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from services.enrollment.api.access import require_all_programmes
from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import own_words as commands
from services.enrollment.domain.own_words import WordsByLanguage, WordsVersion
from services.enrollment.queries import own_words as queries
from shared.contracts.enrollment import RoleNames, Words
from shared.kernel import MOST_VERSIONS
from shared.own_questions import LanguageCode
from shared.service import Coordinator, CoordinatorOrParticipant, Read, Run

router = APIRouter(tags=["words"], prefix="/programmes/{programme_id}")

VersionNumber = Annotated[int | None, Query(ge=1, le=MOST_VERSIONS)]

_TEXTS: Final[JsonDict] = {
    "en": {
        "roles": {
            "mentor": "digital guide",
            "mentors": "digital guides",
            "mentee": "executive",
            "mentees": "executives",
        },
        "programme": "initiative",
        "name": "Digital tandem",
    }
}


class RoleNamesInput(RoleNames):
    """The names of both roles as a coordinator sets them."""

    model_config = ConfigDict(extra="forbid")


class WordsInput(Words):
    """The words in one language as a coordinator sets them."""

    model_config = ConfigDict(extra="forbid")

    roles: RoleNamesInput | None = None


class NewWords(BaseModel):
    """All words by language, and the number of the version they were edited from (0: the first)."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"texts": _TEXTS, "based_on": 0}]}
    )

    texts: Annotated[
        dict[LanguageCode, WordsInput],
        Field(max_length=4, json_schema_extra={"additionalProperties": False}),
    ]
    based_on: Annotated[int, Field(ge=0, le=MOST_VERSIONS)]
    for_new_programmes: bool = False
    """Whether new programmes of the organisation begin with these words, too; their names are their own."""

    def words(self) -> WordsByLanguage:
        """Return the words in the domain's own types."""
        return {language: Words.model_validate(each.model_dump()) for language, each in self.texts.items()}


class WordsVersionView(BaseModel):
    """A version of the words; number 0 and none before there is one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"number": 1, "texts": _TEXTS, "published_at": "2026-01-05T09:00:00Z"}]
        }
    )

    number: int
    texts: dict[str, Words]
    published_at: AwareDatetime | None

    @classmethod
    def of(cls, version: WordsVersion | None) -> Self:
        """Show a version."""
        if version is None:
            return cls(number=0, texts={}, published_at=None)
        return cls(number=version.number, texts=version.texts, published_at=version.published_at)


@router.get("/words", summary="The words of a programme")
async def get_words(
    programme_id: ProgrammeId, caller: CoordinatorOrParticipant, read: Read, version: VersionNumber = None
) -> WordsVersionView:
    """Return what the programme calls its roles and itself, in the latest version or an earlier one."""
    drafts = caller.may_coordinate(programme_id)
    words = await read.read(caller, programme_id, queries.get_words, programme_id, version, drafts=drafts)
    return WordsVersionView.of(words)


@router.put("/words", summary="Publish the words of a programme")
async def publish_words(
    programme_id: ProgrammeId, new: NewWords, caller: Coordinator, run: Run
) -> WordsVersionView:
    """Publish the next version; 409 if somebody else published one first.

    Without words, the standard ones are used again.

    Pages and mails use it within moments; mails that were sent stay as they are. Coordinators of all
    programmes may let new programmes begin with the words, too.
    """
    if new.for_new_programmes:
        require_all_programmes(caller)
    version = await run.command(
        caller,
        programme_id,
        commands.publish_words,
        programme_id,
        new.words(),
        new.based_on,
        caller.sub,
        for_new=new.for_new_programmes,
    )
    return WordsVersionView.of(version)
