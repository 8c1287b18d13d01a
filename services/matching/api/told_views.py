"""Explanations as coordinators read them."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from services.matching.domain.pairs.told_to_others import tell_others
from shared.contracts.matching import Contribution


def _told(explanation: list[Contribution]) -> list[Contribution]:
    return list(tell_others(explanation))


ToldExplanation: TypeAlias = Annotated[list[Contribution], AfterValidator(_told)]
"""Of what the two have answered it tells only how well it fits."""
