"""The event streams of one service, without its API and its background work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from benchmarks.events.pipeline import Place
from shared.persistence.collection import create_indexes
from shared.runtime.clock import SystemClock
from shared.runtime.mongo import Database, connect, database
from shared.service import Service
from shared.service.streams import Streams


@asynccontextmanager
async def streams_of(place: Place, service: Service, name: str) -> AsyncIterator[tuple[Streams, Database]]:
    """Run the consumer, timers and relay of a service, with its own reactions.

    Args:
        place: where.
        service: which.
        name: of its database, which stays.
    """
    settings = place.settings(mongo_database=name)
    client = connect(place.mongo_uri)
    own = database(client, name)
    await create_indexes(own, service.collections)
    streams = Streams(service.name, service.topic, service.reactions, settings, client, own, SystemClock())
    await streams.start()
    try:
        yield streams, own
    finally:
        await streams.stop()
        client.close()
