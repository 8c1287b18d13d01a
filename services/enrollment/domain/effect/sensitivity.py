"""How strong a hidden difference between the sides would have to be to explain a result.

The E-value (doi:10.7326/M16-2607) and the bound of Rosenbaum (doi:10.1007/978-1-4757-3692-2, chapter 4).
Loads scipy, so a process apart imports it.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Final

import numpy as np
from scipy.optimize import brentq
from scipy.stats import nchypergeom_fisher, norm

from services.enrollment.domain.effect.difference import Difference
from services.enrollment.domain.effect.strata import Stratum

LARGEST_GAMMA: Final = 10.0
"""A larger bias is not looked for."""
_ONE_SIDED: Final = 0.025


def e_value(ratio: float) -> float:
    """Return the E-value of a ratio of risks."""
    above = max(ratio, 1 / ratio)
    return above + sqrt(above * (above - 1))


def e_value_of_limit(difference: Difference) -> float:
    """Return the E-value of the interval's end that is nearer to 0; 1 if the interval contains 0.

    The ratio is that of the rarer direction (leaving rather than staying), for which the E-value holds.
    """
    if difference.low <= 0 <= difference.high:
        return 1.0
    nearer = difference.low if difference.low > 0 else difference.high
    risk = difference.others
    if risk > 1 / 2:
        risk, nearer = 1 - risk, -nearer
    return e_value((risk + nearer) / risk)


def upper_probability(strata: Sequence[Stratum], gamma: float) -> float:
    """Return the largest probability that chance and a bias of gamma give participants the outcome as often.

    Within a stratum those with the outcome are drawn with odds of gamma for a participant; over all strata
    the count is nearly normal.
    """
    table = np.array(strata)
    people, participants = table[:, 0] + table[:, 2], table[:, 0]
    outcomes = table[:, 1] + table[:, 3]
    mean, variance = nchypergeom_fisher.stats(people, outcomes, participants, gamma)
    surplus = table[:, 1].sum() - np.sum(mean) - 1 / 2
    return float(norm.sf(surplus / np.sqrt(np.sum(variance))))


def largest_gamma(strata: Sequence[Stratum], *, more: bool) -> float | None:
    """Return the largest bias that still leaves a difference, up to `LARGEST_GAMMA`; None if none does.

    Args:
        strata: of both sides.
        more: whether the participants have the outcome more often; otherwise those without it are counted.
    """
    varied = [
        stratum if more else _without(stratum)
        for stratum in strata
        if stratum.matched
        and 0 < stratum.participants_with + stratum.others_with < stratum.participants + stratum.others
    ]
    if not varied or upper_probability(varied, 1.0) > _ONE_SIDED:
        return None
    if upper_probability(varied, LARGEST_GAMMA) <= _ONE_SIDED:
        return LARGEST_GAMMA
    root = brentq(lambda gamma: upper_probability(varied, gamma) - _ONE_SIDED, 1.0, LARGEST_GAMMA, xtol=1e-3)
    return float(root)


def _without(stratum: Stratum) -> Stratum:
    """Return the stratum with the opposite outcome."""
    return Stratum(
        stratum.participants,
        stratum.participants - stratum.participants_with,
        stratum.others,
        stratum.others - stratum.others_with,
    )
