"""The unit of work of a command or reaction: load and save aggregates, publish events, set timers."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from pymongo import DeleteOne, ReplaceOne

from shared.kernel import Aggregate, NotFound, Scope, keyed_id
from shared.messaging.outgoing.outbox import outbox_row
from shared.messaging.wire.envelope import Envelope, event_id, event_key
from shared.persistence.changes import Changes
from shared.persistence.collection import Collection
from shared.persistence.transaction import AT_ONCE, NotShared, Transaction
from shared.runtime.mongo import Document
from shared.schema import EventData

A = TypeVar("A", bound=Aggregate)


class UnitOfWork:
    """One command, or one reaction to one event, inside a transaction.

    Attributes:
        scope: whose data it works on; loading by id never leaves its tenant and programme.
        now: the present instant on the domain's clock; the same through the whole unit.
        changes: what it has done so far; nothing of it is visible to others before the commit.
        traceparent: the trace that events published here belong to.
        sent_early: a query made its changes go out; they can't be dropped without the whole transaction.
    """

    def __init__(
        self,
        transaction: Transaction,
        scope: Scope,
        *,
        now: datetime,
        correlation_id: str,
        causation_id: str,
        traceparent: str = "",
    ) -> None:
        self.scope = scope
        self.now = now
        self.changes = Changes()
        self.sent_early = False
        self._transaction = transaction
        self._correlation_id = correlation_id
        self._causation_id = causation_id
        self.traceparent = traceparent

    @contextmanager
    def within(self, scope: Scope) -> Iterator[None]:
        """Work on another programme of the tenant meanwhile: loads, saves and timers are of that one.

        Raises:
            ValueError: it is another tenant's.
        """
        if scope.tenant != self.scope.tenant:
            raise ValueError("a scope of another tenant")
        own, self.scope = self.scope, scope
        try:
            yield
        finally:
            self.scope = own

    def keyed_id(self, *parts: str | int) -> str:
        """Return the same id for the same parts, computable only with the platform's key (see `keyed_id`)."""
        return keyed_id(self._transaction.id_key, *parts)

    async def get(self, collection: Collection[A], id_: str) -> A | None:
        """Return the aggregate with this id in this tenant and programme, or None."""
        key = collection.document_id(self.scope, id_)
        slot = (collection.name, key)
        if slot in self.changes.states:
            state = self.changes.states[slot][1]
            return state if isinstance(state, collection.model) else None
        return await self._transaction.load(collection, key)

    async def preload(self, wanted: Mapping[Collection[Any], Sequence[str]]) -> None:
        """Read aggregates by their ids at once, before they are asked for one by one: only for speed."""
        await self._transaction.preload(
            {
                collection: [collection.document_id(self.scope, id_) for id_ in ids]
                for collection, ids in wanted.items()
            }
        )

    async def require(self, collection: Collection[A], id_: str) -> A:
        """Return the aggregate with this id.

        Raises:
            NotFound: there is none in this tenant and programme.
        """
        aggregate = await self.get(collection, id_)
        if aggregate is None:
            raise NotFound(f"no such {collection.model.__name__.lower()}: {id_}")
        return aggregate

    async def find(
        self,
        collection: Collection[A],
        query: Mapping[str, Any] | None = None,
        *,
        sort: list[tuple[str, int]] | None = None,
        skip: int = 0,
        limit: int = 0,
    ) -> list[A]:
        """Return aggregates of this tenant and programme that match a MongoDB query.

        Sees this unit's own changes, at the price of sending them first: load by id where you can.
        """
        return await self._transaction.query(
            collection, self._scoped(collection, query), sort=sort, skip=skip, limit=limit
        )

    def rows(
        self,
        collection: Collection[A],
        fields: Sequence[str],
        query: Mapping[str, Any] | None = None,
        *,
        sort: list[tuple[str, int]] | None = None,
        limit: int = 0,
        at_once: int = AT_ONCE,
    ) -> AsyncIterator[list[list[Any]]]:
        """Read some fields of the aggregates that match, as stored, in pages of rows.

        For very many aggregates: nothing is checked again, and memory holds a page. Dates are ISO text.
        """
        return self._transaction.rows(
            collection, self._scoped(collection, query), fields, sort=sort, limit=limit, at_once=at_once
        )

    async def delete_all(self, collection: Collection[A], query: Mapping[str, Any]) -> None:
        """Remove the aggregates of this tenant and programme that match a MongoDB query, for good.

        For very many, which nobody changes at the same time: they are not read, so no conflict is found.
        """
        await self._transaction.delete_all(collection, self._scoped(collection, query))

    async def count(self, collection: Collection[A], query: Mapping[str, Any] | None = None) -> int:
        """Return how many aggregates of this tenant and programme match a MongoDB query."""
        return await self._transaction.count(collection, self._scoped(collection, query))

    async def aggregate(
        self,
        collection: Collection[A],
        stages: Sequence[Document],
        query: Mapping[str, Any] | None = None,
    ) -> list[Document]:
        """Run the stages of a MongoDB aggregation on the aggregates of this tenant and programme.

        For figures over many aggregates: the database adds up, and nothing else waits meanwhile.
        """
        return await self._transaction.aggregate(collection, self._scoped(collection, query), stages)

    def _scoped(self, collection: Collection[A], query: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return the query within this scope.

        This unit's own changes are sent first, so that it sees them.
        """
        if self.changes:
            if self._transaction.shared:
                raise NotShared
            self.sent_early = True
            self._transaction.absorb(self.changes)
            self.changes = Changes()
        own: dict[str, Any] = {"tenant": self.scope.tenant}
        if not collection.organisation_wide:
            own["programme"] = self.scope.programme
        return {**(query or {}), **own}  # whatever a query says of them, tenant and programme are these

    def save(self, collection: Collection[A], aggregate: A, *events: EventData) -> A:
        """Save an aggregate and publish what happened to it, in this order.

        Returns:
            the aggregate as saved, with its new version.
        """
        if aggregate.tenant != self.scope.tenant:
            raise ValueError("an aggregate of another tenant")
        started = self._transaction.started
        position = max(started, aggregate.saved_at) if aggregate.saved_at else started
        saved = aggregate.model_copy(
            update={"version": aggregate.version + len(events), "saved_at": position}
        )
        for offset, data in enumerate(events, start=1):
            envelope = self._envelope(data, aggregate.scope, sequence=aggregate.version + offset)
            self.changes.outbox.append(
                outbox_row(envelope, data, position=position, most=self._transaction.event_bytes)
            )
        key = collection.document_id(aggregate.scope, aggregate.id)
        self.changes.states[(collection.name, key)] = (collection, saved)
        return saved

    def delete(self, collection: Collection[A], aggregate: A) -> None:
        """Remove an aggregate for good."""
        key = collection.document_id(aggregate.scope, aggregate.id)
        self.changes.states[(collection.name, key)] = (collection, None)

    def notify(self, name: str) -> None:
        """Set a signal of this process after the commit, which wakes background work waiting for it."""
        self.changes.signals.add(name)

    def schedule(self, data: EventData, due_at: datetime, *, name: str = "") -> None:
        """Publish a timer event at a time on the domain's clock; setting the same timer again moves it.

        A timer is known by its contract, its id and ``name``. It fires once for each time it was set to; a
        reaction must look whether it still matters, since a timer may fire while it is being moved.

        Args:
            data: an event whose contract is a timer.
            due_at: when; a past instant means at once.
            name: tells several timers of one aggregate apart.
        """
        row = self._timer_row(data, due_at, name)
        self.changes.timers.append(ReplaceOne({"_id": row["_id"]}, row, upsert=True))

    def move(self, data: EventData, due_at: datetime, *, name: str = "") -> None:
        """Move a timer to another time unless it has fired."""
        row = self._timer_row(data, due_at, name)
        self.changes.timers.append(ReplaceOne({"_id": row["_id"], "published_at": None}, row))

    def cancel(self, data: EventData, *, name: str = "") -> None:
        """Cancel a timer; one that has fired can't be called back, so its reaction must look itself."""
        id_ = self._timer_row(data, self.now, name)["_id"]
        self.changes.timers.append(DeleteOne({"_id": id_, "published_at": None}))

    def _timer_row(self, data: EventData, due_at: datetime, name: str) -> Document:
        contract = data.contract
        if not contract.timer:
            raise ValueError(f"{contract.type} is not a timer: save it with its aggregate")
        subject = str(getattr(data, contract.key))
        key = event_key(self.scope, contract.aggregate, f"{subject}/{name}" if name else subject)
        # Each time it is set to is an event of its own: consumers must not take a moved one for a repetition.
        id_ = event_id(f"{key}@{due_at.isoformat()}", 1)
        envelope = self._build(data, self.scope, key, id_=id_, sequence=1, time=due_at)
        started, most = self._transaction.started, self._transaction.event_bytes
        row = outbox_row(envelope, data, position=started, due_at=due_at, most=most)
        return row | {"_id": event_id(key, 1), "event_id": id_}

    def _envelope(self, data: EventData, scope: Scope, *, sequence: int) -> Envelope:
        contract = data.contract
        if contract.timer:
            raise ValueError(f"{contract.type} is a timer: schedule it")
        subject = str(getattr(data, contract.key))
        key = event_key(scope, contract.aggregate, subject)
        return self._build(data, scope, key, id_=event_id(key, sequence), sequence=sequence, time=self.now)

    def _build(
        self, data: EventData, scope: Scope, key: str, *, id_: str, sequence: int, time: datetime
    ) -> Envelope:
        if data.owner != self._transaction.owner:
            raise ValueError(f"{data.contract.type} belongs to {data.owner}, not {self._transaction.owner}")
        return Envelope(
            id=id_,
            type=data.contract.type,
            source=data.contract.source,
            time=time,
            scope=scope,
            subject=str(getattr(data, data.contract.key)),
            key=key,
            sequence=sequence,
            correlation_id=self._correlation_id,
            causation_id=self._causation_id,
            traceparent=self.traceparent,
        )
