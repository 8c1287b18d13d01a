"""Finding whom else each mentee could have got."""

import numpy as np

from services.matching.domain.arrays import Ints
from services.matching.domain.pairs.runner_up import RunnerUp
from services.matching.domain.scoring.scores import points_of, shown
from services.matching.domain.solving.round_problem import RoundProblem


def find_runners_up(
    round_problem: RoundProblem, pairs: Ints, scores: Ints, best: Ints
) -> list[RunnerUp | None]:
    """Return the best partner of each pair's mentee among those the mentee didn't get.

    Args:
        round_problem: the people and the rules.
        pairs: mentee and mentor, [k, 2].
        scores: the points shown of each pair.
        best: the best mentors of each mentee, the best first, [mentees, any]; -1: no more.
    """
    mentors, places = round_problem.pool.mentors, round_problem.problem.mentor_places
    full = np.bincount(pairs[:, 1], minlength=len(mentors)) >= (1 if places is None else places)
    following = _following(pairs, best)
    reached = np.stack([pairs[:, 0], np.maximum(following, 0)], axis=1)
    points = points_of(list(round_problem.scored), reached)[:, shown(round_problem.scored)].sum(axis=1)
    return [
        RunnerUp(mentor_id=mentors[mentor].id, score=score, margin=own - score, taken=bool(full[mentor]))
        if mentor >= 0
        else None
        for mentor, score, own in zip(following.tolist(), points.tolist(), scores.tolist(), strict=True)
    ]


def _following(pairs: Ints, best: Ints) -> Ints:
    """For each pair, the best mentor the mentee didn't get, or -1."""
    got: dict[int, set[int]] = {}
    for mentee, mentor in pairs.tolist():
        got.setdefault(mentee, set()).add(mentor)
    following = [
        next((mentor for mentor in best[mentee].tolist() if mentor not in got[mentee]), -1)
        for mentee in pairs[:, 0].tolist()
    ]
    return np.array(following, dtype=np.int64)
