"""The computing process: reads the people, solves the round, stores the outcome and reports progress.

Run by the worker as ``python -m services.matching.jobs.round.main``; jobs come as lines on its input. Large
populations are read, computed and written here and never block the service's event loop. The process ends
with its input, so it does not outlive the service.
"""

import asyncio
import gc
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from services.matching.domain.not_computable import NotComputable
from services.matching.domain.people.person import Person, PersonState
from services.matching.domain.policy import Decisions, Policy
from services.matching.domain.rounds.parts import MOST_MISSED_NAMED, Figures, Progress
from services.matching.domain.rounds.pool import Pool, Terms
from services.matching.domain.rounds.results.certificate import Certificate
from services.matching.domain.rounds.results.impact import Impact, impact_of
from services.matching.domain.rounds.results.must_pair_missed import MustPairMissed
from services.matching.domain.scoring.missed_must_pairs import missed_must_pairs
from services.matching.domain.solving.round_result import RoundResult, compute_round
from services.matching.engine import Limits
from services.matching.jobs.protocol import STOP, Computed, Job, Report
from services.matching.jobs.round.progress import Gauge
from services.matching.jobs.round.replay import Replay
from services.matching.jobs.round.storage import RoundStorage
from services.matching.queries.people import people_by_id
from services.matching.queries.terms import current_terms
from services.matching.store import PEOPLE, ROUNDS, UNMATCHED
from shared.contracts.matching import FailureCode, FailureReason, UnmatchedCode
from shared.kernel import Aggregate, NotFound
from shared.messaging import Transactions, UnitOfWork
from shared.runtime.logging import configure_logging
from shared.runtime.mongo import connect, database, is_transient

T = TypeVar("T")
A = TypeVar("A", bound=Aggregate)

_DISPOSABLE: Final = {
    "state": PersonState.READY,
    "consent_due": {"$ne": True},
    "$expr": {"$lt": [{"$size": "$active_pairings"}, "$profile.capacity"]},
}
"""Ready people whose pairings don't take all places: between the large rounds they are few of many."""
_LATEST: Final = 3
"""Recent rounds whose unmatched people go first; a person who misses one of them keeps the priority."""
_NICENESS: Final = 5
"""Answering requests goes before computing."""


def main() -> None:
    """Compute one job after the other until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C is for the service, which decides
    os.nice(_NICENESS)
    configure_logging("matching", "INFO", stream=sys.stderr)  # the standard output is for the service
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    stopped = threading.Event()
    threading.Thread(target=_listen, args=(jobs, stopped), daemon=True).start()
    while True:
        job = jobs.get()
        try:
            report = Report(computed=asyncio.run(compute(job, stopped.is_set, _tell_progress)))
        except NotComputable as error:
            report = Report(refused=error.reason)
        except NotFound:
            report = Report(refused=FailureReason(code=FailureCode.PROGRAMME_GONE))
        except Exception as error:
            if is_transient(error):  # the database is unavailable: a retry may succeed
                raise
            report = _defect(error)
        _tell(report)


def _defect(error: Exception) -> Report:
    """Report the kind of an error and its place, but not its message, which may name people."""
    kind = type(error).__name__
    if isinstance(error, MemoryError):
        return Report(refused=FailureReason(code=FailureCode.OUT_OF_MEMORY), trace=kind)
    trace = "".join(traceback.format_tb(error.__traceback__)) + kind
    return Report(refused=FailureReason(code=FailureCode.DEFECT), trace=trace)


def _listen(jobs: "queue.SimpleQueue[Job]", stopped: threading.Event) -> None:
    try:
        for line in sys.stdin.buffer:
            if line == STOP:
                stopped.set()
            else:
                stopped.clear()
                jobs.put(Job.model_validate_json(line))
    finally:
        os._exit(0)  # in the middle of a computation, too


def _tell(report: Report) -> None:
    sys.stdout.write(report.model_dump_json() + "\n")
    sys.stdout.flush()


def _tell_progress(progress: Progress) -> None:
    _tell(Report(progress=progress))


async def compute(job: Job, stopped: Callable[[], bool], tell: Callable[[Progress], None]) -> Computed:
    """Compute a job and store its outcome.

    Args:
        job: what.
        stopped: called often; when it returns true, the computation ends with the best matching so far.
        tell: called with the progress.

    Raises:
        NotFound: no such programme.
        NotComputable: this population can't be computed.
    """
    client = connect(job.mongo_uri)
    own = database(client, job.mongo_database)
    storage = RoundStorage(job, Transactions("matching", client, own, lambda _: None))
    try:
        replay = Replay(storage, job.what_if) if job.what_if else None
        pool, terms, start = await (replay.read() if replay else storage.run(_snapshot))
        gc.freeze()  # repeated collections over all people take a quarter of a large round
        gauge = Gauge(pool.most_pairs(terms))
        tell(gauge.latest)
        result = compute_round(
            pool, terms, _limits(job, stopped), lambda done: tell(gauge.measure(done)), start
        )
        tell(gauge.keeping())
        besides = await replay.conclude(result) if replay else {}
        missed = () if replay else await _missed(storage, job, result, terms)
        await storage.keep(result, terms)
    finally:
        gc.unfreeze()
        client.close()
    figures = Figures(
        certificate=_certified(result, job),
        unmatched=len(result.unmatched),
        prices=result.prices,
        relaxed=result.relaxed,
        extent=result.extent,
        impact=_impact(result),
        must_pairs_missed_count=len(missed),
        must_pairs_missed=missed[:MOST_MISSED_NAMED],
        **besides,
    )
    return Computed(figures=figures, terms=terms)


async def _missed(
    storage: RoundStorage, job: Job, result: RoundResult, terms: Terms
) -> tuple[MustPairMissed, ...]:
    """Return the policy's must-pairs that the round missed."""

    async def read(uow: UnitOfWork, _: Job) -> dict[str, Person]:
        return await people_by_id(uow, (id_ for pair in terms.policy.must_pair for id_ in pair.both))

    made = {(match.mentor.id, match.mentee.id) for match in result.matches}
    return missed_must_pairs(terms, await storage.run(read), made, result.pool.named, job.without)


