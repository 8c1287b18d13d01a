"""The own words of a programme or a template."""

from services.enrollment.domain.own_words import OWN_WORDS_ID, OwnWords, WordsVersion
from services.enrollment.queries.programmes import get_programme
from services.enrollment.store import OWN_WORDS, TEMPLATE_WORDS, WORDS_OF_ALL_PROGRAMMES
from shared.messaging import UnitOfWork


async def own_words(uow: UnitOfWork) -> OwnWords:
    """Return all versions of the programme's words; none before there is one."""
    known = await uow.get(OWN_WORDS, OWN_WORDS_ID)
    return known or OwnWords(id=OWN_WORDS_ID, tenant=uow.scope.tenant, programme=uow.scope.programme)


async def words_of(uow: UnitOfWork, programme_id: str) -> WordsVersion | None:
    """Return the words that a programme uses, whichever programme is at work; None: the standard ones."""
    rows = await uow.find(WORDS_OF_ALL_PROGRAMMES, {"programme": programme_id}, limit=1)
    return rows[0].in_use if rows else None


async def words_of_template(uow: UnitOfWork, template_id: str) -> WordsVersion | None:
    """Return the words that a template of the organisation begins with; None: the standard ones."""
    of_template = await uow.get(TEMPLATE_WORDS, template_id)
    return of_template.words if of_template else None


async def get_words(
    uow: UnitOfWork, programme_id: str, version: int | None, *, drafts: bool
) -> WordsVersion | None:
    """Return a version of the words, or the latest; None before there is one.

    Raises:
        NotFound: no such programme or version.
    """
    await get_programme(uow, programme_id, drafts=drafts)
    return (await own_words(uow)).pick(version)
