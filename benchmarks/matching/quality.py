"""The quality of a matching of any engine."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.matching.engine import Problem


def matrices(problem: Problem) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Return all scores, and which pairs are allowed: mentees x mentors."""
    left, right = problem.mentee_features.astype(np.float32), problem.mentor_features.astype(np.float32)
    scores = (left @ right.T).astype(np.int32)
    allowed = np.ones(scores.shape, dtype=np.bool_)
    for rule in problem.rules:
        allowed &= (np.asarray(rule.allowed) != 0)[rule.classes]
    allowed[problem.forbidden[:, 0], problem.forbidden[:, 1]] = False
    return scores, allowed


def quality(problem: Problem, pairs: NDArray[np.int64]) -> dict[str, Any]:
    """Total, minimum, people left out, illegal pairs and blocking pairs.

    A pair blocks if both would rather have each other: if its score beats what either has.
    """
    scores, allowed = matrices(problem)
    got = scores[pairs[:, 0], pairs[:, 1]]
    mentee, mentor = np.full(len(scores), -1), np.full(scores.shape[1], -1)
    mentee[pairs[:, 0]], mentor[pairs[:, 1]] = got, got
    blocking = allowed & (scores > mentee[:, None]) & (scores > mentor[None, :])
    return {
        "total": int(got.sum()),
        "minimum": int(got.min()) if len(got) else 0,
        "left out": len(scores) - len(pairs),
        "illegal": int((~allowed[pairs[:, 0], pairs[:, 1]]).sum()),
        "blocking": int(blocking.sum()),
    }
