"""Endpoints for terms: read them, agree to them, publish a version, let the programme use one."""

from datetime import datetime
from typing import Annotated, Final, Self

from fastapi import APIRouter, Query, status
from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.enrollment.api.access import require_all_programmes
from services.enrollment.api.participant_inputs import ConsentInput
from services.enrollment.api.programmes import ProgrammeId, ProgrammeView
from services.enrollment.api.views import ParticipantView
from services.enrollment.commands import consents
from services.enrollment.commands import terms as commands
from services.enrollment.domain.programme_plan import TermsVersion
from services.enrollment.domain.terms import NewVersion, TermsEdition, TermsOwner, TermsTexts
from services.enrollment.domain.training_texts import TextLanguage
from services.enrollment.queries import terms as queries
from services.enrollment.queries.terms import Editions, Terms
from shared.kernel import Identifier
from shared.service import Coordinator, CoordinatorOrParticipant, Participant, Read, Run

router = APIRouter(tags=["terms"], prefix="/programmes/{programme_id}")

_TEXT: Final[JsonDict] = {
    "consent": "Taking part is voluntary. You can leave at any time, without a reason.",
    "protection": "Nothing that is said here enters a performance review.",
}
_TERMS: Final[JsonDict] = {"version": "2026-2", "owner": "programme", "language": "en", **_TEXT}
_NEW: Final[JsonDict] = {"version": "2026-2", "for_all_programmes": False, "texts": {"en": _TEXT}}
_EDITION: Final[JsonDict] = {
    "version": "2026-2",
    "owner": "programme",
    "languages": ["en", "de"],
    "published_at": "2026-03-02T09:00:00Z",
}


class TermsView(BaseModel):
    """The terms in force, in the language asked for, else in English, else in the first there is."""

    model_config = ConfigDict(json_schema_extra={"examples": [_TERMS]})

    version: str
    owner: TermsOwner
    language: TextLanguage
    consent: str
    protection: str

    @classmethod
    def of(cls, terms: Terms) -> Self:
        """Show the terms."""
        return cls(
            version=terms.version, owner=terms.owner, language=terms.language, **terms.text.model_dump()
        )


class NewTerms(BaseModel):
    """A version to publish, with a text for each language; it can't be changed later."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NEW]})

    version: NewVersion
    for_all_programmes: bool = False
    """Whether all programmes of the organisation may use it, or this one alone."""
    texts: TermsTexts


class TermsToUse(BaseModel):
    """The published version that the programme is to use."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"version": "2026-2"}]})

    version: TermsVersion


class EditionView(BaseModel):
    """A published version."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EDITION]})

    version: str
    owner: TermsOwner
    languages: list[TextLanguage]
    published_at: datetime

    @classmethod
    def of(cls, owner: TermsOwner, edition: TermsEdition) -> Self:
        """Show a version."""
        return cls(
            version=edition.id,
            owner=owner,
            languages=list(edition.texts),
            published_at=edition.published_at,
        )


class EditionsView(BaseModel):
    """The versions that the programme may use, the latest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"in_force": "2026-1", "consent_due": 4, "items": [_EDITION]}]}
    )

    in_force: str
    consent_due: int
    """The number of participants who have not agreed to the terms in force."""
    items: list[EditionView]

    @classmethod
    def of(cls, editions: Editions) -> Self:
        """Show the versions."""
        return cls(
            in_force=editions.in_force,
            consent_due=editions.consent_due,
            items=[EditionView.of(*each) for each in editions.items],
        )


@router.get("/terms", summary="The terms of a programme")
async def get_terms(
    programme_id: ProgrammeId,
    caller: CoordinatorOrParticipant,
    read: Read,
    language: Annotated[TextLanguage, Query()] = TextLanguage.EN,
) -> TermsView:
    """Return the terms in force: the programme's own, else the organisation's, else the shipped ones."""
    drafts = caller.may_coordinate(programme_id)
    terms = await read.read(caller, programme_id, queries.read_terms, programme_id, language, drafts=drafts)
    return TermsView.of(terms)


@router.get("/terms-versions", summary="Versions of the terms")
async def list_versions(programme_id: ProgrammeId, caller: Coordinator, read: Read) -> EditionsView:
    """List the versions that the programme may use, and how many people have not agreed yet."""
    return EditionsView.of(await read.read(caller, programme_id, queries.editions, programme_id))


@router.post("/terms-versions", status_code=status.HTTP_201_CREATED, summary="Publish terms")
async def publish_terms(
    programme_id: ProgrammeId, new: NewTerms, caller: Coordinator, run: Run
) -> EditionView:
    """Publish a version, of this programme or, for coordinators of all programmes, of the organisation.

    Nobody is asked before a programme uses it.
    """
    if new.for_all_programmes:
        require_all_programmes(caller)
    edition = await run.command(
        caller,
        programme_id,
        commands.publish,
        programme_id,
        new.version,
        new.texts,
        caller.sub,
        for_all=new.for_all_programmes,
    )
    owner = TermsOwner.ORGANISATION if new.for_all_programmes else TermsOwner.PROGRAMME
    return EditionView.of(owner, edition)


@router.post("/terms", summary="Use published terms")
async def use_terms(
    programme_id: ProgrammeId, chosen: TermsToUse, caller: Coordinator, run: Run
) -> ProgrammeView:
    """Let the programme use a version; everybody who has agreed to another is asked to agree again."""
    programme = await run.command(caller, programme_id, commands.use, programme_id, chosen.version)
    return ProgrammeView.of(programme)


@router.post("/participants/{participant_id}/consent", summary="Agree to the terms")
async def give_consent(
    programme_id: ProgrammeId,
    participant_id: Identifier,
    consent: ConsentInput,
    caller: Participant,
    run: Run,
) -> ParticipantView:
    """Agree to the terms in force; until then the participant takes no step, and is not matched."""
    own = caller.require_employee()
    participant = await run.command(
        caller,
        programme_id,
        consents.give_consent,
        participant_id,
        own,
        caller.sub,
        consent.terms_version,
        consent.terms_language,
    )
    return ParticipantView.of(participant, own)
