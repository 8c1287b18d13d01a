"""From a problem to a proven result."""

from collections.abc import Callable

import numpy as np

from services.matching.engine.clock import Clock
from services.matching.engine.limits import NO_LIMITS, Limits
from services.matching.engine.market import market
from services.matching.engine.pricing.passes import one_blas_thread
from services.matching.engine.problem import Checked, Problem, checked
from services.matching.engine.result import Result, SolverProgress, Start
from services.matching.engine.run import Run


def ignore(_: SolverProgress) -> None:
    """Take no notice of progress."""


def solve(
    problem: Problem,
    limits: Limits = NO_LIMITS,
    *,
    progress: Callable[[SolverProgress], None] = ignore,
    start: Start | None = None,
) -> Result:
    """Pair mentees with mentors as well as possible.

    Proven to be the best possible choice over all pairs together, whatever places people have on both sides,
    unless stopped early.

    Args:
        problem: who and by which rules.
        limits: when to stop early.
        progress: called after every step, in the calling thread.
        start: an earlier run to start from: faster where little has changed. Doesn't change the value.

    Raises:
        InvalidProblem: a field cannot be used; the message begins with its name.
    """
    with one_blas_thread():
        return _solve(checked(problem), limits, progress, start)


def _solve(
    people: Checked, limits: Limits, progress: Callable[[SolverProgress], None], start: Start | None
) -> Result:
    clock = Clock(limits.seconds, limits.cancelled)
    run = Run(people, market(people), clock, limits, progress, start)
    run.run()
    chosen, scores = run.pairs()
    made = np.vstack([people.fixed, chosen])
    got = np.bincount(made[:, 0], minlength=len(people.mentee_places))
    return Result(
        pairs=made[np.lexsort((made[:, 1], made[:, 0]))],
        chosen=chosen,
        scores=scores,
        unmatched=np.flatnonzero((got == 0) & (people.mentee_places > 0)),
        proof=run.proof(),
        outcome=run.outcome(),
        passes=run.pricer.passes,
        seconds={"all": clock.seconds(), **clock.spent},
    )


def start_from(problem: Problem, result: Result) -> Start:
    """Return a start for a later run on nearly the same people."""
    proof, mentee, mentor = result.proof, problem.mentee_ids, problem.mentor_ids
    return Start(
        prices={mentor[j]: int(p) for j, p in zip(proof.mentors, proof.prices, strict=True)},
        pairs=[(mentee[i], mentor[j]) for i, j in result.chosen],
    )
