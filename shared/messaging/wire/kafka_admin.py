"""Kafka's admin client, and the reason if a broker refuses it."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.conn import collect_hosts, create_conn
from aiokafka.errors import (
    AuthenticationFailedError,
    IllegalSaslStateError,
    KafkaConnectionError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)

from shared.runtime.kafka_access import KafkaAccess

_REFUSALS: Final = (
    AuthenticationFailedError,
    IllegalSaslStateError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)
_ANSWER_MS: Final = 5_000


@asynccontextmanager
async def administering(access: KafkaAccess) -> AsyncIterator[AIOKafkaAdminClient]:
    """Provide a started admin client until the block ends.

    Raises:
        KafkaError, OSError: no broker lets it in; the error says why, as far as the first broker does.
    """
    admin = AIOKafkaAdminClient(**access.kafka_client_options())
    try:
        try:
            await admin.start()
        except KafkaConnectionError:
            await _connect(access)
            raise
        yield admin
    finally:
        await admin.close()


async def _connect(access: KafkaAccess) -> None:
    """Connect to each broker, for the error: the client library says the reason to its log only."""
    options = access.kafka_client_options()
    del options["bootstrap_servers"]
    for host, port, _ in collect_hosts(access.kafka_bootstrap):
        connection = await create_conn(host, port, request_timeout_ms=_ANSWER_MS, **options)
        connection.close()


def fault_of(error: BaseException) -> str:
    """Return what an error says about the broker, for a log line."""
    if isinstance(error, ssl.SSLError):
        return "the TLS handshake fails"
    return "it refuses the credentials" if isinstance(error, _REFUSALS) else "it is unavailable"
