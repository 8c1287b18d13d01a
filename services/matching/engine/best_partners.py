"""Rank the best mentors for each mentee, without competition: one pass over all pairs."""

from dataclasses import replace

import numpy as np

from services.matching.engine.jit import Ints64
from services.matching.engine.limits import NO_LIMITS, Limits
from services.matching.engine.market import market
from services.matching.engine.pricing.passes import Pass, Streamer, one_blas_thread
from services.matching.engine.problem import NOTHING, Problem, checked


def best_partners(problem: Problem, count: int, limits: Limits = NO_LIMITS) -> tuple[Ints64, Ints64]:
    """Return the mentors each mentee would score highest with, of those allowed.

    Equals come in the order of a hash.

    Bonuses are left out of account.

    Args:
        problem: who and by which rules.
        count: how many for each mentee.
        limits: threads, tiles, and when to stop; what is not found by then is missing.

    Returns:
        mentors as numbered in the problem (-1: none left) and scores, [mentees, count], the best first.

    Raises:
        InvalidProblem: a field cannot be used.
    """
    people = checked(problem)
    mentees, mentors = problem.shape
    partners = np.full((mentees, count), -1, dtype=np.int64)
    scores = np.zeros((mentees, count), dtype=np.int64)
    if not mentees or not mentors:
        return partners, scores
    everybody = replace(
        people,
        fixed=people.fixed[:0],
        mentee_places=np.ones(mentees, dtype=np.int64),
        mentor_places=np.ones(mentors, dtype=np.int64),
    )
    whole = market(everybody)
    order = np.lexsort(whole.classes) if len(whole.classes) else np.arange(mentees)
    nothing = np.zeros(max(mentees, mentors), dtype=np.int64)
    job = Pass(whole, whole.view(np.arange(mentors)), order, nothing[:mentors], nothing[:mentees])
    floors = np.full(mentees, NOTHING, dtype=np.int64)
    streamer = Streamer(limits.threads, limits.tile, limits.cancelled)
    with one_blas_thread():
        kept, _ = job.run(floors, count, streamer)
    best = np.argsort(-kept.keys, axis=1, kind="stable")
    columns = np.take_along_axis(kept.partners, best, axis=1)
    rows = whole.rows[order]
    partners[rows] = np.where(columns >= 0, whole.columns[columns], -1)
    scores[rows] = np.where(columns >= 0, np.take_along_axis(kept.keys, best, axis=1) >> 32, 0)
    return partners, scores
