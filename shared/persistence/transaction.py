"""One MongoDB transaction: the aggregates it has read and the writes it holds, sent in a few bulk calls.

Handlers' writes are held in memory until the end (or until a query needs them), so a batch of hundreds of
events costs a handful of round trips, and one event's writes can be dropped without touching the others'.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, Final, TypeVar

from pymongo import DeleteOne, InsertOne, ReplaceOne, UpdateOne

from shared.kernel import Aggregate
from shared.persistence.changes import Changes, Slot
from shared.persistence.collection import Collection
from shared.runtime.clock import to_milliseconds
from shared.runtime.mongo import Bulk, Database, Document, Session, Write, read_by_ids, write_and_commit

OUTBOX: Final = "outbox"
"""The collection of rows to publish, written in the transaction of the change they report."""
EVENT_BYTES: Final = 1_000_000
"""The most bytes of one event as sent; brokers take 1,048,588 by default, framing included."""

AT_ONCE: Final = 2_000
"""Rows in a page: decoding them keeps other requests waiting for a few milliseconds."""

A = TypeVar("A", bound=Aggregate)


class NotShared(Exception):  # noqa: N818
    """A command is about to send its changes before its end, so it needs a transaction of its own."""


class Transaction:
    """The state of a transaction in progress.

    Attributes:
        owner: the service whose database it is; it publishes its own events only.
        database: the service's database.
        session: passes with every call to the driver.
        id_key: makes ids that nobody can compute from what they are made of.
        started: when this try began, by the machine's clock.
        event_bytes: as much may be sent of one event.
        shared: whether commands of several callers are run in it: then nothing is sent before all are done.
        kept: how often it was given changes to keep.
        outbox: the rows to publish once this commits.
        signals: the names of the signals to set once this commits.
    """

    def __init__(
        self,
        owner: str,
        database: Database,
        session: Session,
        id_key: bytes = b"",
        event_bytes: int = EVENT_BYTES,
    ) -> None:
        self.owner = owner
        self.database = database
        self.session = session
        self.id_key = id_key
        self.event_bytes = event_bytes
        self.shared = False
        self.started = to_milliseconds(datetime.now(UTC))
        self.kept = 0
        self.changes = Changes()
        self.outbox: list[Document] = []
        self.signals: set[str] = set()
        self._states: dict[Slot, Aggregate | None] = {}
        self._stored: dict[Slot, Aggregate] = {}
        self._held: defaultdict[str, list[Write]] = defaultdict(list)

    async def load(self, collection: Collection[A], key: str) -> A | None:
        """Return the aggregate with this document id, as this transaction sees it."""
        slot = (collection.name, key)
        if slot not in self._states:
            document = await self.database[collection.name].find_one({"_id": key}, session=self.session)
            self._states[slot] = self._read(collection, document) if document else None
        state = self._states[slot]
        if state is not None and not isinstance(state, collection.model):
            raise TypeError(f"collection {collection.name} holds {type(state).__name__}")
        return state

    async def preload(self, wanted: Mapping[Collection[Any], Iterable[str]]) -> None:
        """Read documents of several collections by their ids at once, before handlers load them."""
        missing = {
            collection: {key for key in keys if (collection.name, key) not in self._states}
            for collection, keys in wanted.items()
        }
        reads = [
            (self.database[collection.name], sorted(keys)) for collection, keys in missing.items() if keys
        ]
        documents = await read_by_ids(self.session, reads)
        for collection, keys in missing.items():
            for key in keys:
                document = documents.get((collection.name, key))
                self._states[(collection.name, key)] = self._read(collection, document) if document else None

    async def query(
        self,
        collection: Collection[A],
        query: Mapping[str, Any],
        *,
        sort: list[tuple[str, int]] | None,
        skip: int,
        limit: int,
    ) -> list[A]:
        """Find aggregates; what was written so far is flushed first, so the query sees it."""
        if self.changes:
            await self.flush()
        cursor = self.database[collection.name].find(
            query, session=self.session, skip=skip, limit=limit, sort=sort
        )
        aggregates = [self._read(collection, document) async for document in cursor]
        for aggregate in aggregates:
            self._states[(collection.name, collection.document_id(aggregate.scope, aggregate.id))] = aggregate
        return aggregates

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
        """Read fields as stored, in pages of rows; what was written so far is flushed first."""
        if self.changes:
            await self.flush()
        stages: list[Document] = [{"$match": dict(query)}]
        stages += [{"$sort": dict(sort)}] if sort else []
        stages += [{"$limit": limit}] if limit else []
        stages += [{"$project": {"_id": 0, "row": [f"${field}" for field in fields]}}]
        cursor = self.database[collection.name].aggregate(stages, session=self.session, batchSize=at_once)
        while page := await cursor.to_list(at_once):
            yield [document["row"] for document in page]

    async def delete_all(self, collection: Collection[A], query: Mapping[str, Any]) -> None:
        """Delete the documents that match; what was written so far is flushed first."""
        if self.changes:
            await self.flush()
        await self.database[collection.name].delete_many(dict(query), session=self.session)
        self._states = {slot: state for slot, state in self._states.items() if slot[0] != collection.name}
        self._stored = {slot: state for slot, state in self._stored.items() if slot[0] != collection.name}

    async def count(self, collection: Collection[A], query: Mapping[str, Any]) -> int:
        """Count the aggregates that match; what was written so far is flushed first."""
        if self.changes:
            await self.flush()
        return await self.database[collection.name].count_documents(query, session=self.session)

    async def aggregate(
        self, collection: Collection[A], query: Mapping[str, Any], stages: Sequence[Document]
    ) -> list[Document]:
        """Run the stages on the aggregates that match; what was written so far is flushed first."""
        if self.changes:
            await self.flush()
        pipeline = [{"$match": dict(query)}, *stages]
        cursor = self.database[collection.name].aggregate(pipeline, session=self.session)
        return [document async for document in cursor]

    def absorb(self, changes: Changes) -> None:
        """Keep one handler's changes; later handlers of this transaction see them."""
        self.kept += 1
        self.changes.absorb(changes)
        self._states.update({slot: state for slot, (_, state) in changes.states.items()})
        self.outbox.extend(changes.outbox)
        self.signals.update(changes.signals)

    def hold(self, name: str, writes: Sequence[Write]) -> None:
        """Keep writes to a collection that holds no aggregates; they go before all others, in this order."""
        self.kept += 1
        self._held[name] += writes

    async def flush(self) -> None:
        """Send all held writes to the database, one bulk call a collection."""
        await write_and_commit(self.session, self.take_writes(), commit=False)

    def take_writes(self) -> list[Bulk]:
        """Return the held writes, a bulk for each collection, and hold none."""
        changes, self.changes = self.changes, Changes()
        held, self._held = self._held, defaultdict(list)
        bulks: defaultdict[str, list[Write]] = defaultdict(list)
        # All transactions write in one order, so that of those in conflict the furthest one always commits.
        for (name, key), (collection, state) in sorted(changes.states.items(), key=itemgetter(0)):
            bulks[name].append(self._write(collection, key, state))
        if changes.outbox or changes.timers:
            bulks[OUTBOX] = [*changes.timers, *(InsertOne(row) for row in changes.outbox)]
        return [
            *(Bulk(self.database[name], writes, ordered=True) for name, writes in held.items()),
            *(Bulk(self.database[name], writes, ordered=name == OUTBOX) for name, writes in bulks.items()),
        ]

    def _read(self, collection: Collection[A], document: Document) -> A:
        """Return the aggregate of a document, kept as the one that the database has."""
        state = collection.from_document(document)
        if collection.has_all_fields(document):
            self._stored[(collection.name, document["_id"])] = state
        return state

    def _write(self, collection: Collection[A], key: str, state: A | None) -> Write:
        """Return the write that brings a document to a state.

        Of some fields, where the others are as stored.
        """
        if state is None:
            self._stored.pop((collection.name, key), None)
            return DeleteOne({"_id": key})
        before = self._stored.get((collection.name, key))
        self._stored[(collection.name, key)] = state
        if isinstance(before, collection.model):
            return UpdateOne({"_id": key}, {"$set": collection.changes(before, state)})
        return ReplaceOne({"_id": key}, collection.to_document(state), upsert=True)
