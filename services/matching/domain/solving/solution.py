"""The best round for a round problem: solved, made fair, and the price of what was asked besides."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from services.matching.domain.arrays import Ints, classes
from services.matching.domain.features import known_features
from services.matching.domain.policy import Fairness
from services.matching.domain.rounds.results.price import Price
from services.matching.domain.scoring.scores import points_of, shown
from services.matching.domain.solving.round_problem import RoundProblem
from services.matching.domain.solving.session import SolverSession
from services.matching.engine import Problem, Result, Start

_TRIES: Final = 5
_MOST_FAVOUR: Final = 1.5
"""A group's points count at most so much more."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The pairs of a solved problem.

    Attributes:
        result: of the engine.
        pairs: mentee and mentor, [k, 2].
        points: by criterion, [k, criteria].
        scores: the points that are shown of each pair, sensitive criteria aside.
        gap: points short of the best at most (without the bound of fairness, if there is one).
        prices: of the floor and of fairness.
    """

    result: Result
    pairs: Ints
    points: Ints
    scores: Ints
    gap: int
    prices: tuple[Price, ...] = ()

    @property
    def total(self) -> int:
        """Points of all pairs, sensitive criteria included."""
        return int(self.points.sum())

    @property
    def score(self) -> int:
        """Points of all pairs as they are shown."""
        return int(self.scores.sum())


def best_round(round_problem: RoundProblem, session: SolverSession, start: Start | None = None) -> Solution:
    """Solve a round problem.

    Args:
        round_problem: the people and the rules.
        session: runs the engine.
        start: what was kept of a similar round; the pairs are as good, but ties may be settled otherwise.

    Raises:
        RuleBroken: more than the engine can count.
    """
    solution = _solution(round_problem, session.run(round_problem.problem, start))
    objective = round_problem.terms.policy.objective
    prices: list[Price] = []
    if objective.floor is not None and not session.stopped():
        free = _solution(
            round_problem,
            session.run(replace(round_problem.problem, least=None), solution.result, step="floor"),
        )
        prices += [] if session.stopped() else [_price("floor", solution, free)]
    if objective.fairness is not None and not session.stopped():
        solution, price = _fair(round_problem, solution, objective.fairness, session)
        prices.append(price)
    return replace(solution, prices=tuple(prices))


def _solution(round_problem: RoundProblem, result: Result) -> Solution:
    points = points_of(list(round_problem.scored), result.pairs)
    return Solution(
        result, result.pairs, points, points[:, shown(round_problem.scored)].sum(axis=1), result.gap
    )


def _price(bound: str, solution: Solution, free: Solution) -> Price:
    return Price(bound=bound, pairs=len(free.pairs) - len(solution.pairs), points=free.total - solution.total)


def _fair(
    round_problem: RoundProblem,
    first: Solution,
    fairness: Fairness,
    session: SolverSession,
) -> tuple[Solution, Price]:
    """Let the points of groups that fall behind count more, until none does or it helps no more.

    The gap stays against what is proven without fairness, so it contains the price.
    """
    groups = _groups(round_problem, fairness)
    favour = np.ones(groups.max(initial=0) + 1)
    best, least = first, _means(first, groups).min(initial=np.inf)
    solution = first
    for _ in range(_TRIES):
        means = _means(solution, groups)
        if session.stopped() or not (means < fairness.least_mean).any():
            break
        raised = favour * np.maximum(1.0, fairness.least_mean / np.maximum(means, 1.0))
        favour = np.minimum(_MOST_FAVOUR, raised)
        result = session.run(
            _favoured(round_problem.problem, favour[groups]), solution.result, step="fairness"
        )
        solution = _solution(round_problem, result)
        if len(solution.pairs) >= len(best.pairs) and _means(solution, groups).min() > least:
            best, least = solution, _means(solution, groups).min()
    bound = first.total + first.gap
    price = _price("fairness", best, first).model_copy(
        update={
            "reached": bool(least >= fairness.least_mean),
            "least_mean": None if np.isinf(least) else int(least),
        }
    )
    return replace(best, gap=max(0, bound - best.total)), price


def _groups(round_problem: RoundProblem, fairness: Fairness) -> Ints:
    """Return the group of each mentee; 0 if it is unknown or too small."""
    feature = known_features(round_problem.terms.defined)[fairness.feature]
    values, number = classes(feature.value(person.profile) for person in round_problem.pool.mentees)
    sizes = np.bincount(number, minlength=len(values))
    has_value = np.array([value is not None for value in values], dtype=np.bool_)
    counted = (sizes >= fairness.smallest) & has_value
    return np.where(counted[number], number + 1, 0)


def _means(solution: Solution, groups: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the mean points of each group's pairs; infinite for group 0 and where there are none."""
    group = groups[solution.pairs[:, 0]]
    size = int(groups.max(initial=0)) + 1
    counts = np.bincount(group, minlength=size)
    sums = np.bincount(group, weights=solution.points.sum(axis=1), minlength=size)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), np.inf)
    means[0] = np.inf
    return means


def _favoured(problem: Problem, favour: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Problem:
    """Points of each mentee times a factor, rounded down: no pair gets above the floor by it."""
    features = np.floor(problem.mentee_features * favour[:, None]).astype(np.int64)
    least = None if problem.least is None else np.ceil(problem.least * favour).astype(np.int64)
    most = None if problem.most is None else np.ceil(problem.most * favour).astype(np.int64)
    return replace(problem, mentee_features=features, least=least, most=most)
