"""Does a broker or a database answer? Asked with the clients the services use."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from devstack.ports import accepts

_TIMEOUT_MS = 3_000


def broker_answers(address: str) -> bool:
    """True when one of the comma-separated `host:port` accepts clients and its cluster has a live broker."""
    if not any(accepts(*_host_port(part)) for part in address.split(",")):
        return False
    # In a thread of its own: the caller may be inside a running event loop.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(lambda: asyncio.run(_has_brokers(address))).result()


async def _has_brokers(address: str) -> bool:
    admin = AIOKafkaAdminClient(bootstrap_servers=address, request_timeout_ms=_TIMEOUT_MS)
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


def _host_port(part: str) -> tuple[str, int]:
    host, _, port = part.strip().rpartition(":")
    return host, int(port)
