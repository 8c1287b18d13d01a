"""Probe a broker or a database with the clients that the services use."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from shared.runtime.kafka_access import KafkaAccess

T = TypeVar("T")

_TIMEOUT_MS = 3_000
_ANSWER_SECONDS = 2.0
_REQUEST = struct.pack(">hhih", 18, 0, 1, -1)  # ApiVersions, version 0, correlation id 1, no client id
_API_VERSIONS = struct.pack(">i", len(_REQUEST)) + _REQUEST


def broker_answers(access: KafkaAccess) -> bool:
    """Return whether a broker accepts these clients and its cluster has a live broker."""
    context = access.kafka_ssl_context()
    if not any(_speaks_kafka(part, context) for part in access.kafka_bootstrap.split(",")):
        return False
    return run_aside(_has_brokers(access))


def run_aside(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in a thread of its own: the caller may be inside a running event loop."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(lambda: asyncio.run(work)).result()


async def _has_brokers(access: KafkaAccess) -> bool:
    admin = AIOKafkaAdminClient(**access.kafka_client_options(), request_timeout_ms=_TIMEOUT_MS)
    try:
        await admin.start()
        cluster = await admin.describe_cluster()
        return bool(cluster.get("brokers"))
    except (KafkaError, OSError, TimeoutError):
        return False
    finally:
        with contextlib.suppress(KafkaError):
            await admin.close()


def mongo_hello(uri: str) -> dict[str, Any] | None:
    """Return the server's `hello`, or None if it does not answer within three seconds."""
    try:
        with MongoClient[dict[str, Any]](
            uri, serverSelectionTimeoutMS=_TIMEOUT_MS, connectTimeoutMS=_TIMEOUT_MS
        ) as client:
            return client.admin.command("hello")
    except PyMongoError:
        return None


def _speaks_kafka(part: str, context: ssl.SSLContext | None) -> bool:
    """Return whether the broker answers ApiVersions.

    This comes first, because the client library logs an error for each broker that is still starting, and
    Docker's proxy accepts connections before the broker does.
    """
    host, _, port = part.strip().rpartition(":")
    try:
        with contextlib.ExitStack() as stack:
            connection = stack.enter_context(
                socket.create_connection((host, int(port)), timeout=_ANSWER_SECONDS)
            )
            if context:
                connection = stack.enter_context(context.wrap_socket(connection, server_hostname=host))
            connection.sendall(_API_VERSIONS)
            return bool(connection.recv(4))
    except (OSError, ValueError):
        return False
