"""Policies, and what they can be made of, as callers send them and are shown them."""

from typing import Annotated, Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.matching.domain.features import Kind
from services.matching.domain.policy import Aim, Criterion, Decisions, Mode, Policy
from services.matching.domain.policy.measure import Measure
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier

MAX_VERSIONS: Final = 1_000_000


_DECISIONS: Final[dict[str, Any]] = {
    "rules": [{"rule": "grade-gap", "on": True, "value": 2}],
    "conditions": [
        {
            "name": "asia-mentors-english",
            "breach": "mentors in Asia need a mentee who speaks English well",
            "allow": {
                "any": [
                    {"not": {"feature": "region", "of": "mentor", "is": "one-of", "values": ["apac"]}},
                    {"feature": "languages", "of": "mentee", "is": "one-of", "values": ["en"], "level": 4},
                ]
            },
        }
    ],
    "criteria": [
        {"name": "topics", "measure": "complement", "features": ["topics"], "weight": 6000},
        {"name": "region", "measure": "different", "features": ["region"], "weight": 4000},
    ],
    "objective": {
        "aim": "participation",
        "worth": 0,
        "floor": 3000,
        "fairness": {"feature": "region", "least_mean": 5000, "smallest": 5},
        "priority": 1000,
    },
    "choice": {"mode": "hybrid", "chooser": "mentee", "shown": 3, "days": 3, "more": 2},
    "must_pair": [
        {
            "mentor_id": "11223344556677889900aabbccddeeff",
            "mentee_id": "0a9b8c7d6e5f40312233445566778899",
            "despite": ["same-team"],
        }
    ],
    "must_not_pair": [
        {
            "mentor_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
            "mentee_id": "0a9b8c7d6e5f40312233445566778899",
        }
    ],
    "following": {
        "fall_through": "automatic",
        "continuous": False,
        "after_minutes": 10,
        "most_asked": 3,
    },
    "service_level": {"days": 14, "share": 80},
}


class NewPolicy(Decisions):
    """The whole new policy, and the version it was edited from (0: the default).

    Open proposals of pairs that must not be made are withdrawn at once; with ``end_pairings``,
    active pairings of these pairs end, too.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        json_schema_extra={"examples": [{**_DECISIONS, "based_on": 2, "end_pairings": False}]},
    )

    based_on: Annotated[int, Field(ge=0, le=MAX_VERSIONS)]
    end_pairings: bool = False


class PolicyView(BaseModel):
    """One version of the policy; ``decided_by`` is null for the default and a copied policy."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "policy": {**_DECISIONS, "number": 3},
                    "decided_at": "2026-01-05T09:00:00Z",
                    "decided_by": "carla",
                }
            ]
        },
    )

    policy: Policy
    decided_at: AwareDatetime
    decided_by: str | None


class DecidedView(PolicyView):
    """The version in force, and the active pairings that continue although the rules exclude them now."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "policy": {**_DECISIONS, "number": 3},
                    "decided_at": "2026-01-05T09:00:00Z",
                    "decided_by": "carla",
                    "still_paired": ["7b6a594837261504f3e2d1c0b9a89786"],
                }
            ]
        },
    )

    still_paired: list[Identifier]


class FeatureView(BaseModel):
    """A published feature; ``measures`` are the ways a criterion can compare it."""

    name: str
    kind: Kind
    roles: list[Role]
    sensitive: bool
    measures: list[Measure]


class RuleView(BaseModel):
    """A published rule; those with a value say between which bounds it lies.

    ``programme_value`` holds where the policy has no value of its own.
    """

    name: str
    always: bool
    low: int | None
    high: int | None
    programme_value: int | None


class PresetView(BaseModel):
    """Shipped criteria that a policy can begin with."""

    name: str
    criteria: list[Criterion]


class Catalogue(BaseModel):
    """The catalogue of the parts of a policy."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "features": [
                        {
                            "name": "region",
                            "kind": "category",
                            "roles": ["mentee", "mentor"],
                            "sensitive": False,
                            "measures": ["similar", "different"],
                        }
                    ],
                    "rules": [
                        {
                            "name": "grade-gap",
                            "always": False,
                            "low": 1,
                            "high": 11,
                            "programme_value": 3,
                        }
                    ],
                    "aims": ["participation", "score"],
                    "modes": ["administrator", "suggested", "self", "hybrid"],
                    "presets": [{"name": "balanced", "criteria": _DECISIONS["criteria"]}],
                }
            ]
        }
    )

    features: list[FeatureView]
    rules: list[RuleView]
    aims: list[Aim]
    modes: list[Mode]
    presets: list[PresetView]
