"""Figures from the blurred histograms of groups, and from nothing else."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.feedback.domain.release.group import Group
from services.feedback.domain.release.parameters import LEVELS, Parameters
from services.feedback.domain.release.pending import EVERYBODY
from shared.contracts.feedback import Dimension, Question, ReleasedFigure

_NORMAL: Final = 1.96
"""Standard deviations on each side of a 95 % margin."""
_ROUNDING: Final = 0.25
"""The variance that rounding one vote randomly adds, at most."""
_SPREAD_OF_MEAN: Final = 10.0
"""The sum of the squared distances of the levels from their middle."""
_SPREAD_OF_SHARE: Final = 2 * 0.6**2 + 3 * 0.4**2
"""The same of being among the two upper levels, once the levels' noise is centred."""
_POINTS: Final = 5
"""Shares are shown in steps of this many percent."""


def figures_of(groups: Sequence[Group], parameters: Parameters) -> tuple[ReleasedFigure, ...]:
    """Return all figures of some groups: totals first, then by dimension and category."""
    parts: defaultdict[tuple[Dimension, str], list[Group]] = defaultdict(list)
    for group in groups:
        parts[Dimension.TOTAL, EVERYBODY].append(group)
        if group.dimension is not Dimension.TOTAL:
            parts[group.dimension, group.category].append(group)
    in_order = sorted(parts, key=lambda part: (list(Dimension).index(part[0]), part[1]))
    return tuple(_figure(part, parts[part], parameters) for part in in_order)


def _figure(part: tuple[Dimension, str], groups: Sequence[Group], parameters: Parameters) -> ReleasedFigure:
    votes = sum(len(group.people) for group in groups)
    shares = project(_sum(group.usefulness for group in groups), votes) / votes
    dimension, category = part
    return ReleasedFigure(
        question=Question.USEFULNESS,
        dimension=dimension,
        category=category,
        votes=votes,
        mean=round(float(shares @ np.arange(1, LEVELS + 1)), 1),
        mean_margin=math.ceil(10 * _margin(_SPREAD_OF_MEAN, votes, len(groups), parameters)) / 10,
        favourable=_points(shares[3] + shares[4]),
        neutral=_points(shares[2]),
        unfavourable=_points(shares[0] + shares[1]),
        share_margin=min(100, math.ceil(100 * _margin(_SPREAD_OF_SHARE, votes, len(groups), parameters))),
    )


def project(histogram: NDArray[np.float64], total: int) -> NDArray[np.float64]:
    """Return the nearest histogram without negative counts whose sum is the known number of votes."""
    descending = np.sort(histogram)[::-1]
    excess = (np.cumsum(descending) - total) / np.arange(1, len(histogram) + 1)
    kept = np.flatnonzero(descending > excess)[-1]
    return np.asarray(np.maximum(histogram - excess[kept], 0.0))


def _margin(spread: float, votes: int, groups: int, parameters: Parameters) -> float:
    """Return the 95 % margin that the blur and the random rounding leave."""
    variance = spread * parameters.noise_variance * groups + _ROUNDING * votes
    return _NORMAL * math.sqrt(variance) / votes


def _sum(histograms: Iterable[Sequence[int]]) -> NDArray[np.float64]:
    return np.asarray(np.sum(np.array(list(histograms), dtype=np.float64), axis=0))


def _points(share: float) -> int:
    return _POINTS * round(100 * share / _POINTS)
