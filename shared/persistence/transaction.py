"""One MongoDB transaction: what it has read, what it will write, flushed in a few bulk calls.

Handlers' writes are held in memory until the end (or until a query needs them), so a batch of hundreds of
events costs a handful of round trips, and one event's writes can be dropped without touching the others'.
"""

import asyncio
import itertools
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from operator import itemgetter
from typing import Any, Final, TypeVar

from pymongo import DeleteOne, InsertOne, ReplaceOne
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.kernel import Aggregate
from shared.persistence.collection import Collection
from shared.runtime.clock import to_milliseconds
from shared.runtime.mongo import (
    Bulk,
    Client,
    Database,
    Document,
    Session,
    Write,
    read_by_ids,
    session_of,
    write_and_commit,
)

OUTBOX: Final = "outbox"
"""The collection of rows to publish, written in the transaction of the change they report."""
EVENT_BYTES: Final = 1_000_000
"""The most bytes of one event as sent; brokers take 1,048,588 by default, framing included."""
_GIVE_UP_SECONDS: Final = 30.0
"""Conflicts are tried again for this long."""

T = TypeVar("T")
A = TypeVar("A", bound=Aggregate)
Slot = tuple[str, str]
"""Collection name and document id."""


class Changes:
    """Writes held back: the latest state of each document, events to publish, timers to change."""

    def __init__(self) -> None:
        self.states: dict[Slot, tuple[Collection[Any], Aggregate | None]] = {}
        self.outbox: list[Document] = []
        self.timers: list[Write] = []
        self.signals: set[str] = set()

    def absorb(self, other: "Changes") -> None:
        """Take over another's writes."""
        self.states.update(other.states)
        self.outbox.extend(other.outbox)
        self.timers.extend(other.timers)
        self.signals.update(other.signals)

    def __bool__(self) -> bool:
        return bool(self.states or self.outbox or self.timers)


class NotShared(Exception):  # noqa: N818
    """A command is about to send its changes before its end, and so needs a transaction of its own."""


class Transaction:
    """The state of one running transaction.

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
        self._known: dict[Slot, Aggregate | None] = {}
        self._held: defaultdict[str, list[Write]] = defaultdict(list)

    async def load(self, collection: Collection[A], key: str) -> A | None:
        """The aggregate with this document id, as this transaction sees it."""
        slot = (collection.name, key)
        if slot not in self._known:
            document = await self.database[collection.name].find_one({"_id": key}, session=self.session)
            self._known[slot] = collection.from_document(document) if document else None
        known = self._known[slot]
        if known is not None and not isinstance(known, collection.model):
            raise TypeError(f"collection {collection.name} holds {type(known).__name__}")
        return known

    async def preload(self, wanted: Mapping[Collection[Any], Iterable[str]]) -> None:
        """Read documents of several collections by their ids at once, ahead of who will load them."""
        missing = {
            collection: {key for key in keys if (collection.name, key) not in self._known}
            for collection, keys in wanted.items()
        }
        reads = [
            (self.database[collection.name], sorted(keys)) for collection, keys in missing.items() if keys
        ]
        documents = await read_by_ids(self.session, reads)
        for collection, keys in missing.items():
            for key in keys:
                document = documents.get((collection.name, key))
                self._known[(collection.name, key)] = collection.from_document(document) if document else None

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
        aggregates = [collection.from_document(document) async for document in cursor]
        for aggregate in aggregates:
            self._known[(collection.name, collection.document_id(aggregate.scope, aggregate.id))] = aggregate
        return aggregates

    async def count(self, collection: Collection[A], query: Mapping[str, Any]) -> int:
        """How many aggregates match; what was written so far is flushed first."""
        if self.changes:
            await self.flush()
        return await self.database[collection.name].count_documents(query, session=self.session)

    async def aggregate(
        self, collection: Collection[A], query: Mapping[str, Any], stages: Sequence[Document]
    ) -> list[Document]:
        """What the stages make of the aggregates that match; what was written so far is flushed first."""
        if self.changes:
            await self.flush()
        pipeline = [{"$match": dict(query)}, *stages]
        cursor = self.database[collection.name].aggregate(pipeline, session=self.session)
        return [document async for document in cursor]

    def absorb(self, changes: Changes) -> None:
        """Keep one handler's changes; later handlers of this transaction see them."""
        self.kept += 1
        self.changes.absorb(changes)
        self._known.update({slot: state for slot, (_, state) in changes.states.items()})
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
        """What is held, a bulk for each collection; then nothing is held."""
        changes, self.changes = self.changes, Changes()
        held, self._held = self._held, defaultdict(list)
        bulks: defaultdict[str, list[Write]] = defaultdict(list)
        # Everybody writes in one order: of those who meet, whoever is furthest always gets through.
        for (name, key), (collection, state) in sorted(changes.states.items(), key=itemgetter(0)):
            bulks[name].append(
                DeleteOne({"_id": key})
                if state is None
                else ReplaceOne({"_id": key}, collection.to_document(state), upsert=True)
            )
        if changes.outbox or changes.timers:
            bulks[OUTBOX] = [*changes.timers, *(InsertOne(row) for row in changes.outbox)]
        return [
            *(Bulk(self.database[name], writes, ordered=True) for name, writes in held.items()),
            *(Bulk(self.database[name], writes, ordered=name == OUTBOX) for name, writes in bulks.items()),
        ]


