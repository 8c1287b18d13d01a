"""A release of the answers of many pairings, by feedback as a process of its own and with pandas."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import psutil

from benchmarks.feedback.answers import ANSWERS_OF_PERSON, check_ins, programme_with_answers
from benchmarks.feedback.plain_release import Plain, plain_release
from benchmarks.feedback.visitors import Visitors
from benchmarks.pages.people import PROGRAMME, SCOPE
from benchmarks.pages.stored import Store
from devstack.services import ServiceRunner
from devstack.stack import Addresses
from services.feedback.app import SERVICE
from services.feedback.domain.release.schedule import Schedule
from services.feedback.store import COLLECTIONS, PENDING, SCHEDULES
from shared.contracts.feedback import FiguresDue
from shared.messaging import UnitOfWork
from shared.persistence.collection import create_indexes
from shared.persistence.transaction import Transaction
from shared.persistence.transactions import Transactions
from shared.runtime.mongo import Database, connect, database

_MIB: Final = 2**20
_LOOK_SECONDS: Final = 0.05
_PATIENCE_SECONDS: Final = 600.0


@dataclass(frozen=True)
class Released:
    """The outcome of a run.

    Attributes:
        answers: that were released.
        seconds: from the timer to the released figures.
        plain_seconds: the same with pandas, its libraries loaded before.
        deleting_seconds: from the figures to the deletion of the last answer that is in them.
        growth: of the service's memory in MiB, from before the closing to its peak.
        visits: requests meanwhile.
        p95: of their milliseconds.
        slowest: of these.
        refused: requests that had no good answer, by status.
        apart: figures that are not those of pandas, beyond what the blur explains.
        left: answers that are in figures and were not deleted.
    """

    answers: int
    seconds: float
    plain_seconds: float
    deleting_seconds: float
    growth: float
    visits: int
    p95: float
    slowest: float
    refused: dict[int, int]
    apart: int
    left: int


async def measure_release(root: Path, addresses: Addresses, *, pairings: int, visitors: int) -> Released:
    """Release the answers of a programme in both ways, in one run."""
    prefix = f"bench{time.time_ns():x}"
    topics = {"MENTORING_TOPIC_PREFIX": f"{prefix}.", "MENTORING_TOPIC_PARTITIONS": "2"}
    runner = ServiceRunner(root, addresses, database_prefix=prefix, tie_to_parent=True, extra_env=topics)
    now, client = datetime.now(UTC), connect(addresses.mongo_uri)
    store = Store(addresses.mongo_uri, prefix, now)
    own = database(client, f"{prefix}_{SERVICE.name}")
    try:
        await create_indexes(own, COLLECTIONS)
        await asyncio.to_thread(store.put, programme_with_answers(pairings, now))
        store.put(check_ins(visitors, now))
        # People answer over weeks: what was stored just now is on disk before anything is measured.
        await client.admin.command("fsync")
        began = time.perf_counter()
        plain, rate = await asyncio.to_thread(plain_release, addresses.mongo_uri, own.name)
        plain_seconds = time.perf_counter() - began
        await asyncio.to_thread(runner.start, SERVICE.name)
        run = _Run(own, runner, Visitors(runner, visitors))
        await run.release(Transactions(SERVICE.name, client, own, lambda _: None))
        return Released(
            answers=2 * pairings * ANSWERS_OF_PERSON,
            seconds=run.seconds,
            plain_seconds=plain_seconds,
            deleting_seconds=run.deleting_seconds,
            growth=(max(run.memory) - run.memory[0]) / _MIB,
            visits=len(run.visitors.seconds),
            p95=1000 * float(np.quantile(run.visitors.seconds, 0.95)),
            slowest=1000 * max(run.visitors.seconds),
            refused=dict(run.visitors.refused),
            apart=_apart(run.schedule, plain, rate),
            left=await own[PENDING.name].count_documents({"batch": 0}),
        )
    finally:
        await asyncio.to_thread(runner.stop_all)
        client.close()
        store.drop([SERVICE.name])


class _Run:
    """One release: its times, the service's memory, and those who come meanwhile."""

    def __init__(self, own: Database, runner: ServiceRunner, visitors: Visitors) -> None:
        self.visitors = visitors
        self.memory: list[int] = []
        self.seconds = self.deleting_seconds = 0.0
        self._own = own
        self._process = psutil.Process(runner.pid(SERVICE.name))

    async def release(self, transactions: Transactions) -> None:
        """Set the timer, and wait until all is released and deleted."""
        await self.visitors.look()
        self.memory.append(self._process.memory_info().rss)
        began = time.perf_counter()
        await transactions.run(_set_timer)
        coming = asyncio.create_task(self.visitors.come())
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self._until({"closings": 1})
                self.seconds = time.perf_counter() - began
                await self._until({"to_delete": []})
                self.deleting_seconds = time.perf_counter() - began - self.seconds
        finally:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
            await self.visitors.close()

    async def _until(self, state: dict[str, Any]) -> None:
        while not (row := await self._own[SCHEDULES.name].find_one(state)):
            self.memory.append(self._process.memory_info().rss)
            await asyncio.sleep(_LOOK_SECONDS)
        self.schedule = SCHEDULES.from_document(row)


async def _set_timer(transaction: Transaction) -> None:
    now = datetime.now(UTC)
    uow = UnitOfWork(transaction, SCOPE, now=now, correlation_id="bench", causation_id="bench")
    uow.schedule(FiguresDue(programme_id=PROGRAMME), now)
    transaction.absorb(uow.changes)


_MARGINS: Final = 4
"""Both figures are blurred, each by more than its margin once in twenty times; never by four."""


def _apart(schedule: Schedule, plain: Plain, rate: float) -> int:
    """Count the figures that are further from those of pandas than the blur of both explains."""
    released = {(str(each.question), each.category): each for each in schedule.figures}
    response = schedule.response
    if released.keys() != plain.keys() or response is None:
        return len(plain)
    pairs: list[tuple[float, float, float]] = [(response.answered, rate, _MARGINS * response.margin + 2.5)]
    for key, ours in released.items():
        theirs = plain[key]
        pairs += [
            (ours.votes, theirs.votes, 0),
            (ours.mean, theirs.mean, _MARGINS * ours.mean_margin + 0.05),
            (ours.favourable, theirs.favourable, _MARGINS * ours.share_margin + 2.5),
            (ours.unfavourable, theirs.unfavourable, _MARGINS * ours.share_margin + 2.5),
        ]
    return _count_apart(pairs)


def _count_apart(pairs: Sequence[tuple[float, float, float]]) -> int:
    return sum(abs(ours - theirs) > margin for ours, theirs, margin in pairs)
