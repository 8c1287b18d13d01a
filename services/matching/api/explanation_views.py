"""Explanations as coordinators read them."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from services.matching.domain.pairs.without_answers import without_answers
from shared.contracts.matching import Contribution


def _without_answers(explanation: list[Contribution]) -> list[Contribution]:
    return list(without_answers(explanation))


FitExplanation: TypeAlias = Annotated[list[Contribution], AfterValidator(_without_answers)]
"""An explanation for anybody but the two: it says how well their answers fit, never what they answered."""
