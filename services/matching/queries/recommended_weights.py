"""Weights that ratings recommend, and by which criteria a pair was proposed."""

from datetime import datetime
from typing import Final

from services.matching.domain.learning.weights import (
    RecommendedWeights,
    fit_of,
    meaning_of,
    recommend_weights,
)
from services.matching.domain.pairs.proposal import Proposal
from services.matching.domain.policy import DEFAULT
from services.matching.domain.policy.history import PolicyVersion, version_id
from services.matching.queries.policy import current_version
from services.matching.store import POLICY_VERSIONS, RECOMMENDATIONS
from shared.contracts.matching import PairingFit
from shared.messaging import UnitOfWork

_MOST_VERSIONS: Final = 100


async def recommended_weights(uow: UnitOfWork) -> RecommendedWeights:
    """Return the recommendation for the policy in force.

    Raises:
        NotFound: no such programme.
    """
    version = await current_version(uow)
    return recommend_weights(version.policy, await uow.get(RECOMMENDATIONS, uow.scope.programme))


async def proposal_fit(uow: UnitOfWork, proposal: Proposal) -> PairingFit | None:
    """By which criteria a pair was proposed; None if the criteria have compared something else since."""
    version = await current_version(uow)
    since = await _meant_the_same_since(uow, version)
    return None if since and proposal.made_at < since else fit_of(proposal, version.policy)


async def _meant_the_same_since(uow: UnitOfWork, current: PolicyVersion) -> datetime | None:
    """From when on the criteria compared as they do now, whatever their weights; None: from the beginning."""
    since = current.decided_at
    meaning = meaning_of(current.policy)
    for number in range(current.policy.number - 1, max(current.policy.number - _MOST_VERSIONS, 0), -1):
        earlier = await uow.require(POLICY_VERSIONS, version_id(number))
        if meaning_of(earlier.policy) != meaning:
            return since
        since = earlier.decided_at
    first = current.policy.number < _MOST_VERSIONS and meaning_of(DEFAULT) == meaning
    return None if first else since
