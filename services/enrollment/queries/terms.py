"""The terms of a programme: the text in force, and all versions it may use."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.enrollment.domain.participant import ParticipantState
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.terms import TermsEdition, TermsOwner, TermsText, read_in, shipped_texts
from services.enrollment.domain.training_texts import TextLanguage
from services.enrollment.queries.programmes import get_programme
from services.enrollment.store import ORGANISATION_TERMS, PARTICIPANTS, PROGRAMME_TERMS, PROGRAMMES
from shared.messaging import UnitOfWork


@dataclass(frozen=True)
class Terms:
    """The terms of a programme as somebody reads them.

    Attributes:
        version: the version in force.
        owner: whose text it is.
        language: of the text, which may be another than was asked for.
        text: what it says.
    """

    version: str
    owner: TermsOwner
    language: TextLanguage
    text: TermsText


@dataclass(frozen=True)
class Editions:
    """The versions that a programme may use, the latest first.

    Attributes:
        in_force: the version that it uses.
        consent_due: the number of participants who have not agreed to it.
        items: each version with its owner.
    """

    in_force: str
    consent_due: int
    items: list[tuple[TermsOwner, TermsEdition]]


async def read_terms(uow: UnitOfWork, programme_id: str, language: TextLanguage, *, drafts: bool) -> Terms:
    """Return the terms in force: the programme's own, else the organisation's, else those that are shipped.

    Raises:
        NotFound: no such programme, or it is a draft and the reader may not see drafts.
    """
    programme = await get_programme(uow, programme_id, drafts=drafts)
    owner, texts = await _texts(uow, programme)
    read, text = read_in(texts, language)
    return Terms(programme.plan.terms_version, owner, read, text)


async def list_editions(uow: UnitOfWork) -> list[tuple[TermsOwner, TermsEdition]]:
    """Return the versions that the programme may use, the latest first."""
    own = await uow.find(PROGRAMME_TERMS)
    shared = await uow.find(ORGANISATION_TERMS)
    editions = [(TermsOwner.PROGRAMME, each) for each in own]
    editions += [(TermsOwner.ORGANISATION, each) for each in shared]
    return sorted(editions, key=lambda each: (each[1].published_at, each[1].id), reverse=True)


async def latest_of_organisation(uow: UnitOfWork) -> str | None:
    """Return the version that the organisation published last, with which new programmes begin."""
    latest = await uow.find(ORGANISATION_TERMS, sort=[("published_at", -1), ("id", -1)], limit=1)
    return latest[0].id if latest else None


async def editions(uow: UnitOfWork, programme_id: str) -> Editions:
    """Return the versions that the programme may use.

    Raises:
        NotFound: no such programme.
    """
    programme = await uow.require(PROGRAMMES, programme_id)
    due = await uow.count(
        PARTICIPANTS, {"consent_due": True, "state": {"$ne": ParticipantState.WITHDRAWN.value}}
    )
    return Editions(programme.plan.terms_version, due, await list_editions(uow))


async def _texts(
    uow: UnitOfWork, programme: Programme
) -> tuple[TermsOwner, Mapping[TextLanguage, TermsText]]:
    version = programme.plan.terms_version
    if own := await uow.get(PROGRAMME_TERMS, version):
        return TermsOwner.PROGRAMME, own.texts
    if shared := await uow.get(ORGANISATION_TERMS, version):
        return TermsOwner.ORGANISATION, shared.texts
    return TermsOwner.SHIPPED, shipped_texts()
