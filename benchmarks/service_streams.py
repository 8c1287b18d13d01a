"""The event streams of one service, without its API."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from benchmarks.events.pipeline import Place
from shared.persistence.collection import create_indexes
from shared.runtime.clock import SystemClock
from shared.runtime.mongo import Database, connect, database
from shared.service import Service, WorkContext
from shared.service.background import Background, running
from shared.service.streams import Streams


@asynccontextmanager
async def streams_of(
    place: Place, service: Service, name: str, works: Sequence[Background] = ()
) -> AsyncIterator[tuple[Streams, Database]]:
    """Run the consumer, timers and relay of a service, with its own reactions.

    Args:
        place: where.
        service: which.
        name: of its database, which stays.
        works: those of its background works that run, too.
    """
    settings = place.settings(mongo_database=name)
    client = connect(place.mongo_uri)
    own = database(client, name)
    await create_indexes(own, service.collections)
    streams = Streams(service.name, service.topic, service.reactions, settings, client, own, SystemClock())
    await streams.start()
    context = WorkContext(settings, streams.transactions, SystemClock(), streams.in_hand)
    try:
        async with running(works, context):
            yield streams, own
    finally:
        await streams.stop()
        client.close()
