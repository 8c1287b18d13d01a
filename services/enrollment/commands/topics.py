"""Topics: the organisation's own, and those that a participant chooses."""

from services.enrollment.commands.participants import require_consenting, save_settled
from services.enrollment.domain.own_topics import OwnTopic
from services.enrollment.domain.participant import Participant
from services.enrollment.queries.topics import own_topics
from services.enrollment.store import OWN_TOPICS, PROGRAMMES
from shared.contracts.vocabulary import TopicLevel
from shared.messaging import UnitOfWork


async def add_topic(
    uow: UnitOfWork, programme_id: str, name: str, group: str, synonyms: tuple[str, ...], account: str
) -> OwnTopic:
    """Add a topic to those of the organisation.

    Raises:
        NotFound: no such programme.
        Conflict: there is one of that name, or as many as there may be.
        RuleBroken: there is no such group, or the name has no letter.
    """
    await uow.require(PROGRAMMES, programme_id)
    topics = await own_topics(uow)
    changed, topic = topics.add(name, group, synonyms, added_by=account, now=uow.now)
    uow.save(OWN_TOPICS, changed)
    return topic


async def choose_topics(
    uow: UnitOfWork, participant_id: str, employee_id: str, topics: tuple[TopicLevel, ...]
) -> Participant:
    """Change the topics that a participant offers or wants to learn.

    Raises:
        NotFound: no such participant, or it is somebody else.
        RuleBroken: there is no such topic, or one is chosen twice.
        Conflict: the participant has withdrawn, or the terms have changed.
    """
    participant = await require_consenting(uow, participant_id, employee_id)
    resolved = (await own_topics(uow)).resolve(topics)
    changed = participant.choose(resolved)
    return participant if changed == participant else await save_settled(uow, changed, ())
