"""Every service reads Kafka the one way that loses nothing: offsets are committed by hand, at the end."""

import importlib

import pytest
from faststream import AckPolicy

from services.catalogue import SERVICES
from shared.messaging.incoming.reactions import Reactions
from shared.runtime.clock import SystemClock
from shared.runtime.mongo import connect, database
from shared.service.streams import Streams
from tests.helpers.offline import offline_settings

SETTINGS = offline_settings()


@pytest.mark.parametrize("name", SERVICES)
async def test_offsets_are_committed_by_hand(name):
    reactions: Reactions = importlib.import_module(f"services.{name}.app").SERVICE.reactions
    client = connect(SETTINGS.mongo_uri)
    own = database(client, SETTINGS.mongo_database)
    streams = Streams(name, name, reactions, SETTINGS, client, own, SystemClock())
    subscribers = streams._broker.subscribers
    assert len(subscribers) == (1 if reactions.topics else 0)
    for subscriber in subscribers:
        assert subscriber.ack_policy is AckPolicy.MANUAL
        assert subscriber.group_id == name
    client.close()
