"""Given, when, then: commands and reactions of a service in memory, in milliseconds."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import Concatenate, ParamSpec, TypeVar

from shared.kernel import Scope
from shared.messaging.incoming.reactions import Reactions
from shared.messaging.outgoing.outbox import AT_ONCE
from shared.messaging.unit_of_work import UnitOfWork
from shared.messaging.wire.envelope import Envelope, Event, event_id, event_key
from shared.persistence.transaction import OUTBOX, Transaction
from shared.runtime.mongo import Document
from shared.schema import EventData, find_contract
from shared.testing.harness import TEST_NOW, TEST_SCOPE
from shared.testing.memory import MemoryTransactions

P = ParamSpec("P")
T = TypeVar("T")


class Scenario:
    """One service's commands and reactions on a storage in memory.

    Each event and each command is a unit of work of its own. Inbox, retries and the order of late events
    are the consumer's and are not part of it.

    Args:
        owner: the service's name.
        reactions: the service's own, where the scenario has events.
        now: the domain's time; a test sets ``now`` to move it.
        scope: whose events and commands they are.
    """

    def __init__(
        self,
        owner: str,
        reactions: Reactions | None = None,
        *,
        now: datetime = TEST_NOW,
        scope: Scope = TEST_SCOPE,
    ) -> None:
        self.now = now
        self.scope = scope
        self.transactions = MemoryTransactions(owner)
        self._reactions = reactions or Reactions()
        self._sequences: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._fired: set[str] = set()

    async def given(self, *facts: EventData) -> None:
        """Let the service react to events, and leave what it publishes about them out of ``published``."""
        await self.when(*facts)
        self.published()

    async def when(self, *facts: EventData) -> None:
        """Let the service react to events."""
        for data in facts:
            reaction = self._reactions.find(data.contract.type)
            if reaction is None:
                raise ValueError(f"no reaction to {data.contract.type}")
            event = Event(self._envelope(data), data)
            await self._run(partial(reaction.handler, event))

    async def command(
        self, command: Callable[Concatenate[UnitOfWork, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a command or a query, and return its result."""
        return await self._run(lambda uow: command(uow, *args, **kwargs))

    def published(self) -> list[EventData]:
        """Return the events published since the last call, in order."""
        fresh = [row for row in self._rows if row["due_at"] == AT_ONCE and row["_id"] not in self._seen]
        self._seen.update(row["_id"] for row in fresh)
        return [_data(row) for row in fresh]

    def timers(self) -> list[tuple[datetime, EventData]]:
        """Return the timers that are set, each with its time, earliest first."""
        rows = sorted((row for row in self._rows if row["due_at"] != AT_ONCE), key=lambda row: row["due_at"])
        return [(row["due_at"], _data(row)) for row in rows]

    def due(self) -> list[EventData]:
        """Return the timers that have become due since the last call, earliest first."""
        rows = [row for row in self._rows if AT_ONCE < row["due_at"] <= self.now]
        fresh = [row for row in rows if row["event_id"] not in self._fired]
        self._fired.update(row["event_id"] for row in fresh)
        return [_data(row) for row in sorted(fresh, key=itemgetter("due_at"))]

    @property
    def _rows(self) -> list[Document]:
        return list(self.transactions.rows[OUTBOX].values())

    async def _run(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        async def unit(transaction: Transaction) -> T:
            uow = UnitOfWork(
                transaction, self.scope, now=self.now, correlation_id="scenario", causation_id="scenario"
            )
            result = await work(uow)
            transaction.absorb(uow.changes)
            return result

        return await self.transactions.run(unit)

    def _envelope(self, data: EventData) -> Envelope:
        subject = str(getattr(data, data.contract.key))
        key = event_key(self.scope, data.contract.aggregate, subject)
        self._sequences[key] += 1
        sequence = self._sequences[key]
        return Envelope(
            id=event_id(key, sequence),
            type=data.contract.type,
            source=data.contract.source,
            time=self.now,
            scope=self.scope,
            subject=subject,
            key=key,
            sequence=sequence,
            correlation_id="scenario",
            causation_id="scenario",
        )


def _data(row: Document) -> EventData:
    contract = find_contract(row["type"])
    if contract is None:
        raise LookupError(f"no such event: {row['type']}")
    return contract.data.model_validate_json(row["payload"])
