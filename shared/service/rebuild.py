"""Empty a service's read models, and have them built again from the events that the topics keep."""

from shared.messaging.incoming.inbox import INBOX
from shared.messaging.incoming.parking import PARKED
from shared.messaging.incoming.rewind import RewindRefused, rewind
from shared.runtime.logging import get_logger
from shared.runtime.mongo import connect, database
from shared.runtime.settings import Settings
from shared.service.app import Service

log = get_logger(__name__)


async def rebuild(service: Service, settings: Settings) -> int:
    """Empty the read models of a stopped service; at its next start it reads all events again.

    The offsets come first: if this is interrupted before the collections are empty, the inbox still knows
    each event, and a repetition does the rest.

    Args:
        service: all of whose collections hold nothing but what events said.
        settings: the service's.

    Returns:
        The number of records that it will read.

    Raises:
        RewindRefused: the service owns data, its replicas run, or its topics have lost their first events.
        KafkaError, PyMongoError: the broker or the database is unavailable.
    """
    if not service.rebuildable:
        raise RewindRefused("it owns data that no event carries")
    topics = [settings.topic_prefix + topic for topic in service.reactions.topics]
    records = await rewind(settings, settings.topic_prefix + service.name, topics)
    client = connect(settings.mongo_uri)
    try:
        own = database(client, settings.mongo_database)
        for name in (*(collection.name for collection in service.collections), PARKED, INBOX):
            await own[name].drop()
    finally:
        client.close()
    log.info("read models are empty, the next start builds them again", records=records)
    return records
