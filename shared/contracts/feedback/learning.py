"""Weights of the matching, as learned from outcomes."""

from typing import Annotated

from pydantic import Field

from shared.contracts.feedback.event import FeedbackEvent
from shared.contracts.vocabulary import Code, Count, Identifier, Score
from shared.schema import Part


class RecommendedWeight(Part):
    """The weight that ratings recommend for a criterion.

    Attributes:
        weight: the current one, in points.
        recommended: the current one as well, unless a gain is probable.
        low: the lower end of the 95 % interval.
        high: the upper end.
    """

    criterion: Code
    weight: Score
    recommended: Score
    low: Score
    high: Score


class WeightsLearned(FeedbackEvent, fact="weights-learned", aggregate="learning", key="programme_id"):
    """The ratings of at least eight more pairings count, and this is what all of them say about the weights.

    Attributes:
        meaning: of the criteria, as in `PairingFit`.
        pairings: how many were made by these criteria and have ratings.
        needed: pairings below which nothing is recommended.
        probability: that pairings made by the best weights are rated better; None below ``needed``.
        criteria: empty below ``needed``.
    """

    programme_id: Identifier
    meaning: Identifier
    pairings: Count
    needed: Count
    probability: Annotated[float, Field(ge=0, le=1)] | None
    criteria: Annotated[tuple[RecommendedWeight, ...], Field(max_length=50)]
