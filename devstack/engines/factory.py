"""Create the engine that a recorded part describes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devstack.engines.base import Engine
from devstack.engines.docker import KafkaContainer, MongoContainer
from devstack.engines.external import ExternalKafka, ExternalMongo
from devstack.engines.kafka import Kafka
from devstack.engines.mongod import Mongod
from devstack.engines.tansu import Tansu
from devstack.processes import ProcessTable


def make_broker(table: ProcessTable, part: Mapping[str, Any]) -> Engine:
    """Return the broker that `part` (engine, port, address) describes."""
    match part["engine"]:
        case "external":
            return ExternalKafka(part["address"])
        case "docker":
            return KafkaContainer(table.root, part["port"])
        case "kafka":
            return Kafka(table, part["port"])
        case _:
            return Tansu(table, part["port"])


def make_database(table: ProcessTable, part: Mapping[str, Any]) -> Engine:
    """Return the MongoDB that `part` (engine, port, address) describes."""
    match part["engine"]:
        case "external":
            return ExternalMongo(part["address"])
        case "docker":
            return MongoContainer(table.root, part["port"])
        case _:
            return Mongod(table, part["port"])
