"""What a use case works with: load aggregates, save them, publish events, set timers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from pymongo import DeleteOne, ReplaceOne, UpdateOne

from shared.contracts import EventData
from shared.kernel import Aggregate, NotFound, Scope
from shared.messaging.envelope import Envelope, event_id, event_key
from shared.messaging.outbox import outbox_row
from shared.messaging.storage import Collection
from shared.messaging.transaction import Changes, Transaction

A = TypeVar("A", bound=Aggregate)


class UnitOfWork:
    """One command, or one reaction to one event, inside a transaction.

    Attributes:
        scope: whose data it works on; loading by id never leaves its tenant and programme.
        now: the present instant on the domain's clock; the same through the whole unit.
        changes: what it has done so far; nothing of it is visible to others before the commit.
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
        self._traceparent = traceparent

    async def get(self, collection: Collection[A], id_: str) -> A | None:
        """The aggregate with this id in this tenant and programme, or None."""
        key = collection.document_id(self.scope, id_)
        slot = (collection.name, key)
        if slot in self.changes.states:
            state = self.changes.states[slot][1]
            return state if isinstance(state, collection.model) else None
        return await self._transaction.load(collection, key)

    async def require(self, collection: Collection[A], id_: str) -> A:
        """The aggregate with this id.

        Raises:
            NotFound: there is none in this tenant and programme.
        """
        found = await self.get(collection, id_)
        if found is None:
            raise NotFound(f"no such {collection.model.__name__.lower()}: {id_}")
        return found

    async def find(
        self,
        collection: Collection[A],
        query: Mapping[str, Any] | None = None,
        *,
        sort: list[tuple[str, int]] | None = None,
        skip: int = 0,
        limit: int = 0,
    ) -> list[A]:
        """Aggregates of this tenant and programme that match a MongoDB query.

        Sees this unit's own changes, at the price of sending them first: load by id where you can.
        """
        return await self._transaction.query(
            collection, self._scoped(collection, query), sort=sort, skip=skip, limit=limit
        )

    async def count(self, collection: Collection[A], query: Mapping[str, Any] | None = None) -> int:
        """How many aggregates of this tenant and programme match a MongoDB query."""
        return await self._transaction.count(collection, self._scoped(collection, query))

    def _scoped(self, collection: Collection[A], query: Mapping[str, Any] | None) -> dict[str, Any]:
        """The query within this scope; this unit's own changes are sent first, so that it sees them."""
        if self.changes:
            self.sent_early = True
            self._transaction.absorb(self.changes)
            self.changes = Changes()
        own: dict[str, Any] = {"tenant": self.scope.tenant}
        if not collection.organisation_wide:
            own["programme"] = self.scope.programme
        return {**own, **(query or {})}

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
            self.changes.outbox.append(outbox_row(envelope, data, position=position))
        key = collection.document_id(aggregate.scope, aggregate.id)
        self.changes.states[(collection.name, key)] = (collection, saved)
        return saved

    def delete(self, collection: Collection[A], aggregate: A) -> None:
        """Remove an aggregate for good."""
        key = collection.document_id(aggregate.scope, aggregate.id)
        self.changes.states[(collection.name, key)] = (collection, None)

    def schedule(self, data: EventData, due_at: datetime, *, name: str = "") -> None:
        """Publish a timer event at a time on the domain's clock; the same timer again moves it.

        A timer is known by its contract, its id and ``name``, and fires once: a name that has fired can't be
        set again, so put what makes a firing unique (a start time, say) into the name.

        Args:
            data: an event whose contract is a timer.
            due_at: when; a past instant means at once.
            name: tells several timers of one aggregate apart.
        """
        envelope = self._timer_envelope(data, name, due_at)
        row = outbox_row(envelope, data, position=self._transaction.started, due_at=due_at)
        self.changes.timers.append(ReplaceOne({"_id": row["_id"], "published_at": None}, row, upsert=True))

    def cancel(self, data: EventData, *, name: str = "") -> None:
        """Cancel a timer; one that has fired can't be called back, so its reaction must look itself."""
        id_ = self._timer_envelope(data, name, self.now).id
        self.changes.timers.append(DeleteOne({"_id": id_, "published_at": None}))

    def move(self, data: EventData, due_at: datetime, *, name: str = "") -> None:
        """Move a timer that has not fired to another time."""
        envelope = self._timer_envelope(data, name, due_at)
        change = {"due_at": due_at, "payload": data.model_dump_json(), "headers": envelope.headers()}
        self.changes.timers.append(UpdateOne({"_id": envelope.id, "published_at": None}, {"$set": change}))

    def _envelope(self, data: EventData, scope: Scope, *, sequence: int) -> Envelope:
        contract = data.contract
        if contract.timer:
            raise ValueError(f"{contract.type} is a timer: schedule it")
        subject = str(getattr(data, contract.key))
        key = event_key(scope, contract.aggregate, subject)
        return self._build(data, scope, key, sequence=sequence, time=self.now)

    def _timer_envelope(self, data: EventData, name: str, due_at: datetime) -> Envelope:
        contract = data.contract
        if not contract.timer:
            raise ValueError(f"{contract.type} is no timer: save it with its aggregate")
        subject = str(getattr(data, contract.key))
        key = event_key(self.scope, contract.aggregate, f"{subject}/{name}" if name else subject)
        return self._build(data, self.scope, key, sequence=1, time=due_at)

    def _build(self, data: EventData, scope: Scope, key: str, *, sequence: int, time: datetime) -> Envelope:
        if data.owner != self._transaction.owner:
            raise ValueError(f"{data.contract.type} belongs to {data.owner}, not {self._transaction.owner}")
        return Envelope(
            id=event_id(key, sequence),
            type=data.contract.type,
            source=f"/mentoring/{data.owner}",
            time=time,
            scope=scope,
            subject=str(getattr(data, data.contract.key)),
            key=key,
            sequence=sequence,
            correlation_id=self._correlation_id,
            causation_id=self._causation_id,
            traceparent=self._traceparent,
        )
