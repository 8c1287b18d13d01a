"""The effect of a programme in a large organisation, by enrollment's own worker and with pandas."""

import asyncio
import time
from dataclasses import dataclass
from typing import Final

import psutil

from benchmarks.events.pipeline import Place
from benchmarks.feedback.organisation import organisation
from benchmarks.feedback.plain_effect import Plain, plain_effect
from benchmarks.pages.company import company_now
from benchmarks.pages.people import PROGRAMME
from benchmarks.pages.stored import Store
from services.enrollment.app import SERVICE
from services.enrollment.domain.effect.study import EffectStudy
from services.enrollment.jobs.effects import measure_effects
from services.enrollment.store import COLLECTIONS, EFFECT_STUDIES
from shared.contracts.enrollment import Comparison, Outcome
from shared.persistence.collection import create_indexes
from shared.persistence.transactions import Transactions
from shared.runtime.clock import SystemClock
from shared.runtime.mongo import Database, connect, database
from shared.service import WorkContext

_MIB: Final = 2**20
_PAUSE_SECONDS: Final = 0.05


@dataclass(frozen=True)
class Measured:
    """The outcome of a run.

    Attributes:
        seconds: from the request to the published comparison, by enrollment's worker.
        plain_seconds: the same with pandas, its libraries loaded before.
        growth: of this process's memory in MiB while the worker counted, after the first quarter.
        farthest: the largest distance between both of any figure, rounded ones included.
    """

    seconds: float
    plain_seconds: float
    growth: float
    farthest: float


async def measure_effect(place: Place, *, people: int, participants: int) -> Measured:
    """Measure the effect of one programme in both ways."""
    prefix = place.prefix.rstrip(".")
    name = f"{prefix}_{SERVICE.name}"
    store = Store(place.mongo_uri, prefix, company_now())
    store.put(organisation(people, participants))
    client = connect(place.mongo_uri)
    own = database(client, name)
    try:
        await create_indexes(own, COLLECTIONS)
        context = WorkContext(
            place.settings(), Transactions(SERVICE.name, client, own, lambda _: None), SystemClock()
        )
        seconds, memory, study = await _measured(context, own)
        started = time.perf_counter()
        plain = await asyncio.to_thread(plain_effect, place.mongo_uri, name)
        plain_seconds = time.perf_counter() - started
    finally:
        client.close()
        store.drop([SERVICE.name])
    steady = memory[len(memory) // 4 :]
    return Measured(seconds, plain_seconds, (steady[-1] - steady[0]) / _MIB, _farthest(study, plain))


async def _measured(context: WorkContext, own: Database) -> tuple[float, list[int], EffectStudy]:
    """Run the worker until the study is published; return seconds, memory meanwhile, and the study."""
    process, memory = psutil.Process(), []
    started = time.perf_counter()
    worker = asyncio.create_task(measure_effects(context))
    try:
        while True:
            memory.append(process.memory_info().rss)
            row = await own[EFFECT_STUDIES.name].find_one({"id": PROGRAMME, "outcomes": {"$ne": None}})
            if row:
                seconds = time.perf_counter() - started
                return seconds, memory, EFFECT_STUDIES.from_document(row)
            await asyncio.sleep(_PAUSE_SECONDS)
    finally:
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


def _farthest(study: EffectStudy, plain: dict[str, Plain]) -> float:
    """Return the largest distance of any figure; all are published in tenths."""
    compared = {Outcome(each.outcome): each.comparison for each in study.outcomes or ()}
    return max(_distance(compared[Outcome(name)], figures) for name, figures in plain.items())


def _distance(comparison: Comparison | None, plain: Plain) -> float:
    if comparison is None:
        return float("inf")
    names = ("difference", "low", "high", "e_value", "gamma")
    pairs = [(float(getattr(comparison, name) or 0), float(getattr(plain, name))) for name in names]
    return max(abs(ours - theirs) for ours, theirs in pairs)