class Transactions:
    """Runs work in transactions of one service's database.

    Args:
        owner: the service.
        client: the driver's client.
        database: the service's database.
        hand_over: gets the rows of the outbox after their commit.
        id_key: the key of ids that must not be computable; without one no such id can be made.
        event_bytes: as much may be sent of one event.
    """

    def __init__(
        self,
        owner: str,
        client: Client,
        database: Database,
        hand_over: Callable[[Sequence[Document]], None],
        id_key: bytes = b"",
        event_bytes: int = EVENT_BYTES,
    ) -> None:
        self.owner = owner
        self._id_key = id_key
        self._event_bytes = event_bytes
        self._client = client
        self.database = database
        self._hand_over = hand_over
        self._signals: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def signal(self, name: str) -> asyncio.Event:
        """Return what ``uow.notify(name)`` sets in this process after a commit; its waiter clears it."""
        return self._signals[name]

    async def run(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run the work and commit; on a write conflict it is run again from the start.

        So the work must have no effect outside the transaction.
        """
        deadline = time.monotonic() + _GIVE_UP_SECONDS
        with session_of(self._client) as session:
            for tries in itertools.count():
                try:
                    result, done = await self._once(session, work, deadline)
                except PyMongoError as error:
                    if not _may_try_again(error, "TransientTransactionError", deadline):
                        raise
                    # Whoever conflicted waits a random while, so that a crowd at one document thins out.
                    await asyncio.sleep(random.uniform(0, min(0.002 * 2**tries, 0.2)))  # noqa: S311 (no secret)
                else:
                    if done.outbox:
                        self._hand_over(done.outbox)
                    for name in done.signals:
                        self._signals[name].set()
                    return result
        raise AssertionError("unreachable")

    async def _once(
        self, session: Session, work: Callable[[Transaction], Awaitable[T]], deadline: float
    ) -> tuple[T, Transaction]:
        """One try: the result, and the transaction that is done.

        Motor's own ``with_transaction`` is not used: it commits on leaving its context manager, outside the
        code that would retry, so a conflict found at the commit reaches the caller (motor 3.7.1).
        """
        session.start_transaction(ReadConcern("snapshot"), WriteConcern("majority"))
        try:
            transaction = Transaction(self.owner, self.database, session, self._id_key, self._event_bytes)
            result = await work(transaction)
            await self._finish(transaction, deadline)
        except BaseException:
            if session.delegate.in_transaction:
                await session.abort_transaction()
            raise
        return result, transaction

    @staticmethod
    async def _finish(transaction: Transaction, deadline: float) -> None:
        """Send what is held and commit."""
        session = transaction.session
        finish = partial(write_and_commit, session, transaction.take_writes())
        while True:
            try:
                await finish()
            except PyMongoError as error:
                if not _may_try_again(error, "UnknownTransactionCommitResult", deadline):
                    raise
                # Committing again is safe: the server knows whether it has.
                finish = partial(write_and_commit, session, [])
                await asyncio.sleep(0.05)
            else:
                return


def _may_try_again(error: PyMongoError, label: str, deadline: float) -> bool:
    return error.has_error_label(label) and time.monotonic() < deadline
