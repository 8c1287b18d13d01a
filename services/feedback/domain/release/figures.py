"""Figures from the blurred histograms of groups, and from nothing else."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.feedback.domain.items import AskedQuestion, Scale
from services.feedback.domain.questionnaire import item_of, place_of
from services.feedback.domain.release.ballots import EVERYBODY
from services.feedback.domain.release.group import GroupCounts
from services.feedback.domain.release.parameters import Parameters
from shared.contracts.feedback import Dimension, ReleasedFigure, ReleasedOwn, ReleasedRecommendation

_NORMAL: Final = 1.96
"""Standard deviations on each side of a 95 % margin."""
_ROUNDING: Final = 0.25
"""The variance that rounding one vote randomly adds, at most."""
_POINTS: Final = 5
"""Shares are shown in steps of this many percent."""
_MEAN: Final = (1, 2, 3, 4, 5)
"""The weights of the levels in a mean; the others are those in a share, and in the net promoter score."""
_FAVOURABLE: Final = (0, 0, 0, 1, 1)
_NET: Final = (-1, 0, 1)

Part = tuple[AskedQuestion, Dimension, str]


def figures_of(groups: Iterable[GroupCounts], parameters: Parameters) -> tuple[ReleasedFigure, ...]:
    """Return all figures of some groups by question: totals first, then by dimension and category."""
    return tuple(_figure(part, its, parameters) for part, its in _parts(groups, Scale.LEVELS))


def recommendations_of(
    groups: Iterable[GroupCounts], parameters: Parameters
) -> tuple[ReleasedRecommendation, ...]:
    """Return the net promoter scores of some groups, in the same order."""
    return tuple(_recommendation(part, its, parameters) for part, its in _parts(groups, Scale.RECOMMENDATION))


def own_figures_of(groups: Iterable[GroupCounts], parameters: Parameters) -> tuple[ReleasedOwn, ...]:
    """Return the figures of the programme's own questions of some groups, in the same order."""
    return tuple(_own(part, its, parameters) for part, its in _parts(groups, Scale.OWN))


def _parts(groups: Iterable[GroupCounts], scale: Scale) -> list[tuple[Part, list[GroupCounts]]]:
    parts: defaultdict[Part, list[GroupCounts]] = defaultdict(list)
    for group in groups:
        if item_of(group.asked).scale is scale:
            parts[group.asked, Dimension.TOTAL, EVERYBODY].append(group)
            if group.dimension is not Dimension.TOTAL:
                parts[group.asked, group.dimension, group.category].append(group)

    def place(part: Part) -> tuple[tuple[int, str, int, str], int, str]:
        return place_of(part[0]), list(Dimension).index(part[1]), part[2]

    return [(part, parts[part]) for part in sorted(parts, key=place)]


def _figure(part: Part, groups: Sequence[GroupCounts], parameters: Parameters) -> ReleasedFigure:
    asked, dimension, category = part
    votes, shares = _shares(groups)
    return ReleasedFigure(
        **asked.model_dump(exclude={"own"}),
        dimension=dimension,
        category=category,
        votes=votes,
        mean=round(float(shares @ np.array(_MEAN)), 1),
        mean_margin=math.ceil(10 * _margin(_MEAN, votes, len(groups), parameters)) / 10,
        favourable=_points(shares[3] + shares[4]),
        neutral=_points(shares[2]),
        unfavourable=_points(shares[0] + shares[1]),
        share_margin=min(100, math.ceil(100 * _margin(_FAVOURABLE, votes, len(groups), parameters))),
    )


def _recommendation(
    part: Part, groups: Sequence[GroupCounts], parameters: Parameters
) -> ReleasedRecommendation:
    asked, dimension, category = part
    votes, shares = _shares(groups)
    return ReleasedRecommendation(
        **asked.model_dump(exclude={"own"}),
        dimension=dimension,
        category=category,
        votes=votes,
        net=_points(float(shares @ np.array(_NET))),
        net_margin=min(200, math.ceil(100 * _margin(_NET, votes, len(groups), parameters))),
        promoters=_points(shares[2]),
        passives=_points(shares[1]),
        detractors=_points(shares[0]),
    )


def _own(part: Part, groups: Sequence[GroupCounts], parameters: Parameters) -> ReleasedOwn:
    asked, dimension, category = part
    item = asked.own
    if item is None:  # `_parts` gives questions of the scale asked for
        raise ValueError(asked)
    votes, shares = _shares(groups)
    numbers = range(item.low, item.high + 1)
    one = (1, *(0 for _ in numbers[1:]))
    return ReleasedOwn(
        **asked.model_dump(exclude={"own"}),
        role=item.role,
        dimension=dimension,
        category=category,
        votes=votes,
        low=item.low,
        options=item.options,
        shares=tuple(_points(share) for share in shares),
        share_margin=min(100, math.ceil(100 * _margin(one, votes, len(groups), parameters))),
        mean=round(float(shares @ np.array(numbers)), 1) if item.has_mean else None,
        mean_margin=(
            math.ceil(10 * _margin(numbers, votes, len(groups), parameters)) / 10 if item.has_mean else None
        ),
    )


def _shares(groups: Sequence[GroupCounts]) -> tuple[int, NDArray[np.float64]]:
    """Return the votes, and the share of each level among them."""
    votes = sum(group.votes for group in groups)
    return votes, project(_sum(group.histogram for group in groups), votes) / votes


def project(histogram: NDArray[np.float64], total: int) -> NDArray[np.float64]:
    """Return the nearest histogram without negative counts whose sum is the known number of votes."""
    descending = np.sort(histogram)[::-1]
    excess = (np.cumsum(descending) - total) / np.arange(1, len(histogram) + 1)
    kept = np.flatnonzero(descending > excess)[-1]
    return np.asarray(np.maximum(histogram - excess[kept], 0.0))


def _margin(weights: Sequence[int], votes: int, groups: int, parameters: Parameters) -> float:
    """Return the 95 % margin that the blur and the random rounding leave; the levels' noise is centred."""
    middle = sum(weights) / len(weights)
    spread = sum((weight - middle) ** 2 for weight in weights)
    variance = spread * parameters.noise_variance * groups + _ROUNDING * votes
    return _NORMAL * math.sqrt(variance) / votes


def _sum(histograms: Iterable[Sequence[int]]) -> NDArray[np.float64]:
    return np.asarray(np.sum(np.array(list(histograms), dtype=np.float64), axis=0))


def _points(share: float) -> int:
    return _POINTS * round(100 * share / _POINTS)
