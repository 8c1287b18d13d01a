"""Compare the weights that feedback recommends with the policy in force.

Feedback has the ratings and learns from them. Nothing here changes a policy; only a coordinator does.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.matching.domain.features import FEATURES
from services.matching.domain.pairs.proposal import Proposal
from services.matching.domain.policy import Criterion, Decisions, Policy
from shared.contracts.feedback import RecommendedWeight
from shared.contracts.matching import Contribution, CriterionFit, PairingFit
from shared.kernel import Aggregate, Identifier, stable_id

NEEDED: Final = 200
"""Pairings, until feedback says otherwise."""
LIMITS: Final = (
    "correlation-is-not-cause",
    "only-rated-pairings",
    "content-people-answer-more",
    "confidential-criteria-keep-their-weight",
)


class WeightsVerdict(StrEnum):
    """The verdict on the present weights."""

    NOT_ENOUGH_DATA = "not-enough-data"
    NO_REASON_TO_CHANGE = "no-reason-to-change"
    CHANGE = "change"


class Recommendation(Aggregate):
    """The latest recommendation of feedback; the id is the programme's.

    Attributes:
        meaning: of the criteria it is about.
        pairings: how many were made by these criteria and have ratings.
        needed: pairings below which nothing is recommended.
        criteria: their weights; empty below ``needed``.
    """

    meaning: Identifier
    pairings: int
    needed: int
    criteria: tuple[RecommendedWeight, ...]


class ComparedWeight(BaseModel):
    """One criterion, in points.

    Attributes:
        criterion: its name.
        present: its weight.
        proposed: the weight that is recommended; the present one where a gain is not probable.
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


class RecommendedWeights(BaseModel):
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
    verdict: WeightsVerdict
    pairings: int
    needed: int
    criteria: tuple[ComparedWeight, ...]
    limits: tuple[str, ...] = LIMITS


def judged(decisions: Decisions) -> list[Criterion]:
    """Return the criteria that outcomes may tell of: those with a weight whose points people are shown."""
    return [
        each
        for each in decisions.criteria
        if each.weight and not any(name in FEATURES and FEATURES[name].sensitive for name in each.features)
    ]


def meaning_of(decisions: Decisions) -> Identifier:
    """Return a code that is the same for policies whose criteria compare the same, whatever the weights."""
    compared = sorted((each.name, str(each.measure), *each.features) for each in judged(decisions))
    return stable_id("criteria", *(part for parts in compared for part in parts))


def fit_of(proposal: Proposal, policy: Policy) -> PairingFit | None:
    """Return by which criteria a pair was proposed; None for one that people made.

    People know more of each other than the criteria do; pairs that they make teach nothing about them.
    """
    made_by_people = proposal.shortlist_id is not None or bool(
        policy.must_make(proposal.mentor_id, proposal.mentee_id)
    )
    degrees = _degrees_of(proposal.explanation)
    criteria = judged(policy)
    if made_by_people or proposal.round_id is None or any(each.name not in degrees for each in criteria):
        return None
    return PairingFit(
        meaning=meaning_of(policy),
        round_id=proposal.round_id,
        criteria=tuple(
            CriterionFit(criterion=each.name, degree=degrees[each.name], weight=each.weight)
            for each in criteria
        ),
    )


def recommend_weights(policy: Policy, latest: Recommendation | None) -> RecommendedWeights:
    """Compare the latest recommendation with the policy; one for other criteria or weights is not for it."""
    weights = {each.name: each.weight for each in judged(policy)}
    usable = latest if latest and latest.meaning == meaning_of(policy) else None
    recommended = {each.criterion: each for each in usable.criteria} if usable else {}
    if {name: each.weight for name, each in recommended.items()} != weights:
        recommended = {}
    criteria = tuple(_weight(name, weight, recommended.get(name)) for name, weight in weights.items())
    return RecommendedWeights(
        based_on=policy.number,
        verdict=_verdict(criteria, usable),
        pairings=usable.pairings if usable else 0,
        needed=latest.needed if latest else NEEDED,
        criteria=criteria,
    )


def _verdict(criteria: Sequence[ComparedWeight], recommendation: Recommendation | None) -> WeightsVerdict:
    if recommendation is None or recommendation.pairings < recommendation.needed:
        return WeightsVerdict.NOT_ENOUGH_DATA
    changed = any(each.proposed != each.present for each in criteria)
    return WeightsVerdict.CHANGE if changed else WeightsVerdict.NO_REASON_TO_CHANGE


def _weight(name: str, weight: int, recommended: RecommendedWeight | None) -> ComparedWeight:
    if recommended is None:
        return ComparedWeight(criterion=name, present=weight, proposed=weight)
    return ComparedWeight(
        criterion=name,
        present=weight,
        proposed=recommended.recommended,
        low=recommended.low,
        high=recommended.high,
    )


def _degrees_of(explanation: Sequence[Contribution]) -> dict[str, float]:
    """Return how well each criterion fitted a pair, from the explanation shown to both."""
    return {each.criterion: each.points / each.at_most for each in explanation if each.at_most}
