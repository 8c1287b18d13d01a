"""The worker that measures the effect of completed programmes, one after the other.

Nobody's fate leaves this service: the people of a study are counted page by page, and one comparison over all
participants is published. The claim on the study decides which replica works on it.
"""

import asyncio
import contextlib
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from services.enrollment.commands import effects as commands
from services.enrollment.domain.effect.observation import Cells
from services.enrollment.domain.effect.strata import Stratum, choose_strata
from services.enrollment.domain.effect.study import EffectStudy
from services.enrollment.queries.effects import observed_after
from services.enrollment.store import EFFECT_STUDIES
from shared.contracts.enrollment import Comparison, MeasuredOutcome, Outcome
from shared.kernel import Scope
from shared.runtime.caller import Caller, CallerRole
from shared.runtime.logging import bound, get_logger
from shared.runtime.mongo import INFRASTRUCTURE_ERRORS
from shared.service import AskedProcess, GroupCommit, Runner, Unanswered, WorkContext

log = get_logger(__name__)

LOOK_SECONDS: Final = 5.0
"""How often a worker looks for studies that nobody carries out."""
LEASE: Final = timedelta(minutes=5)
"""Several times what the largest organisation takes."""
_PATIENCE_SECONDS: Final = 60.0
_MOST: Final = 100


async def measure_effects(context: WorkContext) -> None:
    """Work until cancelled."""
    await EffectWorker(context).run()


class EffectWorker:
    """One replica's worker."""

    def __init__(self, context: WorkContext) -> None:
        self._owner = uuid.uuid4().hex
        self._context = context
        self._signal = context.transactions.signal(commands.SIGNAL)
        self._rows = context.transactions.database[EFFECT_STUDIES.name]
        self._process = AskedProcess("services.enrollment.jobs.effect_process", _PATIENCE_SECONDS)

    async def run(self) -> None:
        """Carry out the studies that wait, at each signal and periodically, until cancelled."""
        try:
            while True:
                self._signal.clear()
                with contextlib.suppress(*INFRASTRUCTURE_ERRORS):
                    await self._carry_out_all()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._signal.wait(), LOOK_SECONDS)
        finally:
            await self._process.close()

    async def _carry_out_all(self) -> None:
        at = datetime.now(UTC)
        free = {"outcomes": None, "$or": [{"claimed_until": None}, {"claimed_until": {"$lt": at}}]}
        waiting = self._rows.find(free, ["tenant", "programme"]).sort("saved_at", 1).limit(_MOST)
        for row in [row async for row in waiting]:
            scope = Scope(tenant=row["tenant"], programme=row["programme"])
            with bound(tenant=scope.tenant, programme=scope.programme):
                await self._carry_out(scope)

    async def _carry_out(self, scope: Scope) -> None:
        caller = Caller(sub="effect-worker", tenant=scope.tenant, roles=frozenset({CallerRole.SERVICE}))
        run = Runner(
            GroupCommit(self._context.transactions),
            self._context.clock,
            correlation_id=uuid.uuid4().hex,
            idempotency_key=None,
            traceparent="",
        )
        at, id_ = datetime.now(UTC), scope.programme
        study = await run.command(caller, id_, commands.claim, id_, self._owner, at, at + LEASE)
        if study is None:
            return
        try:
            outcomes = await self._compare(await _count(run, caller, study))
        except Unanswered as error:
            log.warning("effect could not be measured, retrying later", error=str(error))
            return
        await run.command(caller, id_, commands.conclude, id_, outcomes)
        log.info("effect measured", measured=sum(1 for each in outcomes if each.comparison))

    async def _compare(self, cells: Cells) -> list[MeasuredOutcome]:
        strata = choose_strata(cells)
        return [
            MeasuredOutcome(outcome=outcome, comparison=await self._ask(strata[outcome]) if strata else None)
            for outcome in Outcome
        ]

    async def _ask(self, strata: Sequence[Stratum]) -> Comparison | None:
        """Have one outcome compared.

        Raises:
            Unanswered: the process failed.
        """
        answer = await self._process.ask({"strata": strata})
        if "error" in answer:
            raise Unanswered(answer["error"])
        return answer["comparison"] and Comparison.model_validate(answer["comparison"])


async def _count(run: Runner, caller: Caller, study: EffectStudy) -> Cells:
    """Count the people of a study, page by page; a page sees what holds while it is read."""
    cells, after, more = Cells(), "", True
    while more:
        observed, after = await run.read(caller, study.programme, observed_after, study, after)
        cells.count(observed)
        more = bool(after)
    return cells
