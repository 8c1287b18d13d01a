"""Which weights would have followed outcomes best: a ridge regression towards the present ones.

Everything random is drawn from one seed, so the same figures give the same answer.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PRIOR: Final = 30
"""The present weights count like this number of additional pairings."""
REPEATS: Final = 400
_SEED: Final = 20260101
_TAIL: Final = 2.5
"""Percent beyond each end of an interval."""
_CHANCE: Final = 0.05
_LEAST_SPREAD: Final = 1e-4
"""A variance below this is none: the degrees are the same but for rounding."""


def varied(degrees: Floats) -> NDArray[np.bool_]:
    """Which criteria's degrees differ between the pairings at all."""
    return np.asarray(degrees.var(axis=0) > _LEAST_SPREAD)


def related(degrees: Floats, outcomes: Floats) -> bool:
    """Whether the degrees tell more of the outcomes than they would by chance: outcomes are shuffled.

    Args:
        degrees: of each pairing (row) by each criterion, 0 to 1.
        outcomes: of each pairing.
    """
    centred = outcomes - outcomes.mean()
    if not centred.any():
        return False
    basis, _ = np.linalg.qr(degrees - degrees.mean(axis=0))
    shuffled = np.random.default_rng(_SEED).permuted(np.tile(centred, (REPEATS, 1)), axis=1)
    explained = np.square(shuffled @ basis).sum(axis=1)
    return bool(np.mean(explained >= np.square(centred @ basis).sum()) < _CHANCE)


def fitted(degrees: Floats, outcomes: Floats, present: Floats) -> tuple[Floats, Floats, Floats]:
    """The shares of all weight that follow outcomes best, and the ends of their 95 % intervals.

    Intervals come from drawing the pairings anew, with replacement.

    Args:
        degrees: of each pairing (row) by each criterion, 0 to 1.
        outcomes: of each pairing.
        present: the criteria's shares now, adding up to 1.
    """
    size = len(outcomes)
    drawn = np.random.default_rng(_SEED).multinomial(size, np.full(size, 1 / size), size=REPEATS)
    shares = [_shares(degrees, outcomes, present, counts.astype(np.float64)) for counts in drawn]
    low, high = np.percentile(np.stack(shares), [_TAIL, 100 - _TAIL], axis=0)
    return _shares(degrees, outcomes, present, np.ones(size)), low, high


def _shares(degrees: Floats, outcomes: Floats, present: Floats, counts: Floats) -> Floats:
    """Fit with each pairing counted a number of times; the present shares where nothing speaks for any."""
    useful = np.maximum(_effects(degrees, outcomes, present, counts), 0)
    total = useful.sum()
    return np.asarray(useful / total) if total > 0 else present


def _effects(degrees: Floats, outcomes: Floats, present: Floats, counts: Floats) -> Floats:
    """By how much an outcome is better where a criterion fits fully, drawn towards the present weights.

    The present shares say nothing of ratings; their scale is how much outcomes rise with the score as it is.
    """
    centred = degrees - np.average(degrees, axis=0, weights=counts)
    rest = outcomes - np.average(outcomes, weights=counts)
    weighted = centred * counts[:, None]
    products = weighted.T @ centred
    spread = present @ products @ present
    scale = max(float(present @ (weighted.T @ rest) / spread), 0.0) if spread > 0 else 0.0
    expected = scale * present
    penalty = PRIOR * np.trace(products) / (len(outcomes) * len(present))
    off = weighted.T @ (rest - centred @ expected)
    return np.asarray(expected + np.linalg.solve(products + penalty * np.eye(len(present)), off))
