"""Weights that the ratings of pairings recommend; for coordinators, who may set them or not."""

from typing import Any, Final

from fastapi import APIRouter
from pydantic import ConfigDict

from services.matching.domain.learning.weights import LIMITS, RecommendedWeights
from services.matching.queries import recommended_weights
from shared.kernel import Identifier
from shared.service import Coordinator, Read

router = APIRouter(prefix="/programmes/{programme_id}/policy/recommended-weights", tags=["policy"])

_EXAMPLE: Final[dict[str, Any]] = {
    "based_on": 3,
    "verdict": "change",
    "pairings": 212,
    "needed": 200,
    "criteria": [
        {"criterion": "topics", "present": 6000, "proposed": 6400, "low": 6180, "high": 8050},
        {"criterion": "department", "present": 1600, "proposed": 1200, "low": 0, "high": 1210},
        {"criterion": "region", "present": 2400, "proposed": 2400, "low": 950, "high": 3100},
    ],
    "limits": list(LIMITS),
}


class RecommendedWeightsView(RecommendedWeights):
    """The weights that ratings recommend. They apply once a coordinator sets them with ``PUT …/policy``."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [_EXAMPLE]})


@router.get("", summary="Recommended weights")
async def get_recommended_weights(
    programme_id: Identifier, caller: Coordinator, read: Read
) -> RecommendedWeightsView:
    """Return the weights that ratings of pairings recommend; change nothing."""
    return RecommendedWeightsView.model_validate(
        await read.read(caller, programme_id, recommended_weights.recommended_weights)
    )
