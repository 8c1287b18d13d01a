"""What a round, or a check of one pair, is done under."""

from services.matching.domain.policy import DEFAULT
from services.matching.domain.pool import Terms
from services.matching.store import POLICIES, PROGRAMMES
from shared.messaging.unit_of_work import UnitOfWork


async def current_terms(uow: UnitOfWork, seed: str) -> Terms:
    """The programme's rules and policy as they are now.

    Raises:
        NotFound: no such programme.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    decided = await uow.get(POLICIES, programme.id)
    return Terms.of(programme, decided.policy if decided else DEFAULT, uow.now.date(), seed)
