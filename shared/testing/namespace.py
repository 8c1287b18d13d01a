"""The environment of a test, and the topics and the database that it has there of its own."""

import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

from shared.messaging.wire.kafka import create_topics, delete_topics
from shared.runtime.development import DEVELOPMENT_ISSUER
from shared.runtime.mongo import connect
from shared.runtime.settings import Settings
from shared.schema.event_data import all_contracts


class Issuer(Protocol):
    """Mints tokens; ``devstack.tokens.LocalIssuer`` is one."""

    @property
    def jwks_path(self) -> Path:
        """The file with the public keys."""
        ...

    def mint(
        self,
        subject: str,
        tenant: str,
        roles: Iterable[str],
        *,
        programmes: Iterable[str] = ("*",),
        employee_id: str | None = None,
        no_employee: bool | None = None,
    ) -> str:
        """Mint a token."""
        ...


@dataclass(frozen=True)
class TestEnvironment:
    """The broker, the database and the issuer that a test uses.

    Attributes:
        kafka: the broker's address.
        mongo_uri: the database's address.
        idempotent: whether the broker numbers messages (Tansu doesn't).
        issuer: mints the tokens the service trusts.
        settings: the class of the service's settings.
    """

    kafka: str
    mongo_uri: str
    idempotent: bool
    issuer: Issuer
    settings: type[Settings] = Settings

    __test__ = False  # pytest would collect a class of this name


@asynccontextmanager
async def make_namespace(test_environment: TestEnvironment, **settings: object) -> AsyncIterator[Settings]:
    """Topics and a database of a test's own, for any number of replicas; gone when the block ends.

    Args:
        test_environment: the broker, the database and the issuer to use.
        settings: others than the defaults.
    """
    run = uuid.uuid4().hex[:10]
    the_settings = test_environment.settings.model_validate(
        {
            "environment": "development",
            "mongo_uri": test_environment.mongo_uri,
            "mongo_database": f"test_{run}",
            "kafka_bootstrap": test_environment.kafka,
            "kafka_idempotence": test_environment.idempotent,
            "topic_prefix": f"{run}.",
            "topic_partitions": 2,
            "relay_poll_seconds": 2,
            "retry_first_seconds": 0.05,
            "jwt_issuer": DEVELOPMENT_ISSUER,
            "operator_tenant": "operator",
            "jwks": str(test_environment.issuer.jwks_path),
            "privileged_token_hours": 12,
            "least_admitted": 5_000,
            "person_quota": 100_000,
            "tenant_quota": 100_000,
            **settings,
        }
    )
    topics = sorted({f"{run}.{contract.topic}" for contract in all_contracts()})
    await create_topics(the_settings, topics, partitions=2, replication=1)
    try:
        yield the_settings
    finally:
        await delete_topics(the_settings, topics)
        client = connect(test_environment.mongo_uri)
        await client.drop_database(the_settings.mongo_database)
        client.close()


def environment_of(settings: Settings, **changes: object) -> dict[str, str]:
    """Return the environment in which a process of its own has these settings, secrets included.

    Args:
        settings: of the test's namespace.
        changes: settings that the process has otherwise.
    """
    chosen = {**settings.model_dump(), **changes}
    plain = {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in chosen.items()
    }
    return {
        f"MENTORING_{name.upper()}": str(value) for name, value in plain.items() if value not in {None, ""}
    }
