"""The topics of an organisation."""

from services.enrollment.domain.own_topics import OWN_TOPICS_ID, OwnTopics
from services.enrollment.domain.topic_search import suggest
from services.enrollment.queries.programmes import get_programme
from services.enrollment.store import OWN_TOPICS
from shared.messaging import UnitOfWork
from shared.topics import KnownTopic


async def own_topics(uow: UnitOfWork) -> OwnTopics:
    """Return the topics that the organisation added."""
    own_topics = await uow.get(OWN_TOPICS, OWN_TOPICS_ID)
    return own_topics or OwnTopics(id=OWN_TOPICS_ID, tenant=uow.scope.tenant)


async def list_topics(uow: UnitOfWork, programme_id: str, *, drafts: bool) -> list[KnownTopic]:
    """Return all topics that may be chosen.

    Raises:
        NotFound: no such programme.
    """
    await get_programme(uow, programme_id, drafts=drafts)
    return list((await own_topics(uow)).known.values())


async def suggest_topics(uow: UnitOfWork, programme_id: str, text: str, *, drafts: bool) -> list[KnownTopic]:
    """Return the topics that a text may mean, the most similar first.

    Raises:
        NotFound: no such programme.
    """
    await get_programme(uow, programme_id, drafts=drafts)
    known = (await own_topics(uow)).known
    return [known[id_] for id_ in suggest(text, known.values())]
