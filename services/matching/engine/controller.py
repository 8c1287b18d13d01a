"""From a problem to a proven result: wave by wave, each a round of candidates, core and pricing."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from services.matching.engine.jit import Ints64
from services.matching.engine.market import market
from services.matching.engine.problem import Checked, InvalidProblem, Problem, checked
from services.matching.engine.result import Outcome, Progress, Result, Start, Wave
from services.matching.engine.rounds import Clock, Round
from services.matching.engine.stream import one_blas_thread


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop before the proof is complete, and what to use.

    Attributes:
        seconds: of time; None for no limit.
        gap: points short of the proven best that are good enough.
        cancelled: asked often, from several threads; a true answer ends the run.
        threads: for passes over all pairs.
        tile: rows and columns looked at together; without influence on the result.
    """

    seconds: float | None = None
    gap: int = 0
    cancelled: Callable[[], bool] = bool
    threads: int = 2
    tile: tuple[int, int] = (256, 512)


NO_LIMITS = Limits()


def ignore(_: Progress) -> None:
    """Take no notice of progress."""


def solve(
    problem: Problem,
    limits: Limits = NO_LIMITS,
    *,
    progress: Callable[[Progress], None] = ignore,
    start: Start | None = None,
) -> Result:
    """Pair mentees with mentors as well as possible.

    Goes in waves: in each, a mentee gets at most one mentor, a mentor as many mentees as places are left, no
    pair twice. Each wave is proven to be the best possible given the ones before (unless stopped early).

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
    people: Checked, limits: Limits, progress: Callable[[Progress], None], start: Start | None
) -> Result:
    clock = Clock(limits.seconds, limits.cancelled)
    mentee_places, mentor_places = _left_after_fixed(people)
    waves: list[Wave] = []
    made = people.fixed
    passes = 0.0
    while mentee_places.any() and mentor_places.any():
        wave_market = market(people, mentee_places, mentor_places, made)
        current = Round(people, wave_market, clock, limits, progress, start if not waves else None)
        wave = current.run()
        passes += current.passes
        waves.append(wave)
        if not len(wave.pairs):
            break
        made = np.vstack([made, wave.pairs])
        np.subtract.at(mentee_places, wave.pairs[:, 0], 1)
        np.subtract.at(mentor_places, wave.pairs[:, 1], 1)
        if wave.outcome in {Outcome.TIME_LIMIT, Outcome.CANCELLED} or people.mentee_places.max() == 1:
            break
    return _result(people, waves, made, passes, clock)


def start_from(problem: Problem, result: Result) -> Start:
    """What a later run on nearly the same people can start from."""
    if not result.waves:
        return Start({}, {})
    wave = result.waves[0]
    mentee, mentor = problem.mentee_ids, problem.mentor_ids
    return Start(
        prices={mentor[j]: int(p) for j, p in zip(wave.mentors, wave.prices, strict=True)},
        partners={mentee[i]: mentor[j] for i, j in wave.pairs},
    )


def _left_after_fixed(people: Checked) -> tuple[Ints64, Ints64]:
    mentees = people.mentee_places - np.bincount(people.fixed[:, 0], minlength=len(people.mentee_places))
    mentors = people.mentor_places - np.bincount(people.fixed[:, 1], minlength=len(people.mentor_places))
    if (mentees < 0).any() or (mentors < 0).any():
        raise InvalidProblem("fixed: more pairs for somebody than places")
    return mentees, mentors


def _result(people: Checked, waves: list[Wave], made: Ints64, passes: float, clock: Clock) -> Result:
    got = np.bincount(made[:, 0], minlength=len(people.mentee_places))
    order = [Outcome.OPTIMAL, Outcome.GAP_REACHED, Outcome.TIME_LIMIT, Outcome.CANCELLED]
    return Result(
        pairs=made[np.lexsort((made[:, 1], made[:, 0]))],
        total=sum(int(wave.scores.sum()) for wave in waves),
        left_out=np.flatnonzero((got == 0) & (people.mentee_places > 0)),
        waves=tuple(waves),
        outcome=max((wave.outcome for wave in waves), key=order.index, default=Outcome.OPTIMAL),
        passes=passes,
        seconds={"all": time.monotonic() - clock.began, **clock.spent},
    )
