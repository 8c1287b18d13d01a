"""The worker of a replica: takes rounds that wait, and brings each to its end.

The bell rings when a round is requested on a partition of this replica, so that rounds of several programmes
spread over the replicas; the truth is the claim on the round. What nobody holds (its bell was lost, its
replica died) is found by looking now and then.
"""

import asyncio
import contextlib
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from services.matching.commands import work
from services.matching.commands.rounds import BELL
from services.matching.domain.claim import Claim, ClaimLost
from services.matching.domain.round import BUSY_STATES, Progress, Round, RoundState
from services.matching.jobs.calculator import Calculator, Refused
from services.matching.jobs.lines import Computed, Job
from services.matching.store import ROUNDS
from shared.kernel import Conflict, NotFound, Scope
from shared.messaging.unit_of_work import UnitOfWork
from shared.runtime.auth import Caller, CallerRole
from shared.runtime.logging import get_logger
from shared.runtime.mongo import INFRASTRUCTURE_ERRORS
from shared.service.background import Backstage
from shared.service.commands import Runner

log = get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

LEASE_SECONDS: Final = 10.0
"""A worker that is gone is replaced after this."""
BEAT_SECONDS: Final = 1.0
"""How often a computation's claim is renewed and its progress told."""
LOOK_SECONDS: Final = 2.0
"""How often a worker looks for rounds that nobody holds."""
PATIENCE_SECONDS: Final = 3.0
"""How long a round waits for the worker whose bell rang before any other takes it."""
AGAIN_SECONDS: Final = 2.0
"""The pause after a failure that may pass."""
_COMPUTED: Final = (RoundState.REQUESTED, RoundState.COMPUTING)


async def run_worker(backstage: Backstage) -> None:
    """Work until cancelled."""
    await Worker(backstage).run()


