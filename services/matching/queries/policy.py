"""The policy of a programme and its versions, as a coordinator may see them."""

from typing import TypeVar

from services.matching.domain.policy import DEFAULT, Criterion, Decisions
from services.matching.domain.policy.history import (
    MatchingPolicy,
    PolicyVersion,
    version_id,
    version_of,
)
from services.matching.queries.relations import Relations, relations_of
from services.matching.store import POLICIES, POLICY_VERSIONS, PROGRAMMES
from shared.contracts.enrollment import FeatureDefinition, ProgrammeRules
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page

D = TypeVar("D", bound=Decisions)


def seen_decisions(relations: Relations, decisions: D) -> D:
    """Return the decisions without the pairs that are concealed from the coordinator."""
    if not relations.concealed:
        return decisions
    must = tuple(relations.visible(decisions.must_pair))
    never = tuple(relations.visible(decisions.must_not_pair))
    return decisions.model_copy(update={"must_pair": must, "must_not_pair": never})


def seen_version(relations: Relations, version: PolicyVersion) -> PolicyVersion:
    """Return a version without the pairs that are concealed from the coordinator."""
    return version.model_copy(update={"policy": seen_decisions(relations, version.policy)})


async def current_version(uow: UnitOfWork) -> PolicyVersion:
    """Return the version that holds; the default where nobody decided anything.

    Raises:
        NotFound: no such programme.
    """
    current = await stored_policy(uow)
    if current.policy == DEFAULT:
        return version_of(current, uow.now)
    return await uow.require(POLICY_VERSIONS, version_id(current.policy.number))


async def programme_terms(uow: UnitOfWork) -> tuple[ProgrammeRules, tuple[FeatureDefinition, ...]]:
    """Return the programme's rules, which hold where the policy decides nothing, and its features.

    Raises:
        NotFound: no such programme.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    return programme.rules, programme.features


async def defined_features(uow: UnitOfWork) -> tuple[FeatureDefinition, ...]:
    """Return the features that questionnaires of the programme define.

    Raises:
        NotFound: no such programme.
    """
    _, features = await programme_terms(uow)
    return features


async def see_current(uow: UnitOfWork, employee_id: str | None) -> PolicyVersion:
    """Return the version that holds, as this coordinator may see it.

    Raises:
        NotFound: no such programme.
    """
    return seen_version(await relations_of(uow, employee_id), await current_version(uow))


async def list_versions(uow: UnitOfWork, employee_id: str | None, page: PageRequest) -> Found[PolicyVersion]:
    """Return all versions somebody decided on, the latest first."""
    await uow.require(PROGRAMMES, uow.scope.programme)
    relations = await relations_of(uow, employee_id)
    versions, total = await find_page(uow, POLICY_VERSIONS, {}, page, sort=[("policy.number", -1)])
    return [seen_version(relations, each) for each in versions], total


async def get_version(uow: UnitOfWork, employee_id: str | None, number: int) -> PolicyVersion:
    """Return one version somebody decided on.

    Raises:
        NotFound: there is none.
    """
    version = await uow.require(POLICY_VERSIONS, version_id(number))
    return seen_version(await relations_of(uow, employee_id), version)


async def criteria_that_count(uow: UnitOfWork) -> list[Criterion]:
    """Return the criteria with a weight, those that count most first.

    Raises:
        NotFound: no such programme.
    """
    policy = (await stored_policy(uow)).policy
    return sorted((each for each in policy.criteria if each.weight), key=lambda each: -each.weight)


async def stored_policy(uow: UnitOfWork) -> MatchingPolicy:
    """Return the policy as kept, or a new one with the default.

    Raises:
        NotFound: no such programme.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    stored = await uow.get(POLICIES, programme.id)
    return stored or MatchingPolicy(id=programme.id, tenant=programme.tenant, programme=programme.id)
