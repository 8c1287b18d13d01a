"""Bodies and views of decisions on a proposed round."""

from typing import Annotated, Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from services.matching.api.views import View
from services.matching.domain.policy import PairOf
from services.matching.domain.rounds.decision import DecisionKind
from services.matching.domain.rounds.round import RoundState
from services.matching.domain.rounds.what_if import Cost
from shared.kernel import Identifier

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"\S")]
_PAIR: Final[JsonDict] = {
    "mentor_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
    "mentee_id": "0a9b8c7d6e5f40312233445566778899",
}
_COST: Final[JsonDict] = {
    "pairs": 0,
    "points": 340,
    "gap": 0,
    "changed": 2,
    "gone": [
        _PAIR | {"mentor_id": "11223344556677889900aabbccddeeff"},
        _PAIR | {"mentee_id": "9e8d7c6b5a494837a6b5c4d3e2f10011"},
    ],
    "come": [
        _PAIR,
        {
            "mentor_id": "11223344556677889900aabbccddeeff",
            "mentee_id": "9e8d7c6b5a494837a6b5c4d3e2f10011",
        },
    ],
}


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [values]})


class NewDecision(BaseModel):
    """Decide on a pair: make it, forbid it, or leave it to the computation (again)."""

    model_config = _example(**_PAIR, what="make", reason="both work on the customer app")

    mentor_id: Identifier
    mentee_id: Identifier
    what: Literal[DecisionKind.MAKE, DecisionKind.FORBID, DecisionKind.FREE] = DecisionKind.MAKE
    reason: Reason | None = None


class Locks(BaseModel):
    """Proposals that stay when their round is computed again, or (``locked`` false) no longer."""

    model_config = _example(proposals=["2f1c8a0d5b7e4c3a9d6e8f7a1b2c3d4e"], locked=True)

    proposals: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=500)]
    locked: bool = True


class Rejection(BaseModel):
    """The reason for withdrawing a proposal; kept on the round for coordinators."""

    model_config = _example(reason="they share an office")

    reason: Reason


class Discard(BaseModel):
    """The reason for discarding a round; kept on the round for coordinators."""

    model_config = _example(reason="a department was missing")

    reason: Reason | None = None


class DecisionView(View):
    """A decision on a round: by whom, when, and (once its what-if is computed) its cost.

    The cost is that of this decision together with those before it; ``what_if`` is the id of the what-if that
    computes it.
    """

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "what": "make",
                    "pair": _PAIR,
                    "by": "anna@acme",
                    "at": "2026-01-05T09:10:00Z",
                    "reason": "both work on the customer app",
                    "what_if": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                    "what_if_state": "previewed",
                    "cost": _COST,
                }
            ]
        },
    )

    what: DecisionKind
    pair: PairOf | None
    by: str
    at: AwareDatetime
    reason: str | None
    what_if: Identifier | None
    what_if_state: RoundState | None = None
    cost: Cost | None = None
