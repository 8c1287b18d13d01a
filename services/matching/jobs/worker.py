"""The worker of a replica: takes rounds that wait, and brings each to its end.

The signal is set when a round is requested on a partition of this replica, so rounds of several programmes
spread over the replicas; the claim on the round decides. A periodic query finds rounds that nobody holds,
since their signal was lost or their replica died.
"""

import asyncio
import contextlib
import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from services.matching.commands.rounds.requests import SIGNAL
from services.matching.domain.rounds.round import BUSY_STATES, RoundState
from services.matching.jobs.round.client import RoundClient
from services.matching.jobs.round.task import Task, now
from services.matching.store import ROUNDS, TURNS
from shared.kernel import Conflict, NotFound, Scope
from shared.runtime.logging import get_logger
from shared.runtime.mongo import INFRASTRUCTURE_ERRORS, Document
from shared.service import WorkContext

log = get_logger(__name__)

LOOK_SECONDS: Final = 2.0
"""How often a worker looks for rounds that nobody holds."""
PATIENCE_SECONDS: Final = 3.0
"""How long a round waits for the worker that was notified before any other takes it."""
_MOST_SHORT: Final = 100
"""The most rounds that are read at once to be saved, approved or cleared."""
_NAMED: Final = ["tenant", "programme", "id"]
_COMPUTED: Final = (RoundState.REQUESTED, RoundState.COMPUTING)


async def run_worker(context: WorkContext) -> None:
    """Work until cancelled."""
    await Worker(context).run()


class Worker:
    """One replica's worker: one computation at a time, beside any number of rounds being saved or approved.

    Tenants take turns, and have one round computed at a time by all replicas together.

    Args:
        context: the service.
    """

    def __init__(self, context: WorkContext) -> None:
        self.owner = uuid.uuid4().hex
        self._context = context
        self._signal = context.transactions.signal(SIGNAL)
        self._rows = context.transactions.database[ROUNDS.name]
        self._client = RoundClient()
        self._tasks: dict[tuple[Scope, str], asyncio.Task[None]] = {}
        self._computing: tuple[Scope, str] | None = None

    async def run(self) -> None:
        """Take waiting rounds, at each signal and periodically, until cancelled; then release them."""
        patient = False
        try:
            while True:
                self._signal.clear()
                with contextlib.suppress(*INFRASTRUCTURE_ERRORS):  # rounds in progress continue
                    await self._take(patient=patient)
                try:
                    await asyncio.wait_for(self._signal.wait(), LOOK_SECONDS)
                    patient = False
                except TimeoutError:
                    patient = True
        finally:
            tasks = list(self._tasks.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._client.close()

    async def _take(self, *, patient: bool) -> None:
        """Begin every round that nobody holds."""
        at = now()
        free: dict[str, Any] = {"$or": [{"claim": None}, {"claim.until": {"$lt": at}}]}
        if patient:
            free["saved_at"] = {"$lt": at - timedelta(seconds=PATIENCE_SECONDS)}
        short = {"state": {"$in": [state for state in BUSY_STATES if state not in _COMPUTED]}, **free}
        async for row in self._rows.find(short, _NAMED).sort("saved_at", 1).limit(_MOST_SHORT):
            self._begin(row)
        if self._computing is None and (row := await self._next(free, at)):
            self._computing = self._begin(row)

    def _begin(self, row: Document) -> tuple[Scope, str]:
        key = (Scope(tenant=row["tenant"], programme=row["programme"]), row["id"])
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._work(*key))
        return key

    async def _next(self, free: dict[str, Any], at: datetime) -> Document | None:
        """Return the round to compute next: the oldest of the tenant whose last turn is longest ago.

        A programme has one round at a time, so the programmes of a tenant take turns, too.
        """
        busy = await self._rows.distinct(
            "tenant", {"state": RoundState.COMPUTING, "claim.until": {"$gt": at}}
        )
        first = {name: {"$first": f"${name}"} for name in (*_NAMED, "saved_at")}
        stages: list[Document] = [
            {"$match": {"state": {"$in": list(_COMPUTED)}, "tenant": {"$nin": busy}, **free}},
            {"$sort": {"saved_at": 1}},
            {"$group": {"_id": "$tenant", **first}},
            {"$lookup": {"from": TURNS.name, "localField": "_id", "foreignField": "tenant", "as": "turn"}},
            {"$sort": {"turn.at": 1, "saved_at": 1}},
            {"$limit": 1},
        ]
        rows = [row async for row in self._rows.aggregate(stages)]
        return rows[0] if rows else None

    async def _work(self, scope: Scope, round_id: str) -> None:
        """Carry a round to its end, unless another worker holds it."""
        try:
            with contextlib.suppress(Conflict, NotFound):
                await Task(self._context, self._client, self.owner, scope, round_id).run()
        except INFRASTRUCTURE_ERRORS as error:
            log.warning("round waits for the database", round=round_id, error=type(error).__name__)
        finally:
            del self._tasks[scope, round_id]
            if self._computing == (scope, round_id):
                self._computing = None
            self._signal.set()  # another may wait for the computing process; this one, to be computed again
