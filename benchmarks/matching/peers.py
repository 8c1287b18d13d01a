"""The peers: other ways to pair the same people."""

import resource
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from benchmarks.matching import rivals
from benchmarks.matching.measuring import measured
from benchmarks.matching.quality import matrices, quality
from services.matching.engine import Problem

Pairs = NDArray[np.int64]


def by_scipy(problem: Problem) -> Pairs:
    """Return the dense solver of scipy: the most pairs first, then the most points."""
    scores, allowed = matrices(problem)
    one_more = float(scores.max()) * (min(scores.shape) + 2)
    values = scores.astype(np.float64)
    del scores
    values += one_more
    values[~allowed] = 0.0
    rows, columns = linear_sum_assignment(values, maximize=True)
    chosen = values[rows, columns] > 0
    return np.stack([rows[chosen], columns[chosen]], axis=1)


def greedy(problem: Problem) -> Pairs:
    """Return the best pair first, then the best of the others."""
    scores, allowed = matrices(problem)
    order = np.argsort(-np.where(allowed, scores, -1), axis=None, kind="stable")[: int(allowed.sum())]
    free_rows, free_columns = np.ones(len(scores), dtype=bool), np.ones(scores.shape[1], dtype=bool)
    pairs = []
    for row, column in zip(*np.unravel_index(order, scores.shape), strict=True):
        if free_rows[row] and free_columns[column]:
            free_rows[row] = free_columns[column] = False
            pairs.append((row, column))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def given(problem: Problem) -> dict[str, NDArray[Any]]:
    """Return all a rival gets to know: people and rules, and scores for those that only rank."""
    scores, allowed = matrices(problem)
    tables = {f"allowed{n}": np.asarray(rule.allowed) for n, rule in enumerate(problem.rules)}
    return {
        "scores": scores,
        "allowed": allowed,
        "left": problem.mentee_features,
        "right": problem.mentor_features,
        "classes": np.stack([rule.classes for rule in problem.rules]),
        "forbidden": problem.forbidden,
        **tables,
    }


def peer(name: str) -> Callable[[Problem, dict[str, Any]], dict[str, Any]]:
    """Return a peer's time and quality."""

    def run(problem: Problem, _: dict[str, Any]) -> dict[str, Any]:
        if name in rivals.SCRIPTS:
            times, pairs = rivals.run(name, given(problem))
            children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            return times | {"peak": children} | quality(problem, pairs)
        pairs, facts = measured(lambda: (by_scipy if name == "scipy" else greedy)(problem))
        return facts | quality(problem, pairs)

    return run


PEERS: Final = {name: peer(name) for name in ("scipy", "greedy", *rivals.SCRIPTS)}
