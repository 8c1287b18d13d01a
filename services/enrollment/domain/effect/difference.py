"""The difference of two shares over strata, with its 95 % interval.

The weights are those of the participants (coarsened exact matching, doi:10.1093/pan/mpr013). The interval is
Newcombe's (doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I), stratified
(doi:10.1198/sbr.2009.0049). Loads statsmodels, so a process apart imports it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from statsmodels.stats.proportion import proportion_confint

from services.enrollment.domain.effect.strata import Stratum, effective_others


@dataclass(frozen=True)
class Difference:
    """The share of participants with the outcome, that of comparable others, and the interval.

    Attributes:
        people: the matched participants.
        comparable: the others in the same strata.
        effective: how many equally weighted people these are worth.
        participants: the share of participants with the outcome.
        others: the same of the others, weighted as the participants are.
        low: the lower end of the 95 % interval of the difference.
        high: its upper end.
    """

    people: int
    comparable: int
    effective: float
    participants: float
    others: float
    low: float
    high: float

    @property
    def value(self) -> float:
        """The difference itself."""
        return self.participants - self.others


def compare(strata: Sequence[Stratum]) -> Difference:
    """Compare the sides of all strata that have both; at least one must."""
    matched = [stratum for stratum in strata if stratum.matched]
    people = sum(stratum.participants for stratum in matched)
    effective = effective_others(matched)
    share = sum(stratum.participants_with for stratum in matched) / people
    other = min(
        1.0,
        sum(stratum.participants * stratum.others_with / stratum.others for stratum in matched) / people,
    )
    low, high = proportion_confint(share * people, people, method="wilson")
    other_low, other_high = proportion_confint(other * effective, effective, method="wilson")
    return Difference(
        people=people,
        comparable=sum(stratum.others for stratum in matched),
        effective=effective,
        participants=share,
        others=other,
        low=share - other - hypot(share - low, other_high - other),
        high=share - other + hypot(high - share, other - other_low),
    )
