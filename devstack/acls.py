"""The rights of each service on Kafka and MongoDB, derived from the catalogue."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, for_code
from aiokafka.protocol.admin import CreateAclsRequest

from devstack.errors import DevstackError
from devstack.probe import run_aside
from services.catalogue import CATALOGUE, Entry
from shared.messaging.wire.kafka_admin import administering
from shared.runtime.kafka_access import KafkaAccess

Resource = Literal["topic", "group"]

# The numbers of Kafka's protocol.
_RESOURCES: Final = {"topic": 2, "group": 3}
_OPERATIONS: Final = {"Read": 3, "Write": 4, "Create": 5, "Describe": 8}
_LITERAL: Final = 3
_ALLOW: Final = 3


@dataclass(frozen=True)
class Grant:
    """The rights of one service on one topic or consumer group; everything else is denied.

    Attributes:
        service: the service, also its Kafka user.
        resource: the kind of resource.
        name: the topic or group, with prefix.
        operations: by their names in Kafka.
    """

    service: str
    resource: Resource
    name: str
    operations: tuple[str, ...]


def kafka_grants(prefix: str = "") -> list[Grant]:
    """Return the rights on Kafka: each service writes its own topic, and reads those it reacts to."""
    return [grant for service in CATALOGUE for grant in _grants_of(service, prefix)]


def _grants_of(service: Entry, prefix: str) -> Iterator[Grant]:
    yield Grant(service.name, "topic", prefix + service.topic, ("Create", "Describe", "Write"))
    for topic in service.topics_read:
        yield Grant(service.name, "topic", prefix + topic, ("Describe", "Read"))
    if service.reads:
        yield Grant(service.name, "group", prefix + service.name, ("Read",))


def kafka_commands(
    grants: Iterable[Grant], bootstrap: str, *, config: str = "admin.properties", tool: str = "kafka-acls.sh"
) -> list[str]:
    """Return the grants as calls of Kafka's own tool, one for all resources with the same rule.

    Args:
        grants: the rights.
        bootstrap: the brokers.
        config: the file with the administrator's access.
        tool: the tool's path.
    """
    return [
        shlex.join(
            [
                *(tool, "--bootstrap-server", bootstrap, "--command-config", config),
                *("--add", "--allow-principal", f"User:{service}"),
                *(word for grant in same for word in (f"--{resource}", grant.name)),
                *(word for operation in operations for word in ("--operation", operation)),
            ]
        )
        for (service, resource, operations), same in itertools.groupby(grants, key=_rule)
    ]


def _rule(grant: Grant) -> tuple[str, Resource, tuple[str, ...]]:
    return grant.service, grant.resource, grant.operations


def mongo_user(service: str, password: str, database_prefix: str = "mentoring") -> str:
    """Return the ``mongosh`` call that creates a service's database user; the password is an expression."""
    return (
        f'db.getSiblingDB("admin").createUser({{user: "{service}", pwd: {password}, '
        f'roles: [{{role: "readWrite", db: "{database_prefix}_{service}"}}]}})'
    )


def apply_now(grants: Iterable[Grant], bootstrap: str) -> int:
    """Add the grants as the user in the variables MENTORING_KAFKA_….

    Raises:
        DevstackError: the broker is unavailable, has no authorizer, or refuses.
    """
    try:
        return run_aside(apply(grants, KafkaAccess(kafka_bootstrap=bootstrap)))
    except (KafkaError, OSError, ValueError) as error:
        raise DevstackError(f"kafka: no rules added: {type(error).__name__}: {error}") from error


async def apply(grants: Iterable[Grant], access: KafkaAccess) -> int:
    """Add the grants to a cluster with an authorizer and return the number of rules; safe to repeat.

    Raises:
        KafkaError: the broker is unavailable, has no authorizer, or refuses.
    """
    rules = [(grant, operation) for grant in grants for operation in grant.operations]
    async with administering(access) as admin:
        for grant, operation in rules:
            await _add(admin, grant, operation)
    return len(rules)


async def _add(admin: AIOKafkaAdminClient, grant: Grant, operation: str) -> None:
    request = CreateAclsRequest(
        _RESOURCES[grant.resource],
        grant.name,
        _LITERAL,
        f"User:{grant.service}",
        "*",
        _OPERATIONS[operation],
        _ALLOW,
    )
    answer = await admin._send_to_controller(request)  # noqa: SLF001 (aiokafka offers no other way to send one)
    for code, message in answer.creation_responses:
        if code:
            raise for_code(code)(message)
