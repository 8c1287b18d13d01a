"""Run work in transactions of a service's database, again after a conflict."""

import asyncio
import itertools
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final, TypeVar

from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.persistence.transaction import EVENT_BYTES, Transaction
from shared.runtime.mongo import Client, Database, Document, Session, session_of, write_and_commit

_GIVE_UP_SECONDS: Final = 30.0
"""Conflicts are tried again for this long."""

T = TypeVar("T")


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
                    # The wait is random, so that several transactions at one document do not meet again.
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
        """Return one try: the result, and the transaction that is done.

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
