"""Parked events are tried again when their wait is over."""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime

from shared.messaging.incoming.parking import Parking
from shared.messaging.incoming.reactor import BatchOutcome, EventFailed, Reactor
from shared.messaging.incoming.records import Ignored, Message, Record
from shared.persistence.transaction import Transaction
from shared.persistence.transactions import Transactions
from shared.runtime.error_reports import describe
from shared.runtime.logging import get_logger
from shared.runtime.mongo import Document, is_transient

log = get_logger(__name__)

_AT_ONCE = 100
_LEAST_SECONDS = 0.1
"""Events that are due in quick succession are tried together."""
_IDLE_SECONDS = 1.0
"""How often to look while nothing is due: only another replica or an operator can have left something."""


class Retries:
    """Tries the parked events of one consumer again.

    Args:
        reactor: calls the reactions.
        transactions: of the service's database.
        parking: where the events wait.
        signal: set when a transaction of this process has left something to try again.
    """

    def __init__(
        self,
        reactor: Reactor,
        transactions: Transactions,
        parking: Parking,
        signal: asyncio.Event,
    ) -> None:
        self._reactor = reactor
        self._transactions = transactions
        self._parking = parking
        self._signal = signal
        self._stopping = asyncio.Event()
        self._pause_seconds = _IDLE_SECONDS

    async def run(self) -> None:
        """Look and try until stopped; trouble with the database is waited out."""
        while not self._stopping.is_set():
            try:
                tried = await self._round()
            except Exception as error:  # noqa: BLE001 (the rows are still there)
                log.warning("parked events could not be handled, retrying", error=describe(error))
                tried = False
                await asyncio.sleep(1)
            if not tried:
                await self._pause()

    def stop(self) -> None:
        """End after the event in progress."""
        self._stopping.set()
        self._signal.set()

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._signal.wait(), self._pause_seconds)

    async def _round(self) -> bool:
        self._signal.clear()
        next_due = await self._parking.next_due()
        self._pause_seconds = _seconds_until(next_due) if next_due else _IDLE_SECONDS
        if next_due is None or next_due > datetime.now(UTC):
            return False
        heads = await self._parking.due(_AT_ONCE)
        if heads:
            await self.retry(heads)
        return bool(heads)

    async def retry(self, heads: Sequence[Document]) -> None:
        """Try parked events again together; each has its effect and leaves the queue in one transaction."""
        try:
            outcome = await self._transactions.run(lambda tx: self._try_again(tx, heads))
        except Exception as error:
            if is_transient(error):
                raise
            if len(heads) > 1:
                for head in heads:
                    await self.retry([head])
                return
            fault = error.fault if isinstance(error, EventFailed) else describe(error)
            outcome = await self._transactions.run(lambda tx: self._fail_alone(tx, heads, fault))
        self._reactor.tell(outcome)

    async def _try_again(self, transaction: Transaction, heads: Sequence[Document]) -> BatchOutcome:
        outcome = BatchOutcome()
        done: list[Document] = []
        failures: list[tuple[Document, str]] = []
        for head in await self._parking.claim(transaction.session, heads):
            message = self._reactor.read_stored(head["record"])
            fault = "" if isinstance(message, Ignored) else message.fault
            if isinstance(message, Message) and not fault:
                fault = await self._reactor.attempt(transaction, message, outcome)
            if fault:
                failures.append((head, fault))
            else:
                done.append(head)
                outcome.handled[head["type"]] += not isinstance(message, Ignored)
        await self._parking.finish(transaction.session, done)
        await self._note_failures(transaction, failures, outcome)
        return outcome

    async def _fail_alone(
        self, transaction: Transaction, heads: Sequence[Document], fault: str
    ) -> BatchOutcome:
        """Note a failure that took its own transaction with it."""
        claimed = await self._parking.claim(transaction.session, heads)
        outcome = BatchOutcome()
        await self._note_failures(transaction, [(head, fault) for head in claimed], outcome)
        return outcome

    async def _note_failures(
        self, transaction: Transaction, failures: Sequence[tuple[Document, str]], outcome: BatchOutcome
    ) -> None:
        dead = await self._parking.fail(transaction, failures)
        outcome.failed += [
            (Record.from_document(head["record"]), head["type"], fault, head in dead)
            for head, fault in failures
        ]


def _seconds_until(due: datetime) -> float:
    seconds = (due - datetime.now(UTC)).total_seconds()
    return min(max(seconds, _LEAST_SECONDS), _IDLE_SECONDS)
