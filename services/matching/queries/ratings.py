"""Rated pairings that the weights of the policy may be learnt from."""

from datetime import datetime
from typing import Final

from services.matching.domain.learning.weights import Rated, degrees_of, same_meaning
from services.matching.domain.policy import DEFAULT, Policy
from services.matching.domain.policy.history import PolicyVersion, version_id
from services.matching.queries.policy import current_version
from services.matching.queries.relations import relations_of
from services.matching.store import PAIRINGS, POLICY_VERSIONS, PROPOSALS, RATINGS
from shared.messaging import UnitOfWork

MOST_PAIRINGS: Final = 1_000
"""The number of latest rated pairings that count: enough for narrow intervals and a quick answer."""


_MOST_VERSIONS: Final = 100


async def rated_pairings(uow: UnitOfWork, employee_id: str | None) -> tuple[Policy, list[Rated]]:
    """The present policy, and the pairings with an outcome that counts whose criteria meant the same as now.

    Pairings that are concealed from the coordinator don't count.

    Raises:
        NotFound: no such programme.
    """
    relations = await relations_of(uow, employee_id)
    version = await current_version(uow)
    since = await _meant_the_same_since(uow, version)
    latest = [("counted_at", -1), ("id", 1)]
    ratings = await uow.find(RATINGS, {"counted_at": {"$ne": None}}, sort=latest, limit=MOST_PAIRINGS)
    pairings = await uow.find(
        PAIRINGS, {"id": {"$in": [each.id for each in ratings]}, **relations.of_pairs()}
    )
    wanted = {"id": {"$in": [each.proposal_id for each in pairings]}}
    proposals = {each.id: each for each in await uow.find(PROPOSALS, wanted)}
    means = {each.id: each.mean for each in ratings}
    in_order = sorted(pairings, key=lambda pairing: pairing.id)
    return version.policy, [
        Rated(degrees_of(proposal.explanation), means[pairing.id])
        for pairing in in_order
        if (proposal := proposals.get(pairing.proposal_id)) and (not since or proposal.made_at >= since)
    ]


async def _meant_the_same_since(uow: UnitOfWork, current: PolicyVersion) -> datetime | None:
    """From when on the criteria compared as they do now, whatever their weights; None: from the beginning."""
    since = current.decided_at
    for number in range(current.policy.number - 1, max(current.policy.number - _MOST_VERSIONS, 0), -1):
        earlier = await uow.require(POLICY_VERSIONS, version_id(number))
        if not same_meaning(earlier.policy, current.policy):
            return since
        since = earlier.decided_at
    first = current.policy.number < _MOST_VERSIONS and same_meaning(DEFAULT, current.policy)
    return None if first else since
