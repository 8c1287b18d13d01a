"""The matching policy, its versions and its catalogue; for coordinators."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from services.matching.api.policy_views import (
    MAX_VERSIONS,
    Catalogue,
    DecidedView,
    FeatureView,
    NewPolicy,
    PolicyView,
    PresetView,
    RuleView,
)
from services.matching.commands.policy import decide
from services.matching.domain.eligibility.rules import RULES
from services.matching.domain.features import known_features
from services.matching.domain.policy import Aim, Decisions, Mode
from services.matching.domain.policy.presets import PRESETS
from services.matching.domain.scoring.criteria import measures_of
from services.matching.queries import policy as queries
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
VersionNumber = Annotated[int, Path(ge=0, le=MAX_VERSIONS)]


@router.get("", summary="The policy in force")
async def get_policy(programme_id: Identifier, caller: Coordinator, read: Read) -> PolicyView:
    """Return the policy the next round is computed under."""
    own = caller.employee_id
    return PolicyView.model_validate(await read.read(caller, programme_id, queries.see_current, own))


@router.put("", dependencies=[costs(HEAVY)], summary="Set the policy")
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
        caller.sub,
        end_pairings=new.end_pairings,
    )
    version = decided.version
    return DecidedView(
        policy=version.policy,
        decided_at=version.decided_at,
        decided_by=version.decided_by,
        still_paired=list(decided.still_paired),
    )


@router.get("/versions", summary="List policy versions")
async def list_policy_versions(
    programme_id: Identifier, caller: Coordinator, read: Read, limit: Few = 20, offset: Offset = 0
) -> Page[PolicyView]:
    """Return the latest 200 versions somebody decided on, the latest first."""
    versions = await read.read(
        caller, programme_id, queries.list_versions, caller.employee_id, PageRequest(limit, offset)
    )
    return Page.of(versions, PolicyView.model_validate)


@router.get("/versions/{number}", summary="One policy version")
async def get_policy_version(
    programme_id: Identifier, number: VersionNumber, caller: Coordinator, read: Read
) -> PolicyView:
    """Return one version."""
    own = caller.employee_id
    return PolicyView.model_validate(await read.read(caller, programme_id, queries.get_version, own, number))


@router.get("/catalogue", summary="Parts that a policy can be made of")
async def get_catalogue(programme_id: Identifier, caller: Coordinator, read: Read) -> Catalogue:
    """Return the features, rules, aims, modes and presets that a policy can be made of."""
    rules, defined = await read.read(caller, programme_id, queries.programme_terms)
    return Catalogue(
        features=[
            FeatureView(
                name=feature.name,
                kind=feature.kind,
                roles=sorted(feature.roles),
                sensitive=feature.sensitive,
                measures=measures_of(feature),
            )
            for feature in known_features(defined).values()
        ],
        rules=[
            RuleView(
                name=rule.name,
                always=rule.always,
                low=rule.setting.low if rule.setting else None,
                high=rule.setting.high if rule.setting else None,
                programme_value=rule.setting.of(rules) if rule.setting else None,
            )
            for rule in RULES.values()
        ],
        aims=list(Aim),
        modes=list(Mode),
        presets=[PresetView(name=name, criteria=list(criteria)) for name, criteria in PRESETS.items()],
    )
