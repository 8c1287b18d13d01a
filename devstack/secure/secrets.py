"""The certificates and passwords of the Compose stack, as files for its containers to mount."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from devstack.acls import kafka_commands, kafka_grants, mongo_user
from devstack.errors import DevstackError
from devstack.ports import LOOPBACK
from devstack.secure.certificates import Authority, write_private
from devstack.secure.kafka import ADMIN, BROKER, security_properties
from services.catalogue import SERVICES

MOUNTED: Final = Path("/run/secrets")
"""The folder of the files in the containers."""
KAFKA: Final = "kafka:9092"
MONGO: Final = "mongo:27017"
_FOLDER_MODE: Final = 0o700
_FILE_MODE: Final = 0o644
"""Each container has a user of its own that must read them; on the host the folder keeps others out."""


def write_secrets(folder: Path) -> None:
    """Make certificates, passwords and the files derived from them, in an empty folder.

    Raises:
        DevstackError: the folder holds something: new passwords would not fit a stack that has run.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
    if any(folder.iterdir()):
        raise DevstackError(f"{folder} is not empty; a stack that has run keeps its passwords")
    folder.chmod(_FOLDER_MODE)
    authority = Authority.make("mentoring compose")
    authority.write(folder / "ca.pem")
    for name, host in ((BROKER, "kafka"), ("mongod", "mongo")):
        authority.issue(folder / f"{host}.pem", name, [host, "localhost", LOOPBACK], mode=_FILE_MODE)
    passwords = {user: secrets.token_urlsafe(24) for user in (ADMIN, *SERVICES)}
    for name, text in (_of_kafka(passwords) | _of_mongo(passwords) | _of_services(passwords)).items():
        write_private(folder / name, text.encode(), mode=_FILE_MODE)


def _of_kafka(passwords: Mapping[str, str]) -> dict[str, str]:
    users = [f"SCRAM-SHA-512=[name={user},password={password}]" for user, password in passwords.items()]
    rules = kafka_commands(
        kafka_grants(), KAFKA, config=f"{MOUNTED}/kafka-admin.properties", tool="/opt/kafka/bin/kafka-acls.sh"
    )
    return {
        "kafka.properties": _properties(_broker(passwords[ADMIN])),
        "kafka-admin.properties": _properties(_client(passwords[ADMIN])),
        "kafka-users": "".join(f"{user}\n" for user in users),
        "kafka-rules.sh": "set -eu\n" + "".join(f"{rule}\n" for rule in rules),
    }


def _broker(admin_password: str) -> dict[str, str]:
    return {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.voters": "1@kafka:9093",
        "controller.listener.names": "CONTROLLER",
        "listeners": "SASL_SSL://:9092,CONTROLLER://:9093",
        "advertised.listeners": f"SASL_SSL://{KAFKA}",
        "log.dirs": "/var/lib/kafka/data",
        "auto.create.topics.enable": "false",
        "group.initial.rebalance.delay.ms": "0",
        # One node cannot keep three copies; a cluster of three raises these and min.insync.replicas.
        "offsets.topic.replication.factor": "1",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        **security_properties(MOUNTED / "ca.pem", MOUNTED / "kafka.pem", admin_password),
    }


def _client(password: str) -> dict[str, str]:
    module = "org.apache.kafka.common.security.scram.ScramLoginModule"
    return {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.jaas.config": f'{module} required username="{ADMIN}" password="{password}";',
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": f"{MOUNTED}/ca.pem",
    }


def _of_mongo(passwords: Mapping[str, str]) -> dict[str, str]:
    users = [f"{mongo_user(name, repr(passwords[name]))};\n" for name in SERVICES]
    return {
        "mongo-admin-password": passwords[ADMIN],
        "mongo-key": secrets.token_hex(256),
        "mongo-users.js": "".join(users),
    }


def _of_services(passwords: Mapping[str, str]) -> dict[str, str]:
    files = {name: secrets.token_urlsafe(32) for name in ("id-key", "master-key", "webhook-key")}
    options = f"replicaSet=rs0&authSource=admin&tls=true&tlsCAFile={MOUNTED}/ca.pem"
    for name in SERVICES:
        files[f"{name}-kafka-password"] = passwords[name]
        files[f"{name}-mongo-uri"] = f"mongodb://{name}:{passwords[name]}@{MONGO}/?{options}"
    return files


def _properties(settings: Mapping[str, str]) -> str:
    return "".join(f"{key}={value}\n" for key, value in settings.items())
