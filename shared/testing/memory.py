"""A service's storage in memory: the kit's own unit of work, without a database."""

from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

import bson
from pymongo import DeleteOne, ReplaceOne
from pymongo.errors import DuplicateKeyError

from shared.kernel import Aggregate
from shared.persistence.changes import Changes
from shared.persistence.collection import Collection
from shared.persistence.transaction import EVENT_BYTES, OUTBOX, Transaction
from shared.runtime.clock import to_milliseconds
from shared.runtime.mongo import CODEC, Document, Write
from shared.testing.memory_query import UnsupportedInMemoryError, matches, sort_documents, value_at

A = TypeVar("A", bound=Aggregate)
T = TypeVar("T")
Rows = defaultdict[str, dict[str, Document]]
"""Documents by collection and id."""


class MemoryTransaction:
    """A transaction, as a unit of work uses it, on documents in memory.

    Documents are stored as MongoDB would store them: encoded to BSON and back.

    Args:
        owner: the service whose storage it is.
        documents: what the transaction works on.
    """

    def __init__(self, owner: str, documents: Rows) -> None:
        self.owner = owner
        self.documents = documents
        self.id_key = b"in memory"
        self.event_bytes = EVENT_BYTES
        self.shared = False
        self.started = to_milliseconds(datetime.now(UTC))

    async def load(self, collection: Collection[A], key: str) -> A | None:
        """Return the aggregate with this document id."""
        document = self.documents[collection.name].get(key)
        return collection.from_document(document) if document else None

    async def preload(self, wanted: Mapping[Collection[Any], Iterable[str]]) -> None:
        """Do nothing: everything is in memory."""

    async def query(
        self,
        collection: Collection[A],
        query: Mapping[str, Any],
        *,
        sort: list[tuple[str, int]] | None,
        skip: int,
        limit: int,
    ) -> list[A]:
        """Find aggregates."""
        rows = sort_documents(self._matching(collection, query), sort or [])
        page = rows[skip : skip + limit if limit else None]
        return [collection.from_document(row) for row in page]

    async def rows(
        self,
        collection: Collection[A],
        query: Mapping[str, Any],
        fields: Sequence[str],
        *,
        sort: list[tuple[str, int]] | None,
        limit: int,
        at_once: int,
    ) -> AsyncIterator[list[list[Any]]]:
        """Read fields as stored, in pages of rows."""
        documents = sort_documents(self._matching(collection, query), sort or [])[: limit or None]
        rows = [[value_at(row, field) for field in fields] for row in documents]
        for first in range(0, len(rows), at_once):
            yield rows[first : first + at_once]

    async def delete_all(self, collection: Collection[A], query: Mapping[str, Any]) -> None:
        """Delete the documents that match."""
        for row in self._matching(collection, query):
            del self.documents[collection.name][row["_id"]]

    async def count(self, collection: Collection[A], query: Mapping[str, Any]) -> int:
        """Count aggregates."""
        return len(self._matching(collection, query))

    async def aggregate(
        self, collection: Collection[A], query: Mapping[str, Any], stages: Sequence[Document]
    ) -> list[Document]:
        """Refuse: aggregations are tested on MongoDB.

        Raises:
            UnsupportedInMemoryError: always.
        """
        stages = [{"$match": dict(query)}, *stages]
        names = ", ".join(name for stage in stages for name in stage)
        raise UnsupportedInMemoryError(f"no aggregation of {collection.name} in memory: {names}")

    def absorb(self, changes: Changes) -> None:
        """Write a unit's changes."""
        for (name, key), (collection, state) in changes.states.items():
            if state is None:
                self.documents[name].pop(key, None)
            else:
                self.documents[name][key] = _stored(collection.to_document(state))
        for write in changes.timers:
            self._write_timer(write)
        outbox = self.documents[OUTBOX]
        for row in changes.outbox:
            if row["_id"] in outbox:
                raise DuplicateKeyError(f"the outbox has {row['_id']} already")
            outbox[row["_id"]] = _stored(row)

    def _write_timer(self, write: Write) -> None:
        if not isinstance(write, ReplaceOne | DeleteOne):
            raise UnsupportedInMemoryError(f"the storage in memory does not support {type(write).__name__}")
        outbox = self.documents[OUTBOX]
        query = cast("Document", write._filter)  # noqa: SLF001 (pymongo shows it nowhere else)
        id_, stands = query["_id"], [id_ for id_, row in outbox.items() if matches(row, query)]
        if isinstance(write, DeleteOne):
            for timer_id in stands:
                del outbox[timer_id]
        elif stands or write._upsert:  # noqa: SLF001
            outbox[id_] = _stored(cast("Document", write._doc))  # noqa: SLF001

    def _matching(self, collection: Collection[A], query: Mapping[str, Any]) -> list[Document]:
        stored_query = _stored(dict(query))
        return [row for row in self.documents[collection.name].values() if matches(row, stored_query)]


class MemoryTransactions:
    """Runs work on a service's storage in memory, all or nothing.

    Args:
        owner: the service.
    """

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.rows: Rows = defaultdict(dict)

    async def run(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run the work; where it raises, nothing of it is kept."""
        rows: Rows = defaultdict(dict, {name: dict(documents) for name, documents in self.rows.items()})
        result = await work(cast("Transaction", MemoryTransaction(self.owner, rows)))
        self.rows = rows
        return result


def _stored(document: Document) -> Document:
    return bson.decode(bson.encode(document, codec_options=CODEC), codec_options=CODEC)
