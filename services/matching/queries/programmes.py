"""The programme at hand: what it continues, and how it matches between rounds."""

from services.matching.domain.policy import Following
from services.matching.queries.terms import current_policy
from services.matching.store import PROGRAMMES, PROGRAMMES_OF_THE_ORGANISATION
from shared.kernel import Identifier
from shared.messaging import UnitOfWork


async def earlier_cohorts(uow: UnitOfWork, copied_from: str) -> tuple[Identifier, ...]:
    """Return the programme that another one continues, and those that it continues itself."""
    originals = await uow.find(PROGRAMMES_OF_THE_ORGANISATION, {"id": copied_from}, limit=1)
    return (copied_from, *(originals[0].earlier if originals else ()))


async def following_now(uow: UnitOfWork) -> Following | None:
    """Return how the next best is found between rounds.

    None if it is not, or the programme matches no more.
    """
    programme = await uow.get(PROGRAMMES, uow.scope.programme)
    if programme and not programme.matches:
        return None
    policy = await current_policy(uow)
    return policy.following if policy.follows else None
