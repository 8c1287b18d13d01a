"""A secured broker and MongoDB under one root, with the access of each service."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devstack.acls import apply, kafka_grants
from devstack.ports import LOOPBACK, free_ports
from devstack.probe import run_aside
from devstack.processes import ProcessTable
from devstack.secure.certificates import Authority
from devstack.secure.kafka import ADMIN, BROKER, SecureKafka
from devstack.secure.mongod import SecureMongod
from services.catalogue import SERVICES


@dataclass(frozen=True)
class SecureStack:
    """A running secured stack.

    Attributes:
        kafka: the broker.
        mongod: the database.
        authority: the certificate (PEM) that vouches for both.
        database_prefix: a service's database is ``<prefix>_<name>``.
    """

    kafka: SecureKafka
    mongod: SecureMongod
    authority: Path
    database_prefix: str

    def access(self, service: str) -> dict[str, object]:
        """Return the settings with which one service reaches both, under its own users."""
        kafka = self.kafka.access(service).model_dump(exclude_defaults=True)
        return {
            **kafka,
            "mongo_uri": self.mongod.uri(service),
            "mongo_database": f"{self.database_prefix}_{service}",
        }


@contextmanager
def secure_stack(root: Path, *, database_prefix: str = "mentoring") -> Iterator[SecureStack]:
    """Start a secured Kafka and mongod, empty, and stop them when the block ends.

    Each service has a user of its own on both, and there only what ``devstack.acls`` grants it.

    Args:
        root: directory for data, logs and certificates; emptied first.
        database_prefix: a service's database is ``<prefix>_<name>``.

    Raises:
        DevstackError: one of them cannot start; names its log.
    """
    table = ProcessTable(root)
    shutil.rmtree(root / "data", ignore_errors=True)
    stack = _describe(table, database_prefix)
    try:
        for engine in (stack.kafka, stack.mongod):
            engine.spawn(tie_to_parent=True)
        for engine in (stack.mongod, stack.kafka):
            engine.wait_ready()
        run_aside(apply(kafka_grants(), stack.kafka.access()))
        yield stack
    finally:
        stack.kafka.stop()
        stack.mongod.stop()


def _describe(table: ProcessTable, database_prefix: str) -> SecureStack:
    folder = table.root / "certificates"
    folder.mkdir(parents=True, exist_ok=True)
    authority = Authority.make("mentoring devstack")
    trusted = authority.write(folder / "ca.pem")
    hosts = ["localhost", LOOPBACK]
    passwords = {user: secrets.token_urlsafe(24) for user in (ADMIN, *SERVICES)}
    kafka_port, mongo_port = free_ports(2)
    kafka = SecureKafka(
        table,
        kafka_port,
        authority=trusted,
        certificate=authority.issue(folder / "kafka.pem", BROKER, hosts),
        passwords=passwords,
    )
    mongod = SecureMongod(
        table,
        mongo_port,
        authority=trusted,
        certificate=authority.issue(folder / "mongod.pem", "mongod", hosts),
        passwords=passwords,
        database_prefix=database_prefix,
    )
    return SecureStack(kafka, mongod, trusted, database_prefix)
