"""The consumer: a whole polled batch in one transaction, each event's effect exactly once.

Where events take long a batch is parted into transactions of half a second.
"""

import asyncio
import itertools
import time
from collections import defaultdict
from collections.abc import Sequence

from shared.messaging.incoming import inbox
from shared.messaging.incoming.batch import Batch, decode_batch, preload
from shared.messaging.incoming.fetching import Polled
from shared.messaging.incoming.parking import WAITS_HERE, Parking, ParkingFull
from shared.messaging.incoming.reactor import BatchOutcome, EventFailed, Reactor
from shared.messaging.incoming.records import (
    Message,
    Record,
    Suspicion,
    TooLargeToKeep,
    Unreadable,
    digest,
)
from shared.messaging.incoming.salvage import Skipped
from shared.messaging.incoming.skipped import Trace, count_lately, note, traces
from shared.persistence.transaction import Transaction
from shared.persistence.transactions import Transactions
from shared.runtime import metrics
from shared.runtime.error_reports import describe
from shared.runtime.logging import get_logger
from shared.runtime.mongo import is_transient, is_unfit

log = get_logger(__name__)

_TRANSACTION_SECONDS = 0.5
"""The longest wait of commands for the same aggregates, and of a service that stops."""
_AT_ONCE_LEAST = 50
"""From this many events on, the time of a transaction is a measure of their cost."""
_BURIED_AT_ONCE = 4_000_000
"""The most bytes of dead letters in one transaction: more would exceed the database's time limit."""
_OTHER_CONTENT = "an event of this id has come before, with other content"
_PROBE_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)


