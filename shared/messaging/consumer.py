"""The consumer: a whole polled batch in one transaction, each event's effect exactly once."""

import asyncio
import itertools
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from opentelemetry.trace import SpanKind
from pymongo.errors import PyMongoError

from shared.contracts import EventData
from shared.messaging import inbox
from shared.messaging.envelope import Event
from shared.messaging.parking import WAITS_HERE, Parking, ParkingFull
from shared.messaging.reactions import Reactions
from shared.messaging.records import Ignored, Message, RawRecord, Record, Unreadable, decode, whose
from shared.messaging.storage import Collection
from shared.messaging.transaction import Transaction, Transactions
from shared.messaging.unit_of_work import UnitOfWork
from shared.runtime import metrics
from shared.runtime.clock import Clock
from shared.runtime.failures import describe
from shared.runtime.logging import bound_contextvars, get_logger
from shared.runtime.mongo import Document, is_transient
from shared.runtime.tracing import span

log = get_logger(__name__)

_PROBE_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)


class EventFailed(Exception):  # noqa: N818
    """A reaction failed after writes of its own went out; the batch must be run again without it."""

    def __init__(self, event_id: str, fault: str) -> None:
        super().__init__(fault)
        self.event_id = event_id
        self.fault = fault


class BatchConsumer:
    """Brings a service's reactions the events of Kafka.

    Args:
        name: the consumer group; the inbox and the parked events go by it.
        reactions: which function reacts to what.
        transactions: of the service's database.
        parking: where failing events wait.
        clock: the domain's time.
    """

    def __init__(
        self, name: str, reactions: Reactions, transactions: Transactions, parking: Parking, clock: Clock
    ) -> None:
        self.name = name
        self.handled = 0
        self.last_batch = time.monotonic()
        self._reactions = reactions
        self._transactions = transactions
        self._parking = parking
        self._clock = clock

    async def process(self, raw: Sequence[RawRecord]) -> None:
        """Take a polled batch; returns when each event's effect is committed or the event is parked.

        While the database is away, or too much is parked, it waits and probes: nothing is lost for that.
        """
        started = time.monotonic()
        decoded = [decode(Record.of(record), self._reactions) for record in raw]
        for item in decoded:
            if isinstance(item, Ignored):
                metrics.EVENTS_UNKNOWN.labels(self.name).inc()
        messages = [item for item in decoded if isinstance(item, Message)]
        unreadable = [item for item in decoded if isinstance(item, Unreadable)]
        if unreadable:
            await self._bury(unreadable)
        await self._settle(messages, {})
        self.handled += len(raw)
        self.last_batch = time.monotonic()
        metrics.BATCH_SIZE.labels(self.name).observe(len(raw))
        metrics.BATCH_SECONDS.labels(self.name).observe(self.last_batch - started)

    async def retry(self, heads: Sequence[Document]) -> None:
        """Try parked events again together; each has its effect and leaves the queue in one transaction."""
        try:
            await self._transactions.run(lambda tx: self._try_again(tx, heads))
        except Exception as error:
            if is_transient(error):
                raise
            if len(heads) > 1:
                for head in heads:
                    await self.retry([head])
            else:
                await self._fail_alone(
                    heads, error.fault if isinstance(error, EventFailed) else describe(error)
                )

    async def _try_again(self, transaction: Transaction, heads: Sequence[Document]) -> None:
        done: list[Document] = []
        failures: list[tuple[Document, str]] = []
        for head in await self._parking.claim(transaction.session, heads):
            message = decode(Record.from_document(head["record"]), self._reactions)
            fault = "" if isinstance(message, Ignored) else message.fault
            if isinstance(message, Message) and not fault:
                fault = await self._attempt(transaction, message)
            if fault:
                failures.append((head, fault))
            else:
                done.append(head)
        await self._parking.finish(transaction.session, done)
        await self._note_failures(transaction, failures)

    async def _fail_alone(self, heads: Sequence[Document], fault: str) -> None:
        """Note a failure that took its own transaction with it."""

        async def work(transaction: Transaction) -> None:
            claimed = await self._parking.claim(transaction.session, heads)
            await self._note_failures(transaction, [(head, fault) for head in claimed])

        await self._transactions.run(work)

    async def _note_failures(
        self, transaction: Transaction, failures: Sequence[tuple[Document, str]]
    ) -> None:
        dead = await self._parking.fail(transaction.session, failures)
        for head, fault in failures:
            self._report(Record.from_document(head["record"]), head["type"], fault, dead=head in dead)

    async def _bury(self, unreadable: Sequence[Unreadable]) -> None:
        """Make records without an envelope dead letters; waits as long as they can't be written."""
        for attempt in itertools.count():
            try:
                await self._transactions.run(lambda tx: self._parking.bury(tx.session, unreadable))
            except Exception as error:  # noqa: BLE001 (whatever it is, to go on would lose the records)
                await self._wait(attempt, error)
            else:
                break
        for item in unreadable:
            self._report(item.record, "", item.fault, dead=True)

    async def _settle(self, messages: Sequence[Message], faults: dict[str, str]) -> None:
        """Commit a batch, setting aside the events that fail; halves it where nobody knows which did.

        Where not even setting aside works it waits: a consumer that stands still can be seen and helped,
        a lost event can't.
        """
        if not messages:
            return
        for attempt in itertools.count():
            try:
                await self._parking.check_room()
                await self._transactions.run(lambda tx: self._effects(tx, messages, faults))
            except EventFailed as failed:
                faults[failed.event_id] = failed.fault
            except Exception as error:  # noqa: BLE001 (sorted out below)
                if is_transient(error) or isinstance(error, ParkingFull):
                    await self._wait(attempt, error)
                elif len(messages) > 1:
                    half = len(messages) // 2
                    await self._settle(messages[:half], faults)
                    await self._settle(messages[half:], faults)
                    return
                elif messages[0].envelope.id in faults or messages[0].fault:
                    await self._wait(attempt, error)
                else:
                    faults[messages[0].envelope.id] = describe(error)
            else:
                return

    async def _wait(self, attempt: int, error: Exception) -> None:
        pause = _PROBE_SECONDS[min(attempt, len(_PROBE_SECONDS) - 1)]
        log.warning("consumer waits", consumer=self.name, seconds=pause, error=describe(error))
        await asyncio.sleep(pause)

    async def _effects(
        self, transaction: Transaction, messages: Sequence[Message], faults: dict[str, str]
    ) -> None:
        """All effects of a batch, inside its transaction."""
        fresh = await self._unseen(transaction, messages)
        if not fresh:
            return
        await _preload(transaction, fresh)
        keys = sorted({message.envelope.key for message in fresh})
        heads = await self._parking.blocked(transaction.session, keys)
        queued: dict[str, list[Message]] = defaultdict(list)
        for message in fresh:
            key = message.envelope.key
            if key in heads:
                queued[key].append(message)
                continue
            fault = (
                message.fault or faults.get(message.envelope.id) or await self._attempt(transaction, message)
            )
            if fault:
                dead = bool(message.fault)
                heads[key] = await self._parking.park(transaction.session, message, fault, dead=dead)
                transaction.bells.add(WAITS_HERE)
                self._report(message.record, message.envelope.type, fault, dead=dead)
        for key, followers in queued.items():
            await self._parking.queue(transaction.session, heads[key], followers)
        ids = [message.envelope.id for message in fresh]
        await inbox.remember(transaction.database, transaction.session, self.name, ids)

    async def _unseen(self, transaction: Transaction, messages: Sequence[Message]) -> list[Message]:
        """The messages whose events were never taken before, each once."""
        by_id = {message.envelope.id: message for message in reversed(messages)}
        if not by_id:
            return []
        known = await inbox.seen(transaction.database, transaction.session, self.name, list(by_id))
        metrics.EVENTS_DUPLICATE.labels(self.name).inc(len(messages) - len(by_id) + len(known))
        return [m for m in messages if m.envelope.id not in known and by_id[m.envelope.id] is m]

    async def _attempt(self, transaction: Transaction, message: Message) -> str:
        """React to one event; returns what went wrong, or nothing."""
        if message.event is None:
            return message.fault
        uow = self._unit(transaction, message)
        try:
            await self._react(message, message.event, uow)
        except Exception as error:
            if isinstance(error, PyMongoError):
                raise
            if uow.sent_early:
                raise EventFailed(message.envelope.id, describe(error)) from error
            return describe(error)
        self._keep(transaction, message, uow)
        return ""

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
            bound_contextvars(
                tenant=message.envelope.scope.tenant,
                programme=message.envelope.scope.programme,
                correlation_id=message.envelope.correlation_id,
            ),
        ):
            await message.reaction.handler(event, uow)

    @staticmethod
    def _keep(transaction: Transaction, message: Message, uow: UnitOfWork) -> None:
        transaction.absorb(uow.changes)
        metrics.EVENTS_HANDLED.labels(message.envelope.type).inc()

    def _report(self, record: Record, type_: str, fault: str, *, dead: bool) -> None:
        (metrics.EVENTS_DEAD if dead else metrics.EVENTS_PARKED).labels(self.name).inc()
        said = "event is a dead letter" if dead else "event parked"
        log.warning(said, consumer=self.name, event_type=type_, error=fault, **whose(record))


async def _preload(transaction: Transaction, messages: Sequence[Message]) -> None:
    """Read what the reactions said they will load, one round trip a collection."""
    wanted: dict[Collection[Any], set[str]] = defaultdict(set)
    for message in messages:
        if message.event is not None:
            for collection, field in message.reaction.loads.items():
                id_ = str(getattr(message.event.data, field))
                wanted[collection].add(collection.document_id(message.envelope.scope, id_))
    for collection, keys in wanted.items():
        await transaction.preload(collection, keys)
