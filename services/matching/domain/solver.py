"""The assignment: as many pairs as possible, and among those the best total score."""

from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from services.matching.domain.arrays import Flags, Ints
from shared.kernel import RuleBroken

SOLVER: Final = "scipy-lsa"
MOST_CELLS: Final = 16_000_000
"""Mentors (or their places) times mentees that this solver takes: 4,000 a side, about 8 s and 1.1 GB."""


def assign(scores: Ints, eligible: Flags, mentor_places: Ints, mentee_places: Ints) -> list[tuple[int, int]]:
    """Choose pairs of mentors (rows) and mentees (columns).

    Goes in waves: in each, a mentee gets at most one mentor, a mentor as many mentees as places are left,
    and no pair twice. Each wave is optimal: the most pairs, then the highest total. So everybody has a
    first partner before anybody has a second one.

    Args:
        scores: points of each pair, 0 or more.
        eligible: which pairs may be chosen.
        mentor_places: how many mentees each mentor may get.
        mentee_places: how many mentors each mentee may get.

    Returns:
        the pairs, by row and column.

    Raises:
        RuleBroken: the population is larger than this solver can take.
    """
    eligible, mentor_left, mentee_left = eligible.copy(), mentor_places.copy(), mentee_places.copy()
    chosen: list[tuple[int, int]] = []
    while wave := _wave(scores, eligible, mentor_left, mentee_left):
        for row, column in wave:
            eligible[row, column] = False
            mentor_left[row] -= 1
            mentee_left[column] -= 1
        chosen.extend(wave)
    return sorted(chosen)


def _wave(scores: Ints, eligible: Flags, mentor_left: Ints, mentee_left: Ints) -> list[tuple[int, int]]:
    """One optimal assignment of mentees to places; people nobody is eligible for stay out of the matrix."""
    columns = np.flatnonzero((mentee_left > 0) & eligible[mentor_left > 0].any(axis=0))
    rows = np.flatnonzero((mentor_left > 0) & eligible[:, columns].any(axis=1))
    places = np.repeat(rows, np.minimum(mentor_left[rows], len(columns)))
    if len(places) * len(columns) > MOST_CELLS:
        raise RuleBroken(
            f"{len(places)} mentors' places and {len(columns)} mentees are too many for one round"
        )
    if not len(places):
        return []
    cells = np.ix_(places, columns)
    allowed = eligible[cells]
    # One pair more must be worth more than any total of scores. Whole numbers below 2**53: exact in float64.
    bonus = int(scores.max()) * (min(allowed.shape) + 1) + 1
    values = np.where(allowed, scores[cells] + bonus, 0)
    picked_rows, picked_columns = linear_sum_assignment(values, maximize=True)
    return [
        (int(places[row]), int(columns[column]))
        for row, column in zip(picked_rows, picked_columns, strict=True)
        if allowed[row, column]
    ]
