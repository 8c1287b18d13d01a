"""Propose weights of criteria from the outcomes of pairings.

Nothing here changes a policy; only a coordinator does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict

from services.matching.domain.features import FEATURES
from services.matching.domain.learning.regression import Floats, fitted, related, varied
from services.matching.domain.policy import Criterion, Decisions, Policy
from shared.contracts.matching import Contribution

LEAST_PAIRINGS: Final = 30
LEAST_BY_CRITERION: Final = 10
STEP: Final = 4
"""A weight changes by at most this part of itself (a quarter) at a time."""
LIMITS: Final = (
    "Correlation is not cause: pairs that fit well may rate better for other reasons.",
    "Only pairings that were made and rated count; of pairs nobody made nothing is known.",
    "People rate kindly, and those who are content answer more often.",
    "Criteria that are confidential are not looked at, and keep their weight.",
)


class Verdict(StrEnum):
    """The verdict on the present weights."""

    NOT_ENOUGH_DATA = "not-enough-data"
    NO_REASON_TO_CHANGE = "no-reason-to-change"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Rated:
    """One pairing with an outcome.

    Attributes:
        degrees: how well each criterion fitted, 0 to 1, by name.
        outcome: the mean rating.
    """

    degrees: Mapping[str, float]
    outcome: float


class LearnedWeight(BaseModel):
    """One criterion, in points.

    Attributes:
        criterion: its name.
        present: its weight.
        proposed: the weight outcomes speak for, at most a quarter away; the present one where they don't.
        low: where the weight that follows outcomes best lies with 95 % confidence, from here; None where
            nothing can be said: too few pairings, or all fit alike.
        high: to here.
    """

    model_config = ConfigDict(frozen=True)

    criterion: str
    present: int
    proposed: int
    low: int | None = None
    high: int | None = None

    @property
    def surprising(self) -> bool:
        """Whether the present weight is not among those that follow outcomes."""
        return self.low is not None and self.high is not None and not self.low <= self.present <= self.high


class Learned(BaseModel):
    """A proposal.

    Attributes:
        based_on: the version of the policy whose weights are judged.
        verdict: what came out.
        pairings: the number of pairings with an outcome.
        needed: how many it takes.
        criteria: those that may be shown, in the policy's order; both sums of weights are the same.
        limits: what it cannot tell, in plain words.
    """

    model_config = ConfigDict(frozen=True)

    based_on: int
    verdict: Verdict
    pairings: int
    needed: int
    criteria: tuple[LearnedWeight, ...]
    limits: tuple[str, ...] = LIMITS


def judged(decisions: Decisions) -> list[Criterion]:
    """The criteria that outcomes may tell of: those with a weight whose points people are shown."""
    return [
        each
        for each in decisions.criteria
        if each.weight and not any(name in FEATURES and FEATURES[name].sensitive for name in each.features)
    ]


def same_meaning(one: Decisions, other: Decisions) -> bool:
    """Whether degrees under the two policies mean the same, whatever the weights are."""
    first, second = ({(c.name, c.measure, c.features) for c in judged(each)} for each in (one, other))
    return first == second


def degrees_of(explanation: Sequence[Contribution]) -> dict[str, float]:
    """How well each criterion fitted a pair, from the explanation shown to both."""
    return {each.criterion: each.points / each.at_most for each in explanation if each.at_most}


def learn(policy: Policy, rated: Sequence[Rated]) -> Learned:
    """See which weights follow outcomes better than the present ones.

    Args:
        policy: the present one.
        rated: pairings with an outcome, in an order that is always the same; those that lack the degree of
            a criterion don't count.
    """
    criteria = judged(policy)
    names = [each.name for each in criteria]
    comparable = [each for each in rated if all(name in each.degrees for name in names)]
    needed = max(LEAST_PAIRINGS, LEAST_BY_CRITERION * len(criteria))
    weights = [LearnedWeight(criterion=c.name, present=c.weight, proposed=c.weight) for c in criteria]
    verdict = Verdict.NOT_ENOUGH_DATA
    if len(comparable) >= needed:
        degrees = np.array([[each.degrees[name] for name in names] for each in comparable], dtype=np.float64)
        weights = _proposed(weights, degrees.reshape(len(comparable), len(names)), _outcomes(comparable))
        changed = any(each.proposed != each.present for each in weights)
        verdict = Verdict.CHANGE if changed else Verdict.NO_REASON_TO_CHANGE
    return Learned(
        based_on=policy.number,
        verdict=verdict,
        pairings=len(comparable),
        needed=needed,
        criteria=tuple(weights),
    )


def _outcomes(rated: Sequence[Rated]) -> Floats:
    return np.array([each.outcome for each in rated], dtype=np.float64)


def _proposed(weights: list[LearnedWeight], degrees: Floats, outcomes: Floats) -> list[LearnedWeight]:
    """The weights with their intervals, and with a proposal where the present one is outside."""
    at = np.flatnonzero(varied(degrees)).tolist()
    if len(at) < 2:  # a single one has nothing to be weighed against
        return weights
    varying = degrees[:, at]
    whole = sum(weights[n].present for n in at)
    present = np.array([weights[n].present / whole for n in at])
    best, low, high = (
        np.rint(each * whole).astype(int).tolist() for each in fitted(varying, outcomes, present)
    )
    bounded = list(weights)
    for place, n in enumerate(at):
        bounded[n] = weights[n].model_copy(update={"low": low[place], "high": high[place]})
    if not related(varying, outcomes):
        return bounded
    wished = {n: best[place] - bounded[n].present for place, n in enumerate(at) if bounded[n].surprising}
    return _stepped(bounded, wished)


def _stepped(weights: list[LearnedWeight], wished: Mapping[int, int]) -> list[LearnedWeight]:
    """Take a bounded step towards what is wished; what some gain is what others lose, to the point."""
    bounds = {n: weights[n].present // STEP for n in wished}
    gains = {n: min(wish, bounds[n]) for n, wish in wished.items() if wish > 0}
    losses = {n: min(-wish, bounds[n]) for n, wish in wished.items() if wish < 0}
    moved = min(sum(gains.values()), sum(losses.values()))
    steps = _split(moved, gains) | {n: -points for n, points in _split(moved, losses).items()}
    return [
        each.model_copy(update={"proposed": each.present + steps.get(n, 0)}) for n, each in enumerate(weights)
    ]


def _split(points: int, most: Mapping[int, int]) -> dict[int, int]:
    """Whole points in proportion, nobody above their most; the largest remainders get what is over."""
    total = sum(most.values())
    if not points:
        return {}
    parts = {n: points * each // total for n, each in most.items()}
    by_remainder = sorted(most, key=lambda n: (-(points * most[n] % total), n))
    for n in by_remainder[: points - sum(parts.values())]:
        parts[n] += 1
    return parts
