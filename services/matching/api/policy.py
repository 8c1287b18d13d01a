"""The matching policy: what it can be made of, what it is, and what it was; for coordinators."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.matching.commands.policy import decide
from services.matching.domain.eligibility.rules import RULES
from services.matching.domain.features import FEATURES, Kind
from services.matching.domain.policy import Aim, Decisions, Mode, Policy
from services.matching.domain.policy.measure import Measure
from services.matching.domain.scoring.criteria import measures_of
from services.matching.queries import policy as queries
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier
from shared.runtime.quotas import HEAVY, costs
from shared.service import (
    Coordinator,
    Offset,
    Page,
    PageRequest,
    Read,
    Run,
)

router = APIRouter(prefix="/programmes/{programme_id}/policy", tags=["policy"])

Few = Annotated[int, Query(ge=1, le=50, description="Page size")]
"""A version names up to 2,000 pairs."""
MAX_VERSIONS: Final = 1_000_000
VersionNumber = Annotated[int, Path(ge=0, le=MAX_VERSIONS)]

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
    """The whole policy as it shall be, and the version it was edited from (0: the default).

    Open proposals of pairs that must not be made fall away at once; with ``end_pairings`` active pairings do.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        json_schema_extra={"examples": [{**_DECISIONS, "based_on": 2, "end_pairings": False}]},
    )

    based_on: Annotated[int, Field(ge=0, le=MAX_VERSIONS)]
    end_pairings: bool = False


class PolicyView(BaseModel):
    """One version of the policy."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [{"policy": {**_DECISIONS, "number": 3}, "decided_at": "2026-01-05T09:00:00Z"}]
        },
    )

    policy: Policy
    decided_at: AwareDatetime


class DecidedView(PolicyView):
    """The version that holds now, and the active pairings that run on though they must not be made anew."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "policy": {**_DECISIONS, "number": 3},
                    "decided_at": "2026-01-05T09:00:00Z",
                    "still_paired": ["7b6a594837261504f3e2d1c0b9a89786"],
                }
            ]
        },
    )

    still_paired: list[Identifier]


class FeatureView(BaseModel):
    """A published feature; ``measures`` are the ways a criterion can compare it."""

    name: str
    title: str
    kind: Kind
    roles: list[Role]
    sensitive: bool
    measures: list[Measure]


class RuleView(BaseModel):
    """A published rule; those with a value say between which bounds it lies."""

    name: str
    breach: str
    always: bool
    low: int | None
    high: int | None


class Catalogue(BaseModel):
    """What a policy can be made of."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "features": [
                        {
                            "name": "region",
                            "title": "region",
                            "kind": "category",
                            "roles": ["mentee", "mentor"],
                            "sensitive": False,
                            "measures": ["similar", "different"],
                        }
                    ],
                    "rules": [
                        {
                            "name": "grade-gap",
                            "breach": "too small a distance in grade, or the wrong way round",
                            "always": False,
                            "low": 1,
                            "high": 11,
                        }
                    ],
                    "aims": ["participation", "score"],
                    "modes": ["administrator", "suggested", "self", "hybrid"],
                }
            ]
        }
    )

    features: list[FeatureView]
    rules: list[RuleView]
    aims: list[Aim]
    modes: list[Mode]


@router.get("")
async def get_policy(programme_id: Identifier, caller: Coordinator, read: Read) -> PolicyView:
    """The policy the next round is computed under."""
    own = caller.employee_id
    return PolicyView.model_validate(await read.read(caller, programme_id, queries.see_current, own))


@router.put("", dependencies=[costs(HEAVY)])
async def put_policy(programme_id: Identifier, new: NewPolicy, caller: Coordinator, run: Run) -> DecidedView:
    """Set the whole policy; 409 if somebody changed it since the version it was edited from.

    A coordinator who takes part doesn't see pairs of their own, or of their partners, in a policy: they stay
    as they are, and naming one is always refused in the same words.
    """
    decisions = Decisions(**{name: getattr(new, name) for name in Decisions.model_fields})
    decided = await run.command(
        caller,
        programme_id,
        decide,
        caller.employee_id,
        decisions,
        new.based_on,
        end_pairings=new.end_pairings,
    )
    version = decided.version
    return DecidedView(
        policy=version.policy, decided_at=version.decided_at, still_paired=list(decided.still_paired)
    )


@router.get("/versions")
async def list_policy_versions(
    programme_id: Identifier, caller: Coordinator, read: Read, limit: Few = 20, offset: Offset = 0
) -> Page[PolicyView]:
    """The latest 200 versions somebody decided on, the latest first."""
    found = await read.read(
        caller, programme_id, queries.list_versions, caller.employee_id, PageRequest(limit, offset)
    )
    return Page.of(found, PolicyView.model_validate)


@router.get("/versions/{number}")
async def get_policy_version(
    programme_id: Identifier, number: VersionNumber, caller: Coordinator, read: Read
) -> PolicyView:
    """One version."""
    own = caller.employee_id
    return PolicyView.model_validate(await read.read(caller, programme_id, queries.get_version, own, number))


@router.get("/catalogue")
async def get_catalogue(programme_id: Identifier, caller: Coordinator, read: Read) -> Catalogue:
    """Features, rules, aims and modes a policy can be made of."""
    await read.read(caller, programme_id, queries.current_version)
    return Catalogue(
        features=[
            FeatureView(
                name=feature.name,
                title=feature.title,
                kind=feature.kind,
                roles=sorted(feature.roles),
                sensitive=feature.sensitive,
                measures=measures_of(feature),
            )
            for feature in FEATURES.values()
        ],
        rules=[
            RuleView(
                name=rule.name,
                breach=rule.breach,
                always=rule.always,
                low=rule.setting.low if rule.setting else None,
                high=rule.setting.high if rule.setting else None,
            )
            for rule in RULES.values()
        ],
        aims=list(Aim),
        modes=list(Mode),
    )
