"""The rules and the policy that a round, or a check of one pair, is computed under."""

from services.matching.domain.policy import DEFAULT, Policy
from services.matching.domain.rounds.pool import Terms
from services.matching.store import POLICIES, PROGRAMMES
from shared.messaging import UnitOfWork


async def current_terms(uow: UnitOfWork, seed: str) -> Terms:
    """Return the programme's rules and policy as they are now.

    Raises:
        NotFound: no such programme.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    return Terms.of(programme, await current_policy(uow), uow.now.date(), seed)


async def current_policy(uow: UnitOfWork) -> Policy:
    """Return the programme's policy as it is now; the default where nobody decided anything."""
    decided = await uow.get(POLICIES, uow.scope.programme)
    return decided.policy if decided else DEFAULT