def _certified(result: RoundResult, job: Job) -> Certificate:
    """Return the proof; decisions that a what-if tries are no version of the programme's policy."""
    tried = {"policy_version": None} if job.options.policy else {}
    return result.certificate.model_copy(update=tried)


def _impact(result: RoundResult) -> Impact:
    pairs = ((match.mentor.id, match.mentee.id, match.score) for match in result.matches)
    return impact_of(result.pool, pairs)


def _limits(job: Job, stopped: Callable[[], bool]) -> Limits:
    options = job.options
    return Limits(seconds=options.time_limit_seconds, gap=options.gap_target, cancelled=stopped)


async def _snapshot(uow: UnitOfWork, job: Job) -> tuple[Pool, Terms, None]:
    """Read the possible participants and the decisions in one snapshot."""
    terms = _with_own_policy(await current_terms(uow, job.round_id), job)
    people = await uow.find(PEOPLE, {**_DISPOSABLE, "id": {"$nin": list(job.without)}})
    unmatched = await _unmatched_before(uow)
    pool = Pool.of(people, terms.seed, unmatched, job.options.people, job.free_before)
    return pool, replace(terms, adjustment=job.adjustment, shortlists=job.options.shortlists), None


def _with_own_policy(terms: Terms, job: Job) -> Terms:
    """Return the terms, with the policy that a what-if tries, if it does."""
    if job.options.policy is None:
        return terms
    tried = {name: getattr(job.options.policy, name) for name in Decisions.model_fields}
    return replace(terms, policy=Policy(**tried, number=terms.policy.number))


async def _unmatched_before(uow: UnitOfWork) -> list[str]:
    """Return the people unmatched in one of the latest full rounds with proposals.

    People who had a partner in another programme have not waited in vain.
    """
    full = {"proposed_at": {"$ne": None}, "options.people": None}
    latest = await uow.find(ROUNDS, full, sort=[("number", -1)], limit=_LATEST)
    return [
        person.participant_id
        for round_ in latest
        for chunk in await uow.find(UNMATCHED, {"round_id": round_.id, "token": round_.outcome})
        for person in chunk.people
        if person.reason.code != UnmatchedCode.TAKEN_ELSEWHERE
    ]


if __name__ == "__main__":
    main()
