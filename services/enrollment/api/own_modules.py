"""Own modules of the training: written, published in versions and retired by coordinators."""

from datetime import datetime
from typing import Annotated, Final, Self

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import own_modules as commands
from services.enrollment.domain.own_modules import (
    Heading,
    ModuleContent,
    ModuleEdition,
    OwnModule,
    OwnText,
)
from services.enrollment.domain.training_texts import TextLanguage
from services.enrollment.queries import own_modules as queries
from shared.contracts.vocabulary import Role, Topic
from shared.kernel import MOST_VERSIONS
from shared.service import Coordinator, Read, Run

router = APIRouter(tags=["training"], prefix="/programmes/{programme_id}/training-modules")

ModuleId = Annotated[Topic, Path()]

_TEXT: Final[JsonDict] = {
    "title": "Travelling safely",
    "aim": "Know whom to call on a journey.",
    "text": "## Before you leave\n\nSave the number of our travel desk.",
    "questions": [
        {
            "text": "Whom do you call first?",
            "options": ["The travel desk", "Your partner"],
            "explanation": "The travel desk answers day and night.",
        }
    ],
}
_WRITTEN: Final[JsonDict] = {"roles": ["mentor"], "minutes": 5, "valid_months": 12}
_NEW: Final[JsonDict] = {
    **_WRITTEN,
    "right": [0],
    "texts": {"en": _TEXT},
    "asked": True,
    "based_on": 0,
}
_LISTED: Final[JsonDict] = {
    **_WRITTEN,
    "module": "own-travel-safety",
    "version": 1,
    "headings": {"en": {"title": "Travelling safely", "aim": "Know whom to call on a journey."}},
    "written_here": True,
    "published_at": "2026-01-08T13:40:00Z",
    "retired_at": "2026-06-08T13:40:00Z",
}


class NewModule(ModuleContent):
    """A version to publish, and the number of the version that it was edited from (0: the first)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NEW]})

    asked: bool
    """Whether people who join this programme from now on complete it before they are matched."""
    based_on: Annotated[int, Field(ge=0, le=MOST_VERSIONS)]

    @property
    def content(self) -> ModuleContent:
        """The version to publish."""
        return ModuleContent.model_validate(self.model_dump(exclude={"asked", "based_on"}))


class ListedModuleView(BaseModel):
    """A module that the organisation wrote, in its latest version."""

    model_config = ConfigDict(json_schema_extra={"examples": [_LISTED]})

    module: str
    version: int
    roles: list[Role]
    minutes: int
    valid_months: int | None
    headings: dict[TextLanguage, Heading]
    written_here: bool
    """Whether the coordinators of this programme write it."""
    published_at: datetime
    retired_at: datetime | None

    @classmethod
    def of(cls, own: OwnModule, programme_id: str) -> Self:
        """Show a module."""
        return cls(
            module=own.id,
            version=own.number,
            roles=list(own.roles),
            minutes=own.minutes,
            valid_months=own.valid_months,
            headings=own.headings,
            written_here=own.written_in == programme_id,
            published_at=own.published_at,
            retired_at=own.retired_at,
        )


class OwnModulesView(BaseModel):
    """The modules that the organisation wrote, retired ones too."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_LISTED]}]})

    items: list[ListedModuleView]


class WrittenModuleView(ListedModuleView):
    """A module with its texts and right answers, for its coordinators."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**_LISTED, "right": [0], "texts": {"en": _TEXT}}]}
    )

    right: list[int]
    texts: dict[TextLanguage, OwnText]

    @classmethod
    def with_texts(cls, own: OwnModule, edition: ModuleEdition, programme_id: str) -> Self:
        """Show a module with its texts."""
        listed = ListedModuleView.of(own, programme_id)
        return cls(**dict(listed), right=list(own.right), texts=edition.content.texts)


@router.get("", summary="The organisation's own modules")
async def list_modules(programme_id: ProgrammeId, caller: Coordinator, read: Read) -> OwnModulesView:
    """Return the modules that the organisation wrote, whichever programme's coordinators write them."""
    modules = await read.read(caller, programme_id, queries.list_own_modules, programme_id)
    return OwnModulesView(items=[ListedModuleView.of(each, programme_id) for each in modules])


@router.get("/{module_id}", summary="One of the organisation's own modules")
async def get_module(
    programme_id: ProgrammeId, module_id: ModuleId, caller: Coordinator, read: Read
) -> WrittenModuleView:
    """Return a module with all texts and the right answers, in the latest version."""
    own, edition = await read.read(caller, programme_id, queries.read_own_module, programme_id, module_id)
    return WrittenModuleView.with_texts(own, edition, programme_id)


@router.put("/{module_id}", summary="Publish a version of a module")
async def publish_module(
    programme_id: ProgrammeId, module_id: ModuleId, new: NewModule, caller: Coordinator, run: Run
) -> WrittenModuleView:
    """Publish the next version; 409 if somebody else published one first.

    A completed module counts until it expires.

    The coordinators of the programme in which a module was first published write it. Publishing a retired
    module uses it again.
    """
    own, edition = await run.command(
        caller,
        programme_id,
        commands.publish_module,
        programme_id,
        module_id,
        new.content,
        new.based_on,
        caller.sub,
        asked=new.asked,
    )
    return WrittenModuleView.with_texts(own, edition, programme_id)


@router.post("/{module_id}/retirement", summary="Retire a module")
async def retire_module(
    programme_id: ProgrammeId, module_id: ModuleId, caller: Coordinator, run: Run
) -> WrittenModuleView:
    """Stop assigning it to new participants; those who have it already complete it."""
    own, edition = await run.command(caller, programme_id, commands.retire_module, programme_id, module_id)
    return WrittenModuleView.with_texts(own, edition, programme_id)
