"""One event meets its reaction, inside a transaction that may hold many others."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from opentelemetry.trace import SpanKind
from pymongo.errors import PyMongoError

from shared.messaging.incoming.reactions import Reactions
from shared.messaging.incoming.records import Ignored, Message, RawRecord, Record, Unreadable, decode, whose
from shared.messaging.unit_of_work import UnitOfWork
from shared.messaging.wire.envelope import Event
from shared.persistence.collection import Collection
from shared.persistence.transaction import Transaction
from shared.runtime import metrics
from shared.runtime.clock import Clock
from shared.runtime.error_reports import describe
from shared.runtime.logging import bound, get_logger
from shared.runtime.tracing import span
from shared.schema import EventData

log = get_logger(__name__)


class EventFailed(Exception):  # noqa: N818
    """A reaction failed after writes of its own went out; the transaction must be run again without it."""

    def __init__(self, event_id: str, fault: str) -> None:
        super().__init__(fault)
        self.event_id = event_id
        self.fault = fault


@dataclass
class BatchOutcome:
    """The outcomes of events in one transaction, logged and counted once it is committed.

    Attributes:
        handled: how many of each type had their effect.
        failed: record, type and fault of each that failed, and whether it is dead.
        repeated: how many had had their effect before.
        suspect: those that may be forged; they are dead letters.
        stale: those left out, as a later event of their aggregate had its effect before.
    """

    handled: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[Record, str, str, bool]] = field(default_factory=list)
    repeated: int = 0
    suspect: list[Unreadable] = field(default_factory=list)
    stale: list[Message] = field(default_factory=list)


def _source(event: Event[EventData]) -> str:
    """Return the aggregate an event comes from, as ``Aggregate.as_of`` names it."""
    return f"{event.data.contract.aggregate}/{event.envelope.subject}"


class Reactor:
    """Calls a service's reactions.

    Args:
        name: the consumer group.
        reactions: which function reacts to what.
        clock: the domain's time.
        topic_prefix: before the name of each topic.
    """

    def __init__(self, name: str, reactions: Reactions, clock: Clock, topic_prefix: str = "") -> None:
        self.name = name
        self._reactions = reactions
        self._clock = clock
        self._topic_prefix = topic_prefix

    def read(self, record: RawRecord) -> Message | Unreadable | Ignored:
        """Decode what Kafka delivered."""
        return decode(Record.of(record), self._reactions, self._topic_prefix)

    def read_stored(self, document: Mapping[str, Any]) -> Message | Unreadable | Ignored:
        """Decode a record kept in the database."""
        return decode(Record.from_document(document), self._reactions, self._topic_prefix)

    async def attempt(self, transaction: Transaction, message: Message, outcome: BatchOutcome) -> str:
        """React to one event and keep its changes; returns what went wrong, or nothing.

        Args:
            transaction: in which to react.
            message: the event.
            outcome: gets the event where it is left out.

        Raises:
            EventFailed: it failed after some of its changes went out.
            PyMongoError: it is the database's failure, not the event's.
        """
        if message.event is None:
            return message.fault
        uow = self._unit(transaction, message)
        try:
            if not await self._react_unless_stale(message, message.event, uow):
                outcome.stale.append(message)
        except Exception as error:
            if isinstance(error, PyMongoError):
                raise
            if uow.sent_early:
                raise EventFailed(message.envelope.id, describe(error)) from error
            return describe(error)
        transaction.absorb(uow.changes)
        return ""

    async def _react_unless_stale(self, message: Message, event: Event[EventData], uow: UnitOfWork) -> bool:
        """React, and note in the copies that this replaces which event they are as of.

        Returns:
            Whether it has reacted: not where a copy has taken in a later event of the same aggregate.
        """
        ages: list[tuple[Collection[Any], str, dict[str, int]]] = []
        for collection, id_ in message.reaction.replaced(event):
            copy = await uow.get(collection, id_)
            ages.append((collection, id_, copy.as_of if copy else {}))
        source, sequence = _source(event), event.envelope.sequence
        if any(known.get(source, 0) > sequence for _, _, known in ages):
            return False
        await self._react(message, event, uow)
        for collection, id_, known in ages:
            copy = await uow.get(collection, id_)
            if copy is not None:
                as_of = {**known, **copy.as_of, source: sequence}
                uow.save(collection, copy.model_copy(update={"as_of": as_of}))
        return True

    def _unit(self, transaction: Transaction, message: Message) -> UnitOfWork:
        envelope = message.envelope
        return UnitOfWork(
            transaction,
            envelope.scope,
            now=self._clock.now(),
            correlation_id=envelope.correlation_id,
            causation_id=envelope.id,
            traceparent=envelope.traceparent,
        )

    @staticmethod
    async def _react(message: Message, event: Event[EventData], uow: UnitOfWork) -> None:
        """Call the reaction, as a part of the trace that its event belongs to."""
        with (
            span(message.envelope.type, message.envelope.traceparent, SpanKind.CONSUMER) as uow.traceparent,
            bound(
                tenant=message.envelope.scope.tenant,
                programme=message.envelope.scope.programme,
                correlation_id=message.envelope.correlation_id,
            ),
        ):
            await message.reaction.handler(event, uow)

    def tell(self, outcome: BatchOutcome) -> None:
        """Count what a transaction has done, and log what failed in it."""
        for type_, count in outcome.handled.items():
            metrics.EVENTS_HANDLED.labels(type_).inc(count)
        metrics.EVENTS_DUPLICATE.labels(self.name).inc(outcome.repeated)
        for record, type_, fault, dead in outcome.failed:
            (metrics.EVENTS_DEAD if dead else metrics.EVENTS_PARKED).labels(self.name).inc()
            text = "event is a dead letter" if dead else "event parked"
            log.warning(text, consumer=self.name, event_type=type_, error=fault, **whose(record))
        for message in outcome.stale:
            metrics.EVENTS_STALE.labels(message.envelope.type).inc()
            log.warning("stale event skipped", **whose(message.record))
        for item in outcome.suspect:
            metrics.EVENTS_SUSPECT.labels(self.name, item.suspicion).inc()
            text = "event may be forged, it is a dead letter"
            log.error(text, consumer=self.name, place=item.record.place, error=item.fault)
