"""A regression of ratings on the degrees of criteria, shrunk towards the current weights.

The effects are normal a priori: their means are the current weights times a scale, their spread is the same
for all. Scale and spread are those under which the ratings are most likely (empirical Bayes).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_SCALES: Final = np.concatenate([[0.0], np.geomspace(0.1, 6.0, 25)])
_SPREADS: Final = np.geomspace(0.02, 1.6, 20)


@dataclass(frozen=True)
class Effects:
    """How ratings rise with each criterion: the posterior's mean and covariance."""

    mean: Floats
    covariance: Floats


def estimate(degrees: Floats, means: Floats, variances: Floats, current: Floats) -> Effects:
    """Estimate the effects of criteria.

    Args:
        degrees: of each pairing (row) by each criterion, centred within its round.
        means: of the ratings of each pairing, centred likewise.
        variances: of these means.
        current: the criteria's shares of all weight.
    """
    precision = 1 / variances
    products = (degrees.T * precision) @ degrees
    slopes = (degrees.T * precision) @ means
    best = max(
        ((scale, spread) for scale in _SCALES for spread in _SPREADS),
        key=lambda prior: _likelihood(products, slopes, current, *prior),
    )
    expected = best[0] * current
    covariance = np.linalg.inv(products + np.eye(len(current)) / best[1] ** 2)
    return Effects(expected + covariance @ (slopes - products @ expected), covariance)


def _likelihood(products: Floats, slopes: Floats, current: Floats, scale: float, spread: float) -> float:
    """Return the logarithm of the marginal likelihood, up to a constant."""
    expected = scale * current
    left = slopes - products @ expected
    fitted = 2 * expected @ slopes - expected @ products @ expected
    inner = products + np.eye(len(current)) / spread**2
    _, determinant = np.linalg.slogdet(np.eye(len(current)) + spread**2 * products)
    return float(0.5 * (fitted + left @ np.linalg.solve(inner, left) - determinant))


def variances_of(answers: Floats, totals: Floats, squares: Floats) -> Floats:
    """Return the variance of each pairing's mean: what pairings differ by, and what answers of one do.

    Both are estimated from the pairings with several answers.
    """
    means = totals / answers
    freedom = (answers - 1).sum()
    within = float((squares - answers * means**2).sum() / freedom) if freedom > 0 else _WITHIN
    within = max(within, _LEAST)
    between = max(float(means.var()) - within * float((1 / answers).mean()), _LEAST)
    return np.asarray(between + within / answers)


_WITHIN: Final = 0.49
"""The variance of answers about one pairing, where nobody has answered twice."""
_LEAST: Final = 0.05
