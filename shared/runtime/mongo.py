"""The one module that knows the MongoDB driver, so that another driver is a morning's work.

Motor by the brief (docs/adr/0001); it gets critical fixes only, until May 2027.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any, Final, NamedTuple, TypeVar

from bson.codec_options import CodecOptions, TypeRegistry
from bson.errors import BSONError
from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
)
from pydantic import SecretStr
from pymongo import DeleteOne, IndexModel, InsertOne, ReplaceOne, UpdateOne
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
Write = InsertOne[Document] | ReplaceOne[Document] | UpdateOne | DeleteOne

T = TypeVar("T")

_THREADS: Final = ThreadPoolExecutor(max_workers=32, thread_name_prefix="mongo")

_TOO_LARGE = {10334, 17419, 17420}
"""BSONObjectTooLarge, and an update that would make a document too large."""
_INDEX_CONFLICTS = {85, 86}
"""IndexOptionsConflict and IndexKeySpecsConflict: an index of this name is there, with another meaning."""

_OVER_TIME = {262, 290}
"""ExceededTimeLimit and TransactionExceededLifetimeLimitSeconds."""

_REFUSALS = {13, 18}
"""Unauthorized and AuthenticationFailed."""

INFRASTRUCTURE_ERRORS = (
    AutoReconnect,
    ConnectionFailure,
    ExecutionTimeout,
    NetworkTimeout,
    ServerSelectionTimeoutError,
)
"""The database is unavailable or slow; the event is not at fault."""


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


def connect(uri: SecretStr | str) -> Client:
    """Open a client; it connects when first used, and again by itself.

    Args:
        uri: a MongoDB address that names the replica set; holds user, password and TLS options where needed.
    """
    return AsyncIOMotorClient(
        uri.get_secret_value() if isinstance(uri, SecretStr) else uri,
        serverSelectionTimeoutMS=5000,
        connectTimeoutMS=5000,
        uuidRepresentation="standard",
    )


def database(client: Client, name: str) -> Database:
    """Return a database that reads instants in UTC and writes dates and times of day as ISO text."""
    return client.get_database(name, codec_options=CODEC)


class Bulk(NamedTuple):
    """Writes to one collection.

    Attributes:
        collection: which.
        writes: of different documents, unless they are ordered.
        ordered: whether they must be done one after the other.
    """

    collection: Collection
    writes: Sequence[Write]
    ordered: bool = False


@contextmanager
def session_of(client: Client) -> Iterator[Session]:
    """Provide a session, begun and ended without going to a thread: neither asks the server anything.

    The caller that starts a transaction in it commits or aborts it.
    """
    session = AsyncIOMotorClientSession(client.delegate.start_session(), client)
    try:
        yield session
    finally:
        session.delegate.end_session()


async def read_by_ids(
    session: Session, reads: Sequence[tuple[Collection, Sequence[str]]]
) -> dict[tuple[str, str], Document]:
    """Read documents of several collections, in one thread; they come by collection's name and id."""

    def go() -> dict[tuple[str, str], Document]:
        return {
            (collection.name, document["_id"]): document
            for collection, ids in reads
            for document in collection.delegate.find(
                {"_id": {"$in": ids}}, session=session.delegate, batch_size=len(ids) + 1
            )
        }

    return await _in_a_thread(go) if reads else {}


async def write_and_commit(session: Session, bulks: Sequence[Bulk], *, commit: bool = True) -> None:
    """Send writes, a bulk a collection, and commit, in one thread."""

    def go() -> None:
        for bulk in bulks:
            bulk.collection.delegate.bulk_write(bulk.writes, ordered=bulk.ordered, session=session.delegate)
        if commit:
            session.delegate.commit_transaction()

    await _in_a_thread(go)


async def _in_a_thread(calls: Callable[[], T]) -> T:
    """Make several calls of the driver one after the other, in one thread.

    Motor goes to a thread and back for each call by itself, which takes as long as the call. Cancelled, it
    waits for the end, since nobody else may use the session meanwhile.
    """
    done = asyncio.get_running_loop().run_in_executor(_THREADS, calls)
    try:
        return await asyncio.shield(done)
    except asyncio.CancelledError:
        await asyncio.wait([done])
        raise


async def ensure_indexes(collection: Collection, indexes: Sequence[IndexModel]) -> None:
    """Create what indexes are missing, and replace those whose definition has changed; safe to repeat."""
    try:
        await collection.create_indexes(list(indexes))
    except OperationFailure as error:
        if error.code not in _INDEX_CONFLICTS:
            raise
        for index in indexes:
            await _replace_if_changed(collection, index)


async def _replace_if_changed(collection: Collection, index: IndexModel) -> None:
    try:
        await collection.create_indexes([index])
    except OperationFailure as error:
        if error.code not in _INDEX_CONFLICTS:
            raise
        await collection.drop_index(index.document["name"])
        await collection.create_indexes([index])


def is_unfit(error: BaseException) -> bool:
    """Return whether the data themselves can't be stored, however often that is tried."""
    return isinstance(error, BSONError | OverflowError | UnicodeError) or (
        isinstance(error, OperationFailure) and error.code in _TOO_LARGE
    )


def fault_of(error: BaseException) -> str | None:
    """Return what an error says about the database, for a log line; None if it is about something else."""
    if isinstance(error, OperationFailure) and error.code in _REFUSALS:
        return "it refuses the credentials"
    if not isinstance(error, INFRASTRUCTURE_ERRORS):
        return None
    return "the TLS handshake fails" if "SSL" in str(error) else "it is unavailable"


def is_transient(error: BaseException) -> bool:
    """Return whether the database itself says that the same work may succeed later."""
    if isinstance(error, INFRASTRUCTURE_ERRORS):
        return True
    return isinstance(error, PyMongoError) and (
        error.has_error_label("TransientTransactionError")
        or error.has_error_label("UnknownTransactionCommitResult")
    )


def took_too_long(error: BaseException) -> bool:
    """Return whether the database gave up on a transaction because of its length.

    The same work may succeed when less is going on, so a client may repeat it. A consumer must not wait for
    that: it takes less at a time.
    """
    return isinstance(error, OperationFailure) and error.code in _OVER_TIME
