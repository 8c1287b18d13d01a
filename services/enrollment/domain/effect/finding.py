"""The comparison as it is published: only if there is enough data, and rounded so that the interval holds."""

from collections.abc import Sequence
from math import ceil, floor
from typing import Final

from services.enrollment.domain.effect.difference import Difference, compare
from services.enrollment.domain.effect.sensitivity import e_value_of_limit, largest_gamma
from services.enrollment.domain.effect.strata import Stratum, enough_people
from shared.contracts.enrollment import Comparison, Tendency

FEWEST_WITH_OUTCOME: Final = 8
"""On each side as many people have the outcome, and as many do not."""
WIDEST: Final = 0.15
"""Half the width of an interval that still says something."""
_LARGEST_E_VALUE: Final = 1000.0


def find(strata: Sequence[Stratum]) -> Comparison | None:
    """Compare the sides; None if there is not enough data for a comparison."""
    if not enough_people(strata):
        return None
    difference = compare(strata)
    if not _enough(difference):
        return None
    gamma = largest_gamma(strata, more=difference.value > 0)
    low, high = floor(1000 * difference.low) / 10, ceil(1000 * difference.high) / 10
    tendency = _tendency(low, high)
    e_value = 1.0 if tendency is Tendency.EITHER else e_value_of_limit(difference)
    return Comparison(
        participants=difference.people,
        others=difference.comparable,
        participants_share=round(100 * difference.participants),
        others_share=round(100 * difference.others),
        difference=round(100 * difference.value, 1),
        low=low,
        high=high,
        tendency=tendency,
        e_value=min(floor(10 * e_value) / 10, _LARGEST_E_VALUE),
        gamma=None if gamma is None else floor(10 * gamma) / 10,
    )


def _enough(difference: Difference) -> bool:
    counts = [
        size * part
        for size, share in (
            (difference.people, difference.participants),
            (difference.effective, difference.others),
        )
        for part in (share, 1 - share)
    ]
    return min(counts) >= FEWEST_WITH_OUTCOME and (difference.high - difference.low) / 2 <= WIDEST


def _tendency(low: float, high: float) -> Tendency:
    if low > 0:
        return Tendency.HIGHER
    return Tendency.LOWER if high < 0 else Tendency.EITHER
