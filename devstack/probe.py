"""Does a broker or a database answer? Asked with the clients the services use."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from shared.runtime.kafka_access import KafkaAccess

_TIMEOUT_MS = 3_000
_ANSWER_SECONDS = 2.0
_REQUEST = struct.pack(">hhih", 18, 0, 1, -1)  # ApiVersions, version 0, correlation id 1, no client id
_API_VERSIONS = struct.pack(">i", len(_REQUEST)) + _REQUEST


def broker_answers(address: str) -> bool:
    """True when one of the comma-separated `host:port` accepts clients and its cluster has a live broker."""
    access = KafkaAccess(kafka_bootstrap=address)
    if not any(_speaks_kafka(part, access.kafka_ssl_context()) for part in address.split(",")):
        return False
    # In a thread of its own: the caller may be inside a running event loop.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(lambda: asyncio.run(_has_brokers(access))).result()


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
    """What the server says of itself, or None when it does not answer within three seconds."""
    try:
        with MongoClient[dict[str, Any]](
            uri, serverSelectionTimeoutMS=_TIMEOUT_MS, connectTimeoutMS=_TIMEOUT_MS
        ) as client:
            return client.admin.command("hello")
    except PyMongoError:
        return None


def _speaks_kafka(part: str, context: ssl.SSLContext | None) -> bool:
    """True when ApiVersions is answered.

    The client library logs an error for each broker that is not there yet, and Docker's proxy accepts
    connections before the broker does; so this is asked first.
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
