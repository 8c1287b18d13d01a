"""The weights that the ratings of pairings recommend, and whether they are better than the present ones."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from services.feedback.domain.learning.pairing_answers import Rating
from services.feedback.domain.learning.regression import Effects, Floats, estimate, variances_of
from shared.contracts.feedback import RecommendedWeight
from shared.contracts.matching import PairingFit

NEEDED: Final = 200
"""Pairings; below, recommendations do harm more often than good."""
PROBABLE: Final = 0.9
"""The probability of a gain from which on other weights are recommended."""
_NORMAL: Final = 1.96
_LEAST_SPREAD: Final = 1e-4
"""A variance below this is none: all pairings fit alike."""


def recommend(
    ratings: Sequence[Rating], current: PairingFit
) -> tuple[float | None, tuple[RecommendedWeight, ...]]:
    """Return the probability that the recommended weights are better, and the weights.

    There are none below `NEEDED` pairings, or where pairings do not differ in two criteria at least. Where a
    gain is not probable, the recommended weights are the current ones.

    Args:
        ratings: of pairings that were made by criteria of the same meaning.
        current: the fit of the latest pairing: it has the current weights.
    """
    if len(ratings) < NEEDED:
        return None, ()
    weights = np.array([each.weight for each in current.criteria], dtype=np.float64)
    degrees, means, variances = _arrays(ratings, current)
    varied = degrees.var(axis=0) > _LEAST_SPREAD
    if varied.sum() < 2 or not weights[varied].sum():
        return None, ()
    whole = weights[varied].sum()
    shares = weights[varied] / whole
    effects = estimate(degrees[:, varied], means, variances, shares)
    useful = np.maximum(effects.mean, 0)
    better = useful / useful.sum() if useful.sum() > 0 else shares
    probability = _probability_of_gain(degrees[:, varied], effects, shares, better)
    adopted = better if probability >= PROBABLE else shares
    return probability, _recommended(current, varied, whole, adopted, effects)


def _arrays(ratings: Sequence[Rating], current: PairingFit) -> tuple[Floats, Floats, Floats]:
    """Return degrees and mean ratings, centred within each round, and the variances of the means."""
    names = [each.criterion for each in current.criteria]
    degrees = np.array([[each.degrees[name] for name in names] for each in ratings], dtype=np.float64)
    answers, totals, squares = np.array(
        [(each.answers, each.total, each.squares) for each in ratings], dtype=np.float64
    ).T
    means = totals / answers
    members: defaultdict[str, list[int]] = defaultdict(list)
    for row, each in enumerate(ratings):
        members[each.round_id].append(row)
    variances = variances_of(answers, totals, squares)
    for group in members.values():
        degrees[group] -= degrees[group].mean(axis=0)
        means[group] -= means[group].mean()
    return degrees, means, variances


def _probability_of_gain(degrees: Floats, effects: Effects, current: Floats, better: Floats) -> float:
    """Return how probable it is that pairings made by the better weights are rated better.

    A round selects pairs along the weights it is given: the degrees of its pairs lie where the covariance of
    the degrees leads from there, at the same distance for all weights. By how much does not matter here.
    """
    covariance = np.cov(degrees.T)
    direction = _selected(covariance, better) - _selected(covariance, current)
    spread = math.sqrt(float(direction @ effects.covariance @ direction))
    if spread == 0:
        return 0.5
    return 0.5 * (1 + math.erf(float(direction @ effects.mean) / spread / math.sqrt(2)))


def _selected(covariance: Floats, weights: Floats) -> Floats:
    """Return in which direction a round moves the degrees of its pairs."""
    moved = covariance @ weights
    return np.asarray(moved / math.sqrt(float(weights @ moved)))


def _recommended(
    current: PairingFit, varied: np.ndarray, whole: float, shares: Floats, effects: Effects
) -> tuple[RecommendedWeight, ...]:
    """Return all criteria in whole points; both sums of weights are the same."""
    points = dict(zip(np.flatnonzero(varied).tolist(), _whole_points(whole * shares), strict=True))
    scale = max(float(np.maximum(effects.mean, 0).sum()), 1e-9)
    errors = _NORMAL * np.sqrt(np.diag(effects.covariance))
    low = np.clip((effects.mean - errors) / scale, 0, 1) * whole
    high = np.clip((effects.mean + errors) / scale, 0, 1) * whole
    place = {n: at for at, n in enumerate(points)}
    return tuple(
        RecommendedWeight(
            criterion=each.criterion,
            weight=each.weight,
            recommended=points.get(n, each.weight),
            low=round(low[place[n]]) if n in place else each.weight,
            high=round(high[place[n]]) if n in place else each.weight,
        )
        for n, each in enumerate(current.criteria)
    )


def _whole_points(parts: Floats) -> list[int]:
    """Round so that the sum stays: the largest remainders get what is left over."""
    points = np.floor(parts).astype(int)
    left = round(float(parts.sum())) - int(points.sum())
    for n in np.argsort(points - parts, kind="stable")[:left]:
        points[n] += 1
    return [int(each) for each in points]
