"""One round in a worker's hands."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Concatenate, Final, ParamSpec, TypeVar

from services.matching.commands.rounds import round_claims, round_steps
from services.matching.domain.rounds.claim import Claim, ClaimLost
from services.matching.domain.rounds.parts import Progress
from services.matching.domain.rounds.round import Round
from services.matching.jobs.protocol import Computed, Job
from services.matching.jobs.round.client import Refused, RoundClient
from shared.contracts.matching import RoundCause
from shared.kernel import NotFound, Scope
from shared.messaging import UnitOfWork
from shared.runtime.caller import Caller, CallerRole
from shared.runtime.logging import bound, get_logger
from shared.runtime.mongo import INFRASTRUCTURE_ERRORS
from shared.service import GroupCommit, Runner, WorkContext

log = get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

LEASE_SECONDS: Final = 10.0
"""A worker that is gone is replaced after this."""
BEAT_SECONDS: Final = 1.0
"""How often the claim on a computation is renewed and its progress published."""
AGAIN_SECONDS: Final = 2.0
"""The pause after a failure that may pass."""


class Task:
    """One round in a worker's hands."""

    def __init__(
        self, context: WorkContext, client: RoundClient, owner: str, scope: Scope, round_id: str
    ) -> None:
        self._settings = context.settings
        self._client = client
        self._owner = owner
        self._scope = scope
        self._round_id = round_id
        self._caller = Caller(sub="round-worker", tenant=scope.tenant, roles=frozenset({CallerRole.SERVICE}))
        self._runner = Runner(
            GroupCommit(context.transactions),
            context.clock,
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
        scope = self._scope
        with bound(tenant=scope.tenant, programme=scope.programme, correlation_id=self._round_id):
            await self._run()

    async def _run(self) -> None:
        round_ = await self._do(round_claims.claim, self._owner, now(), _later())
        mine = round_.claim
        if mine is None:
            return
        log.info("round claimed", round=self._round_id, state=round_.state, claim=mine.token)
        try:
            while round_.claim:
                round_ = await self._go_on(round_, mine)
            log.info("round finished", round=self._round_id, state=round_.state)
        except ClaimLost:
            log.info("round claimed by another worker", round=self._round_id)
        except asyncio.CancelledError:
            await self._release(mine, now())
            raise
        except Exception as error:
            log.warning("round postponed", round=self._round_id, exc_info=error)
            await self._release(mine, _later(AGAIN_SECONDS))

    async def _go_on(self, round_: Round, mine: Claim) -> Round:
        if step := round_steps.STEPS.get(round_.state):
            return await self._do(step, mine, _later())
        if round_.cancellation and not round_.cancellation.keep:
            return await self._do(round_steps.cancelled, mine)
        try:
            return await self._compute(round_, mine)
        except Refused as refused:
            if refused.trace:
                log.warning("round can't be computed", round=self._round_id, trace=refused.trace)
            return await self._do(round_steps.fail, mine, refused.reason)

    async def _compute(self, round_: Round, mine: Claim) -> Round:
        """Have the round computed, and publish its progress meanwhile."""
        computation = asyncio.create_task(self._client.compute(self._job(round_, mine), self._note))
        valid_until = time.monotonic() + LEASE_SECONDS
        try:
            while not (await asyncio.wait({computation}, timeout=BEAT_SECONDS))[0]:
                started = time.monotonic()
                try:
                    round_ = await self._do(round_claims.beat, mine, _later(), self._latest)
                    valid_until = started + LEASE_SECONDS
                except INFRASTRUCTURE_ERRORS:
                    if time.monotonic() > valid_until:  # by now it may be another's
                        raise
                if round_.cancellation and not round_.cancellation.keep:
                    return await self._do(round_steps.cancelled, mine)
                if round_.cancellation:
                    self._client.stop_early()
            computed = await computation
        finally:
            if not computation.done():
                self._client.kill()
                computation.cancel()
                await asyncio.gather(computation, return_exceptions=True)
        return await self._finish(mine, computed)

    async def _finish(self, mine: Claim, computed: Computed) -> Round:
        await self._do(round_claims.beat, mine, _later(), self._latest)
        return await self._do(round_steps.finish_computing, mine, computed.figures, computed.terms)

    def _job(self, round_: Round, mine: Claim) -> Job:
        return Job(
            mongo_uri=self._settings.mongo_uri.get_secret_value(),
            mongo_database=self._settings.mongo_database,
            scope=self._scope,
            round_id=round_.id,
            token=mine.token,
            requested_at=round_.requested_at,
            options=round_.options,
            without=round_.without,
            free_before=None if round_.cause is RoundCause.COORDINATOR else round_.requested_at,
            what_if=round_.what_if,
            adjustment=round_.adjustment,
        )

    def _note(self, progress: Progress) -> None:
        self._latest = progress

    async def _release(self, mine: Claim, until: datetime) -> None:
        """Let others take the round; where that fails the claim runs out."""
        with contextlib.suppress(ClaimLost, NotFound, *INFRASTRUCTURE_ERRORS):
            await self._do(round_claims.release, mine, until)

    async def _do(
        self, step: Callable[Concatenate[UnitOfWork, str, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a step in a transaction of its own."""
        return await self._runner.command(
            self._caller, self._scope.programme, step, self._round_id, *args, **kwargs
        )


def now() -> datetime:
    """Return the machine's time: claims are about who is alive."""
    return datetime.now(UTC)


def _later(seconds: float = LEASE_SECONDS) -> datetime:
    return now() + timedelta(seconds=seconds)
