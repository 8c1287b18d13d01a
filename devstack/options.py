"""The options, the addresses and the state of a stack."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from devstack.engines.choose import Broker, Database


@dataclass(frozen=True)
class Addresses:
    """The addresses of a stack.

    Attributes:
        kafka: bootstrap servers, `host:port` separated by commas.
        mongo_uri: MongoDB URI that names the replica set.
        broker: a description of the broker.
    """

    kafka: str
    mongo_uri: str
    broker: str


@dataclass(frozen=True)
class StackOptions:
    """The options of a stack.

    Attributes:
        broker: the broker; `auto` takes external, Docker, Kafka, Tansu in this order.
        mongo: the MongoDB; `auto` takes external, Docker, the mongod wheel in this order.
        kafka: address of an external broker; default MENTORING_KAFKA_BOOTSTRAP.
        mongo_uri: URI of an external replica set; default MENTORING_MONGO_URI.
        kafka_port: loopback port for the broker; None finds a free one.
        mongo_port: loopback port for mongod; None finds a free one.
        tie_to_parent: processes die with the process that starts them, even when that is killed.
        fresh: delete the data first.
    """

    broker: Broker = "auto"
    mongo: Database = "auto"
    kafka: str | None = field(default_factory=lambda: os.environ.get("MENTORING_KAFKA_BOOTSTRAP") or None)
    mongo_uri: str | None = field(
        default_factory=lambda: os.environ.get("MENTORING_MONGO_URI") or None, repr=False
    )
    kafka_port: int | None = None
    mongo_port: int | None = None
    tie_to_parent: bool = False
    fresh: bool = False


@dataclass(frozen=True)
class PartStatus:
    """One part of the stack as `status` shows it; `state` is running, silent or stopped."""

    name: str
    state: str
    what: str
    address: str
    pid: int | None
    log: str


def without_password(address: str) -> str:
    """Return the address without its password."""
    return re.sub(r"//[^/@]*@", "//***@", address)
