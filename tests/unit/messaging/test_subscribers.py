"""Every service reads Kafka the one way that loses nothing: offsets are committed by hand, at the end."""

import importlib

import pytest
from faststream import AckPolicy

from services.catalogue import SERVICES
from shared.messaging.incoming.reactions import Reactions
from shared.runtime.clock import SystemClock
from shared.runtime.mongo import connect, database
from shared.runtime.settings import Settings
from shared.service.streams import Streams

SETTINGS = Settings(
    environment="development",
    mongo_uri="mongodb://127.0.0.1:1/?replicaSet=none",
    mongo_database="none",
    kafka_bootstrap="127.0.0.1:1",
    jwt_issuer="https://auth.mentoring.local",
    jwks="none",
)


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
