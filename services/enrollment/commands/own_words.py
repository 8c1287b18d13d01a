"""Own words: publish what a programme calls its roles and itself, and begin with those of another."""

from services.enrollment.domain.own_words import (
    ORGANISATION,
    OWN_WORDS_ID,
    OwnWords,
    TemplateWords,
    WordsByLanguage,
    WordsVersion,
)
from services.enrollment.domain.programme import Programme
from services.enrollment.queries.own_words import own_words
from services.enrollment.store import OWN_WORDS, PROGRAMMES, TEMPLATE_WORDS
from shared.messaging import UnitOfWork


async def publish_words(
    uow: UnitOfWork,
    programme_id: str,
    texts: WordsByLanguage,
    based_on: int,
    account: str,
    *,
    for_new: bool = False,
) -> WordsVersion:
    """Publish the next version of a programme's words; no words: the standard ones are used again.

    Args:
        uow: of the programme.
        programme_id: the programme.
        texts: by language.
        based_on: the version that they were edited from.
        account: who publishes.
        for_new: whether new programmes of the organisation begin with them, too.

    Raises:
        NotFound: no such programme.
        RuleBroken: both roles have one name.
        Conflict: somebody has published another version since, or the programme is over.
    """
    programme = await uow.require(PROGRAMMES, programme_id)
    known = await own_words(uow)
    published = known.publish(texts, based_on, account, uow.now)
    if published != known:
        called, events = programme.call(published.number if published.in_use else 0)
        uow.save(PROGRAMMES, called, *events)
        uow.save(OWN_WORDS, published)
    version = published.versions[-1]
    if for_new:
        await _begin_new_ones_with(uow, version)
    return version


async def _begin_new_ones_with(uow: UnitOfWork, words: WordsVersion) -> None:
    known = await uow.get(TEMPLATE_WORDS, ORGANISATION)
    first = TemplateWords(id=ORGANISATION, tenant=uow.scope.tenant, words=words)
    uow.save(TEMPLATE_WORDS, known.changed(words=words) if known else first)


def begin_with_words(uow: UnitOfWork, draft: Programme, words: WordsVersion | None) -> Programme:
    """Let a draft use these words, as its first version; return the draft that uses them."""
    first = words.first_of_another() if words else None
    if first is None:
        return draft
    begun = OwnWords(id=OWN_WORDS_ID, tenant=uow.scope.tenant, programme=draft.id, versions=(first,))
    uow.save(OWN_WORDS, begun)
    called, _ = draft.call(begun.number)
    return called
