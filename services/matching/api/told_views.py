"""Explanations as coordinators read them."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from services.matching.domain.pairs.told_to_others import tell_others
from shared.contracts.matching import Contribution


def _told(explanation: list[Contribution]) -> list[Contribution]:
    return list(tell_others(explanation))


FitExplanation: TypeAlias = Annotated[list[Contribution], AfterValidator(_told)]
"""An explanation for anybody but the two: it says how well their answers fit, never what they answered."""
