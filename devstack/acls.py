"""What each service may do on Kafka and MongoDB, derived from the contracts and its reactions."""

from __future__ import annotations

import importlib
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, for_code
from aiokafka.protocol.admin import CreateAclsRequest

from devstack.errors import DevstackError
from devstack.probe import run_aside
from devstack.services import SERVICES
from shared.messaging.kafka_admin import administering
from shared.messaging.reactions import Reactions
from shared.runtime.kafka_access import KafkaAccess

Resource = Literal["topic", "group"]

# The numbers of Kafka's protocol.
_RESOURCES: Final = {"topic": 2, "group": 3}
_OPERATIONS: Final = {"Read": 3, "Write": 4, "Create": 5, "Describe": 8}
_LITERAL: Final = 3
_ALLOW: Final = 3


@dataclass(frozen=True)
class Grant:
    """What one service may do with one topic or consumer group; all else is denied.

    Attributes:
        service: also its Kafka user.
        resource: of which kind.
        name: of the topic or group, with prefix.
        operations: as Kafka names them.
    """

    service: str
    resource: Resource
    name: str
    operations: tuple[str, ...]


def kafka_grants(prefix: str = "") -> list[Grant]:
    """What the services need on Kafka: each writes its own topic, and reads those it reacts to."""
    return [grant for service in SERVICES for grant in _grants_of(service, prefix)]


def _grants_of(service: str, prefix: str) -> Iterator[Grant]:
    own, read = f"mentoring.{service}", set(_reactions(service).topics)
    yield Grant(service, "topic", prefix + own, ("Create", "Describe", "Write"))
    for topic in sorted(read):
        yield Grant(service, "topic", prefix + topic, ("Describe", "Read"))
    if read:
        yield Grant(service, "group", prefix + service, ("Read",))


def _reactions(service: str) -> Reactions:
    found: Reactions = importlib.import_module(f"services.{service}.app").SERVICE.reactions
    return found


def kafka_commands(grants: Iterable[Grant], bootstrap: str) -> list[str]:
    """The grants as calls of Kafka's own ``kafka-acls.sh``."""
    return [
        shlex.join(
            [
                *("kafka-acls.sh", "--bootstrap-server", bootstrap, "--command-config", "admin.properties"),
                *("--add", "--allow-principal", f"User:{grant.service}", f"--{grant.resource}", grant.name),
                *(word for operation in grant.operations for word in ("--operation", operation)),
            ]
        )
        for grant in grants
    ]


def mongo_commands(services: Sequence[str] = SERVICES, database_prefix: str = "mentoring") -> list[str]:
    """One database user for each service, as calls in ``mongosh``; it asks for each password."""
    return [
        f'db.getSiblingDB("admin").createUser({{user: "{service}", pwd: passwordPrompt(), '
        f'roles: [{{role: "readWrite", db: "{database_prefix}_{service}"}}]}})'
        for service in services
    ]


def apply_now(grants: Iterable[Grant], bootstrap: str) -> int:
    """Add the grants as the user that MENTORING_KAFKA_USERNAME and its like name.

    Raises:
        DevstackError: the broker is unavailable, has no authorizer, or refuses.
    """
    try:
        return run_aside(apply(grants, KafkaAccess(kafka_bootstrap=bootstrap)))
    except (KafkaError, OSError, ValueError) as error:
        raise DevstackError(f"kafka: no rules added: {type(error).__name__}: {error}") from error


async def apply(grants: Iterable[Grant], access: KafkaAccess) -> int:
    """Add the grants to a cluster with an authorizer; safe to repeat. Returns how many rules they make.

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