class BatchConsumer:
    """Brings a service's reactions the events of Kafka.

    Attributes:
        handled: how many records it is done with.
        waits: the dependency that the current batch waits for, or an empty text.

    Args:
        reactor: calls the reactions; the inbox and the parked events go by its name.
        transactions: of the service's database.
        parking: where failing events wait.
    """

    def __init__(self, reactor: Reactor, transactions: Transactions, parking: Parking) -> None:
        self.name = reactor.name
        self.handled = 0
        self.waits = ""
        self.last_batch = time.monotonic()
        self._at_once = _AT_ONCE_LEAST
        self._reactor = reactor
        self._transactions = transactions
        self._parking = parking

    async def read(self, polled: Polled) -> Batch:
        """Decode a polled batch, giving way to the one in hand between a few records; never fails."""
        return await decode_batch(self._reactor, polled)

    async def process(self, batch: Batch) -> None:
        """Take a batch; returns when each event's effect is committed or the event is parked.

        While the database is unavailable, or too many events are parked, it waits; nothing is lost.
        """
        started = time.monotonic()
        if batch.skipped:
            await self._trace(batch.skipped)
        if batch.unreadable:
            await self._bury(batch.unreadable)
        rest = batch.messages
        while rest:
            first, rest = rest[: self._at_once], rest[self._at_once :]
            await self._take(first)
        self.waits = ""
        self.handled += batch.size
        self.last_batch = time.monotonic()
        metrics.BATCH_SIZE.labels(self.name).observe(batch.size)
        metrics.BATCH_SECONDS.labels(self.name).observe(self.last_batch - started)

    async def skipped_lately(self) -> int:
        """Return how many ranges of offsets were skipped in the last day."""
        return await count_lately(self._transactions.database)

    async def skipped(self, *, limit: int) -> list[Trace]:
        """Return the latest stretches of offsets that were passed over."""
        return await traces(self._transactions.database, self.name, limit=limit)

    async def _take(self, messages: Sequence[Message]) -> None:
        """Take some messages in one transaction, and learn how many it may have for its time."""
        began = time.monotonic()
        await self._settle(messages, {}, look=False)
        if len(messages) >= _AT_ONCE_LEAST:
            each = (time.monotonic() - began) / len(messages)
            self._at_once = max(_AT_ONCE_LEAST, int(_TRANSACTION_SECONDS / each))

    async def _trace(self, skipped: Sequence[Skipped]) -> None:
        """Record the skipped offsets; wait while that can't be written."""
        for attempt in itertools.count():
            try:
                await note(self._transactions.database, self.name, skipped)
            except Exception as error:  # noqa: BLE001 (nothing passes without its trace)
                await self._wait(attempt, error)
            else:
                return

    async def _bury(self, unreadable: Sequence[Unreadable]) -> None:
        """Make records without an envelope dead letters; waits as long as they can't be written."""
        some: list[Unreadable] = []
        size = 0
        for item in unreadable:
            size += item.record.size
            if some and size > _BURIED_AT_ONCE:
                await self._bury_some(some)
                some, size = [], item.record.size
            some.append(item)
        await self._bury_some(some)

    async def _bury_some(self, unreadable: Sequence[Unreadable]) -> None:
        for attempt in itertools.count():
            try:
                await self._transactions.run(lambda tx: self._parking.bury(tx, unreadable))
            except Exception as error:  # noqa: BLE001 (nothing is lost for it)
                if not _cannot_be_kept(error):
                    await self._wait(attempt, error)
                elif len(unreadable) > 1:
                    for item in unreadable:
                        await self._bury_some([item])
                    return
                else:
                    await self._trace([_trace_of(unreadable[0].record, error)])
                    return
            else:
                failed = [(item.record, "", item.fault, True) for item in unreadable]
                suspect = [item for item in unreadable if item.suspicion]
                self._reactor.tell(BatchOutcome(failed=failed, suspect=suspect))
                return

    async def _settle(self, messages: Sequence[Message], faults: dict[str, str], *, look: bool) -> None:
        """Commit a batch, setting aside the events that fail; halves it where nobody knows which did.

        Repetitions are rare, so at first none is looked for: the inbox refuses them, and then, as after any
        other failure, it looks. Where not even setting aside works it waits: a consumer that stands still can
        be seen and helped, a lost event can't.
        """
        if not messages:
            return
        for attempt in itertools.count():
            try:
                await self._parking.check_room()
                outcome = await self._transactions.run(
                    lambda tx, look=look: self._effects(tx, messages, faults, look=look)  # type: ignore[misc]
                )
            except Exception as error:  # noqa: BLE001 (sorted out below)
                if is_transient(error) or isinstance(error, ParkingFull):
                    await self._wait(attempt, error)
                elif not look:
                    look = True
                elif isinstance(error, EventFailed):
                    faults[error.event_id] = error.fault
                elif len(messages) > 1:
                    half = len(messages) // 2
                    await self._settle(messages[:half], faults, look=True)
                    await self._settle(messages[half:], faults, look=True)
                    return
                elif await self._passed_over(messages[0], faults, attempt, error):
                    return
            else:
                self._reactor.tell(outcome)
                return

    async def _passed_over(
        self, message: Message, faults: dict[str, str], attempt: int, error: Exception
    ) -> bool:
        """Handle the failure of a single event: set it aside, or wait; skip it if it can't be kept."""
        if message.envelope.id not in faults and not message.fault:
            faults[message.envelope.id] = describe(error)
        elif _cannot_be_kept(error):
            await self._trace([_trace_of(message.record, error)])
            return True
        else:
            await self._wait(attempt, error)
        return False

    async def _wait(self, attempt: int, error: Exception) -> None:
        self.waits = describe(error)
        pause = _PROBE_SECONDS[min(attempt, len(_PROBE_SECONDS) - 1)]
        log.warning("consumer retrying", consumer=self.name, seconds=pause, error=self.waits)
        await asyncio.sleep(pause)

    async def _effects(
        self, transaction: Transaction, messages: Sequence[Message], faults: dict[str, str], *, look: bool
    ) -> BatchOutcome:
        """Return all effects of a batch, inside its transaction."""
        fresh, suspect = await self._fresh(transaction, messages, look=look)
        outcome = BatchOutcome(repeated=len(messages) - len(fresh) - len(suspect), suspect=suspect)
        if suspect:
            await self._parking.bury(transaction, suspect)
        if not fresh:
            return outcome
        await preload(transaction, fresh)
        keys = sorted({message.envelope.key for message in fresh})
        heads = await self._parking.blocked(transaction.session, keys)
        queued: dict[str, list[Message]] = defaultdict(list)
        for message in fresh:
            key = message.envelope.key
            if key in heads:
                queued[key].append(message)
                continue
            fault = message.fault or faults.get(message.envelope.id)
            fault = fault or await self._reactor.attempt(transaction, message, outcome)
            if fault:
                dead = bool(message.fault)
                heads[key] = self._parking.park(transaction, message, fault, dead=dead)
                transaction.signals.add(WAITS_HERE)
                outcome.failed.append((message.record, message.envelope.type, fault, dead))
            else:
                outcome.handled[message.envelope.type] += 1
        for key, followers in queued.items():
            self._parking.queue(transaction, heads[key], followers)
        inbox.remember(transaction, self.name, {m.envelope.id: digest(m) for m in fresh})
        return outcome

    async def _fresh(
        self, transaction: Transaction, messages: Sequence[Message], *, look: bool
    ) -> tuple[Sequence[Message], list[Unreadable]]:
        """Return the messages whose events are new, each once; query the inbox only if ``look``.

        Return as well those whose id is known but whose content differs.
        """
        by_id = {message.envelope.id: message for message in reversed(messages)}
        known: dict[str, bytes] = {}
        if look:
            known = await inbox.seen(transaction.database, transaction.session, self.name, list(by_id))
        fresh = [m for m in messages if m.envelope.id not in known and by_id[m.envelope.id] is m]
        if len(fresh) == len(messages):
            return fresh, []
        taken = {m.envelope.id: digest(m) for m in fresh} | known
        others = (m for m in messages if taken[m.envelope.id] not in (b"", digest(m)))
        return fresh, [Unreadable(m.record, _OTHER_CONTENT, Suspicion.CONTENT) for m in others]


def _cannot_be_kept(error: Exception) -> bool:
    return isinstance(error, TooLargeToKeep) or is_unfit(error)


def _trace_of(record: Record, error: Exception) -> Skipped:
    detail = f"{type(error).__name__}, {record.size} bytes"
    return Skipped(record.topic, record.partition, record.offset, record.offset, "can't be kept", detail)
