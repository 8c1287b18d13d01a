"""Small problems, and plain ways to solve them."""

from collections.abc import Iterator
from itertools import combinations, permutations

import numpy as np
from scipy.optimize import linear_sum_assignment

from services.matching.engine import HardRule, Problem


def dense(scores, allowed, **more) -> Problem:
    """A problem with just these scores (mentees x mentors) and allowed pairs."""
    scores, allowed = np.asarray(scores), np.asarray(allowed)
    mentees, mentors = scores.shape
    ids = {"mentee_ids": range(mentees), "mentor_ids": range(mentors)} | more
    return Problem(
        mentee_features=scores,
        mentor_features=np.eye(mentors, dtype=np.int64),
        rules=(HardRule(np.arange(mentees), allowed),),
        **ids,
    )


def random_dense(seed, mentees, mentors, *, density=0.5, most=100, **more) -> Problem:
    random = np.random.default_rng(seed)
    return dense(
        random.integers(0, most + 1, (mentees, mentors)), random.random((mentees, mentors)) < density, **more
    )


def matrices(problem):
    """Scores and allowed pairs of a whole problem."""
    scores = problem.mentee_features.astype(np.int64) @ problem.mentor_features.astype(np.int64).T
    allowed = np.ones(scores.shape, dtype=np.bool_)
    for rule in problem.rules:
        allowed &= (np.asarray(rule.allowed) != 0)[rule.classes]
    allowed[problem.forbidden[:, 0], problem.forbidden[:, 1]] = False
    if len(problem.bonus):
        scores[problem.bonus[:, 0], problem.bonus[:, 1]] += problem.bonus[:, 2]
    return scores, allowed


def all_matchings(allowed, places) -> Iterator[list[tuple[int, int]]]:
    """Every assignment of at most one mentor to each mentee."""
    slots = [j for j, n in enumerate(places) for _ in range(n)]
    mentees = range(len(allowed))
    for size in range(min(len(allowed), len(slots)) + 1):
        for chosen in combinations(mentees, size):
            for seats in set(permutations(slots, size)):
                if all(allowed[i, j] for i, j in zip(chosen, seats, strict=True)):
                    yield list(zip(chosen, seats, strict=True))


def by_scipy(problem):
    """The most pairs, then the most points."""
    scores, allowed = matrices(problem)
    places = np.ones(scores.shape[1], int) if problem.mentor_places is None else problem.mentor_places
    one_more = int(np.abs(scores).max()) * 2 * (min(scores.shape) + 2) + 1
    values = np.repeat(np.where(allowed, scores + one_more, 0), places, axis=1)
    rows, columns = linear_sum_assignment(values, maximize=True)
    chosen = values[rows, columns][values[rows, columns] > 0]
    return len(chosen), int(chosen.sum()) - one_more * len(chosen)


def pairs_and_points(result):
    return len(result.pairs), result.total
