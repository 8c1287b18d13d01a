"""The worker of a replica that ends everything open in programmes that are over.

One replica ends a programme, several batches at a time, each in a transaction of its own. A pairing that has
ended does not end again, so the replica that takes over where another one died goes on with the rest.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Concatenate, Final, ParamSpec, TypeVar

from services.matching.commands import programme_end as commands
from services.matching.commands.programme_end import KINDS, EndingKind
from services.matching.store import PROGRAMMES
from shared.contracts.matching import PairingEndReason
from shared.kernel import Scope
from shared.messaging import UnitOfWork
from shared.runtime.caller import Caller, CallerRole
from shared.runtime.logging import bound, get_logger
from shared.runtime.mongo import INFRASTRUCTURE_ERRORS
from shared.service import GroupCommit, Runner, WorkContext

log = get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

BATCH: Final = 100
"""The number of pairings, proposals or shortlists that end in one transaction."""
LANES: Final = 6
"""The number of transactions at a time: while one waits for the database, the next one is computed."""
LOOK_SECONDS: Final = 2.0
"""How often a worker looks for what nobody ends."""
LEASE_SECONDS: Final = 10.0
"""A replica that is gone is replaced after this."""
_BEAT_SECONDS: Final = LEASE_SECONDS / 4
_AGAIN_SECONDS: Final = 2.0
"""A worker that is saving or publishing a round is given this long."""
_MOST: Final = 100


async def end_programmes(context: WorkContext) -> None:
    """Work until cancelled: one programme after the other, at each signal and periodically."""
    signal = context.transactions.signal(commands.SIGNAL)
    rows = context.transactions.database[PROGRAMMES.name]
    while True:
        signal.clear()
        with contextlib.suppress(*INFRASTRUCTURE_ERRORS), context.in_hand.one():
            free = [{"ending.held_until": None}, {"ending.held_until": {"$lt": _now()}}]
            waiting = rows.find({"ending": {"$type": "object"}, "$or": free}, ["tenant", "programme"])
            for row in [row async for row in waiting.limit(_MOST)]:
                await _Ending(context, Scope(tenant=row["tenant"], programme=row["programme"])).run()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(signal.wait(), LOOK_SECONDS)


class _Ending:
    """The end of one programme: of everything open in it."""

    def __init__(self, context: WorkContext, scope: Scope) -> None:
        self._context = context
        self._scope = scope
        self._caller = Caller(sub="end-worker", tenant=scope.tenant, roles=frozenset({CallerRole.SERVICE}))

    async def run(self) -> None:
        """End everything, unless another replica does."""
        with bound(tenant=self._scope.tenant, programme=self._scope.programme):
            reason = await self._do(commands.take, _now(), _later())
            if reason:
                async with self._kept():
                    await self._end_all(reason)

    async def _end_all(self, reason: PairingEndReason) -> None:
        while True:
            for kind in KINDS:
                await self._end_kind(kind, reason)
            if await self._do(commands.finish):
                log.info("programme ended, all open items closed")
                return
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _end_kind(self, kind: EndingKind, reason: PairingEndReason) -> None:
        """End all of a kind, several batches at a time."""
        room = asyncio.Semaphore(LANES)
        async with asyncio.TaskGroup() as group:
            async for ids in self._open(kind):
                await room.acquire()
                ending = group.create_task(self._do(kind.end, ids, reason))
                ending.add_done_callback(lambda _: room.release())

    async def _open(self, kind: EndingKind) -> AsyncIterator[list[str]]:
        """Yield the ids of all that has not ended, a batch at a time."""
        own = {"tenant": self._scope.tenant, "programme": self._scope.programme}
        rows = self._context.transactions.database[kind.collection.name]
        ids: list[str] = []
        async for row in rows.find({**own, **kind.open}, ["id"]).sort("id", 1):
            ids.append(row["id"])
            if len(ids) == BATCH:
                yield ids
                ids = []
        if ids:
            yield ids

    @asynccontextmanager
    async def _kept(self) -> AsyncIterator[None]:
        """Keep the claim until the block ends; if it ends early, another replica may continue at once."""
        beat = asyncio.create_task(self._beat())
        try:
            yield
        except asyncio.CancelledError:
            await self._do(commands.keep, _now())
            raise
        finally:
            beat.cancel()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            with contextlib.suppress(*INFRASTRUCTURE_ERRORS):
                await self._do(commands.keep, _later())

    async def _do(
        self, command: Callable[Concatenate[UnitOfWork, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a command in a transaction of its own, which no other one shares."""
        runner = Runner(
            GroupCommit(self._context.transactions),
            self._context.clock,
            correlation_id=self._scope.programme,
            idempotency_key=None,
            traceparent="",
        )
        return await runner.command(self._caller, self._scope.programme, command, *args, **kwargs)


def _now() -> datetime:
    """Return the machine's time: it is about who is alive."""
    return datetime.now(UTC)


def _later() -> datetime:
    return _now() + timedelta(seconds=LEASE_SECONDS)