class Worker:
    """One replica's worker: one computation at a time, beside any number of rounds being saved or approved.

    Args:
        backstage: the service.
    """

    def __init__(self, backstage: Backstage) -> None:
        self.owner = uuid.uuid4().hex
        self._backstage = backstage
        self._bell = backstage.transactions.bell(BELL)
        self._rows = backstage.transactions.database[ROUNDS.name]
        self._calculator = Calculator()
        self._tasks: dict[tuple[Scope, str], asyncio.Task[None]] = {}
        self._computing: tuple[Scope, str] | None = None

    async def run(self) -> None:
        """Take what waits, at each bell and now and then, until cancelled; then give back what is in hand."""
        patient = False
        try:
            while True:
                self._bell.clear()
                await self._take(patient=patient)
                try:
                    await asyncio.wait_for(self._bell.wait(), LOOK_SECONDS)
                    patient = False
                except TimeoutError:
                    patient = True
        finally:
            tasks = list(self._tasks.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._calculator.close()

    async def _take(self, *, patient: bool) -> None:
        """Begin with every round that nobody holds."""
        now = _now()
        free: dict[str, Any] = {
            "state": {"$in": list(BUSY_STATES)},
            "$or": [{"claim": None}, {"claim.until": {"$lt": now}}],
        }
        if patient:
            free["saved_at"] = {"$lt": now - timedelta(seconds=PATIENCE_SECONDS)}
        rows = self._rows.find(free, ["tenant", "programme", "id", "state"]).sort("saved_at", 1).limit(100)
        async for row in rows:
            found = (Scope(tenant=row["tenant"], programme=row["programme"]), row["id"])
            if found in self._tasks:
                continue
            if row["state"] in _COMPUTED:
                if self._computing:
                    continue
                self._computing = found
            self._tasks[found] = asyncio.create_task(self._work(*found))

    async def _work(self, scope: Scope, round_id: str) -> None:
        """Do all there is to do for a round, unless another worker has it."""
        try:
            with contextlib.suppress(Conflict, NotFound):
                await _Task(self._backstage, self._calculator, self.owner, scope, round_id).run()
        except INFRASTRUCTURE_ERRORS as error:
            log.warning("round waits for the database", round=round_id, error=type(error).__name__)
        finally:
            del self._tasks[scope, round_id]
            if self._computing == (scope, round_id):
                self._computing = None
                self._bell.set()  # another may wait for the computing process


class _Task:
    """One round in a worker's hands."""

    def __init__(
        self, backstage: Backstage, calculator: Calculator, owner: str, scope: Scope, round_id: str
    ) -> None:
        self._settings = backstage.settings
        self._calculator = calculator
        self._owner = owner
        self._scope = scope
        self._round_id = round_id
        self._caller = Caller(sub="round-worker", tenant=scope.tenant, roles=frozenset({CallerRole.SERVICE}))
        self._runner = Runner(
            backstage.transactions,
            backstage.clock,
            correlation_id=round_id,
            idempotency_key=None,
            traceparent="",
        )
        self._latest: Progress | None = None

    async def run(self) -> None:
        """Claim the round and go on until it needs nobody any more.

        Raises:
            Conflict: another worker has it.
        """
        round_ = await self._do(work.claim, self._owner, _now(), _later())
        mine = round_.claim
        if mine is None:
            return
        log.info("round taken", round=self._round_id, state=round_.state, claim=mine.token)
        try:
            while round_.claim:
                round_ = await self._go_on(round_, mine)
            log.info("round done", round=self._round_id, state=round_.state)
        except ClaimLost:
            log.info("round taken over by another worker", round=self._round_id)
        except asyncio.CancelledError:
            await self._release(mine, _now())
            raise
        except Exception as error:  # noqa: BLE001 (whatever it is, it is tried again, a few times)
            log.warning("round has to wait", round=self._round_id, error=f"{type(error).__name__}: {error}")
            await self._release(mine, _later(AGAIN_SECONDS))

    async def _go_on(self, round_: Round, mine: Claim) -> Round:
        if step := work.STEPS.get(round_.state):
            return await self._do(step, mine, _later())
        if round_.cancellation and not round_.cancellation.keep:
            return await self._do(work.cancelled, mine)
        try:
            return await self._compute(round_, mine)
        except Refused as refused:
            return await self._do(work.fail, mine, str(refused))

    async def _compute(self, round_: Round, mine: Claim) -> Round:
        """Have it computed, telling its progress meanwhile."""
        computation = asyncio.create_task(self._calculator.compute(self._job(round_, mine), self._note))
        valid_until = time.monotonic() + LEASE_SECONDS
        try:
            while not (await asyncio.wait({computation}, timeout=BEAT_SECONDS))[0]:
                started = time.monotonic()
                try:
                    round_ = await self._do(work.beat, mine, _later(), self._latest)
                    valid_until = started + LEASE_SECONDS
                except INFRASTRUCTURE_ERRORS:
                    if time.monotonic() > valid_until:  # by now it may be another's
                        raise
                if round_.cancellation and not round_.cancellation.keep:
                    return await self._do(work.cancelled, mine)
                if round_.cancellation:
                    self._calculator.stop_early()
            computed = await computation
        finally:
            if not computation.done():
                self._calculator.kill()
                computation.cancel()
                await asyncio.gather(computation, return_exceptions=True)
        return await self._finish(mine, computed)

    async def _finish(self, mine: Claim, computed: Computed) -> Round:
        await self._do(work.beat, mine, _later(), self._latest)
        return await self._do(work.finish_computing, mine, computed.figures, computed.terms)

    def _job(self, round_: Round, mine: Claim) -> Job:
        return Job(
            mongo_uri=self._settings.mongo_uri,
            mongo_database=self._settings.mongo_database,
            scope=self._scope,
            round_id=round_.id,
            token=mine.token,
            requested_at=round_.requested_at,
            options=round_.options,
        )

    def _note(self, progress: Progress) -> None:
        self._latest = progress

    async def _release(self, mine: Claim, until: datetime) -> None:
        """Let others take the round; where that fails the claim runs out."""
        with contextlib.suppress(ClaimLost, NotFound, *INFRASTRUCTURE_ERRORS):
            await self._do(work.release, mine, until)

    async def _do(
        self, step: Callable[Concatenate[UnitOfWork, str, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a step in a transaction of its own."""
        return await self._runner.command(
            self._caller, self._scope.programme, step, self._round_id, *args, **kwargs
        )


def _now() -> datetime:
    return datetime.now(UTC)


def _later(seconds: float = LEASE_SECONDS) -> datetime:
    return _now() + timedelta(seconds=seconds)
