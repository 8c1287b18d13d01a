"""An independent check of a result: plain numpy, nothing shared with the solver but its input.

For every wave it looks at all pairs again, with scores and rules computed anew from the problem.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matching.engine.jit import Integers, Ints64
from services.matching.engine.problem import Problem
from services.matching.engine.result import Result, Wave

TILE = 256


@dataclass(frozen=True, slots=True)
class Check:
    """What was found; all zero is proof that every wave is legal and the best possible.

    Attributes:
        illegal_pairs: chosen though a rule forbids them.
        over_capacity: people with more partners than places.
        violated_pairs: allowed pairs that would gain more than their mentee's profit and mentor's price.
        negative_prices: prices below 0, or profits below the penalty.
        gap: sum of all profits and prices (once for each place), less the points reached.
        pairs_seen: how many allowed pairs were compared.
    """

    illegal_pairs: int
    over_capacity: int
    violated_pairs: int
    negative_prices: int
    gap: int
    pairs_seen: int

    @property
    def optimal(self) -> bool:
        """Whether nothing at all was found."""
        return not (
            self.illegal_pairs
            or self.over_capacity
            or self.violated_pairs
            or self.negative_prices
            or self.gap
        )


def check(problem: Problem, result: Result) -> Check:
    """Check a result against the problem it claims to solve."""
    made = np.asarray(problem.fixed, dtype=np.int64).reshape(-1, 2)
    checks = []
    for wave in result.waves:
        checks.append(_check_wave(problem, wave, made))
        made = np.vstack([made, wave.pairs])
    mentees, mentors = problem.shape
    over = sum(
        int((np.bincount(made[:, side], minlength=people) > _places(places, people)).sum())
        for side, people, places in ((0, mentees, problem.mentee_places), (1, mentors, problem.mentor_places))
    )
    sums = np.array(checks, dtype=np.int64).reshape(-1, 5).sum(axis=0)
    return Check(int(sums[0]), over, *(int(n) for n in sums[1:]))


def _places(places: Integers | None, people: int) -> Ints64:
    return np.ones(people, dtype=np.int64) if places is None else np.asarray(places, dtype=np.int64)


def _check_wave(problem: Problem, wave: Wave, made: Ints64) -> tuple[int, int, int, int, int]:
    """Illegal pairs, violated pairs, negative prices, gap, pairs seen."""
    profit = np.zeros(problem.shape[0], dtype=np.float64)
    profit[wave.mentees] = wave.profits
    partner = np.full(problem.shape[0], -1, dtype=np.int64)
    partner[wave.pairs[:, 0]] = wave.pairs[:, 1]
    place = np.full(problem.shape[1] + 1, -1, dtype=np.int64)
    place[wave.mentors] = np.arange(len(wave.mentors))
    violated = seen = legal = total = 0
    for mentees, scores, allowed in _tiles(problem, wave, made):
        violated += int((allowed & (scores - wave.prices > profit[mentees][:, None])).sum())
        seen += int(allowed.sum())
        lines = np.flatnonzero(partner[mentees] >= 0)
        columns = place[partner[mentees[lines]]]
        legal += int(allowed[lines, columns].sum())
        total += int(scores[lines, columns].sum())
    out = ~np.isin(wave.mentees, wave.pairs[:, 0])
    value = total - int(wave.penalties[out].sum())
    bound = int(wave.profits.sum()) + int((wave.prices * np.minimum(wave.places, len(wave.mentees))).sum())
    negative = int((wave.prices < 0).sum()) + int((wave.profits < -wave.penalties).sum())
    return len(wave.pairs) - legal, violated, negative, bound - value, seen


def _tiles(
    problem: Problem, wave: Wave, made: Ints64
) -> Iterator[tuple[Ints64, NDArray[np.float64], NDArray[np.bool_]]]:
    """Scores and what is allowed, for some mentees and all mentors of the wave."""
    left = np.asarray(problem.mentee_features, dtype=np.float32)
    right = np.asarray(problem.mentor_features, dtype=np.float32)[wave.mentors].T
    column = np.full(problem.shape[1], -1, dtype=np.int64)
    column[wave.mentors] = np.arange(len(wave.mentors))
    forbidden = np.vstack([np.asarray(problem.forbidden, dtype=np.int64).reshape(-1, 2), made])
    bonus = np.asarray(problem.bonus, dtype=np.int64).reshape(-1, 3)
    line = np.full(problem.shape[0], -1, dtype=np.int64)
    tables = [(np.asarray(rule.allowed)[:, wave.mentors] != 0) for rule in problem.rules]
    for start in range(0, len(wave.mentees), TILE):
        mentees = wave.mentees[start : start + TILE]
        line[:] = -1
        line[mentees] = np.arange(len(mentees))
        scores = (left[mentees] @ right).astype(np.float64)
        allowed: NDArray[np.bool_] = np.ones(scores.shape, dtype=np.bool_)
        for table, rule in zip(tables, problem.rules, strict=True):
            allowed &= table[np.asarray(rule.classes)[mentees]]
        here = _here(forbidden, line, column)
        allowed[here[:, 0], here[:, 1]] = False
        extra = _here(bonus, line, column)
        scores[extra[:, 0], extra[:, 1]] += extra[:, 2]
        if problem.least is not None:
            allowed &= scores >= np.asarray(problem.least)[mentees][:, None]
        yield mentees, scores, allowed


def _here(links: Ints64, line: Ints64, column: Ints64) -> Ints64:
    """Those links whose both people are in the tile, by their places in it."""
    inside = links[(line[links[:, 0]] >= 0) & (column[links[:, 1]] >= 0)].copy()
    inside[:, 0], inside[:, 1] = line[inside[:, 0]], column[inside[:, 1]]
    return inside
