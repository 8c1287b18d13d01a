"""The one module that knows the MongoDB driver, so that another driver is a morning's work.

Motor by the brief (docs/adr/0001); it gets critical fixes only, until May 2027.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from bson.codec_options import CodecOptions, TypeRegistry
from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
)
from pymongo import IndexModel
from pymongo.errors import (
    AutoReconnect,
    ConnectionFailure,
    ExecutionTimeout,
    NetworkTimeout,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
)

Document = dict[str, Any]
Client = AsyncIOMotorClient[Document]
Database = AsyncIOMotorDatabase[Document]
Collection = AsyncIOMotorCollection[Document]
Session = AsyncIOMotorClientSession

_INDEX_CONFLICTS = {85, 86}
"""IndexOptionsConflict and IndexKeySpecsConflict: an index of this name is there, with another meaning."""

INFRASTRUCTURE_ERRORS = (
    AutoReconnect,
    ConnectionFailure,
    ExecutionTimeout,
    NetworkTimeout,
    ServerSelectionTimeoutError,
)
"""The database is away or slow: says nothing about the event in hand."""


def _to_bson(value: object) -> object:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    return value


CODEC: CodecOptions[Document] = CodecOptions(
    tz_aware=True, tzinfo=UTC, type_registry=TypeRegistry(fallback_encoder=_to_bson)
)


def connect(uri: str) -> Client:
    """Open a client; it connects when first used, and again by itself.

    Args:
        uri: a MongoDB address that names the replica set.
    """
    return AsyncIOMotorClient(
        uri, serverSelectionTimeoutMS=5000, connectTimeoutMS=5000, uuidRepresentation="standard"
    )


def database(client: Client, name: str) -> Database:
    """A database that reads instants in UTC and writes dates and times of day as ISO text."""
    return client.get_database(name, codec_options=CODEC)


async def ensure_indexes(collection: Collection, indexes: Sequence[IndexModel]) -> None:
    """Create what indexes are missing, and replace those whose definition has changed; safe to repeat."""
    for index in indexes:
        try:
            await collection.create_indexes([index])
        except OperationFailure as error:
            if error.code not in _INDEX_CONFLICTS:
                raise
            await collection.drop_index(index.document["name"])
            await collection.create_indexes([index])


def is_transient(error: BaseException) -> bool:
    """Whether the database itself says that the same work may succeed later."""
    if isinstance(error, INFRASTRUCTURE_ERRORS):
        return True
    return isinstance(error, PyMongoError) and (
        error.has_error_label("TransientTransactionError")
        or error.has_error_label("UnknownTransactionCommitResult")
    )
