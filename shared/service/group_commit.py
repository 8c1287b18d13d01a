"""Commands that arrive together are committed together, and each has its effect as if it were alone.

A commit costs the database, the broker and the next service as much for one command as for ten, so what waits
while one transaction runs shares the next: the more load, the less a command costs (docs/adr/0014).
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from pymongo.errors import PyMongoError

from shared.persistence.transaction import NotShared, Transaction
from shared.persistence.transactions import Transactions
from shared.runtime import metrics
from shared.runtime.mongo import is_transient
from shared.service.fair_queue import FairQueue

_COMMANDS: Final = 32
"""As many share a transaction at most."""
_TRANSACTIONS: Final = 16
"""More at a time would only make more of them conflict, and be done again."""
_PAUSE_SECONDS: Final = 0.02
"""Where commands already wait when a transaction ends, the next one begins this long after its beginning."""
_PER_CALLER: Final = 64
"""The most commands of one caller that may wait."""
_PATIENCE_SECONDS: Final = 0.05
"""A transaction that takes longer than this is not waited for: a slow command holds up few others."""

T = TypeVar("T")
Work = Callable[[Transaction], Coroutine[Any, Any, T]]


@dataclass(frozen=True)
class _Failed:
    error: Exception


class _Waiting:
    """A command that waits for its commit.

    Args:
        work: the command.
        answer: gets what it returned or raised, once that is committed.
    """

    def __init__(self, work: Work[Any], answer: "asyncio.Future[Any]") -> None:
        self._work = work
        self._answer = answer
        self._context = copy_context()

    async def attempt(self, transaction: Transaction) -> Any:
        """Run it in the context of its request, so that its logs say whose they are."""
        return await asyncio.get_running_loop().create_task(self._work(transaction), context=self._context)

    def tell(self, outcome: Any) -> None:
        """Answer, if somebody still waits."""
        if self._answer.done():
            return
        if isinstance(outcome, _Failed):
            self._answer.set_exception(outcome.error)
        else:
            self._answer.set_result(outcome)

    def give_up(self) -> None:
        """Cancel the callers that wait for a transaction that was cancelled."""
        self._answer.cancel()


class GroupCommit:
    """Runs commands, those that wait at the same time in one transaction.

    They run one after the other and see each other's changes, which are held in memory until all are done:
    one that fails leaves nothing behind and costs the others nothing. One that needs to send its changes
    before its end, as it queries after it has saved, has a transaction of its own. Where the database refuses
    all of them, each runs again alone. Tenants take turns.

    Args:
        transactions: of the service's database.
    """

    def __init__(self, transactions: Transactions) -> None:
        self.transactions = transactions
        self._waiting: FairQueue[_Waiting] = FairQueue(_PER_CALLER)
        self._turns = asyncio.Semaphore(_TRANSACTIONS)
        self._dispatch: asyncio.Task[None] | None = None

    async def run(self, work: Work[T], *, tenant: str = "", caller: str = "") -> T:
        """Run a command's work; returns what it returned once it is committed, or raises what it raised.

        As in any transaction it may be run again, so it must have no effect outside.

        Raises:
            HTTPException: too many commands of this caller wait already (429).
        """
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put(_Waiting(work, answer), tenant=tenant, caller=caller)
        if self._dispatch is None or self._dispatch.done():
            self._dispatch = asyncio.create_task(self._take_all())
        return await answer

    async def _take_all(self) -> None:
        """Start transactions, one after the other unless one takes long, until nobody waits."""
        while self._waiting:
            await self._turns.acquire()
            began = time.monotonic()
            group = self._waiting.take(_COMMANDS)
            metrics.COMMANDS_TOGETHER.observe(len(group))
            running = asyncio.create_task(self._commit(group))
            running.add_done_callback(lambda _: self._turns.release())
            await asyncio.wait([running], timeout=_PATIENCE_SECONDS)
            if self._waiting:
                await asyncio.sleep(began + _PAUSE_SECONDS - time.monotonic())

    async def _commit(self, group: Sequence[_Waiting]) -> None:
        """Commit a group and answer each."""
        try:
            outcomes = await self.transactions.run(lambda transaction: _attempt_all(transaction, group))
        except Exception as error:  # noqa: BLE001 (raised where a command waits)
            if len(group) > 1 and not is_transient(error):
                await asyncio.gather(*(self._commit([waiting]) for waiting in group))
                return
            outcomes = [_Failed(error)] * len(group)
        except asyncio.CancelledError:
            for waiting in group:
                waiting.give_up()
            raise
        alone = []
        for waiting, outcome in zip(group, outcomes, strict=True):
            if isinstance(outcome, _Failed) and isinstance(outcome.error, NotShared):
                alone.append(self._commit([waiting]))
            else:
                waiting.tell(outcome)
        await asyncio.gather(*alone)


async def _attempt_all(transaction: Transaction, group: Sequence[_Waiting]) -> list[Any]:
    """Return the result or the error of each command of a group.

    Raises:
        Exception: one failed that is alone, or the database did.
    """
    transaction.shared = len(group) > 1
    outcomes: list[Any] = []
    for waiting in group:
        kept = transaction.kept
        try:
            outcomes.append(await waiting.attempt(transaction))
        except Exception as error:
            if len(group) == 1 or isinstance(error, PyMongoError) or transaction.kept != kept:
                raise
            outcomes.append(_Failed(error))
    return outcomes
