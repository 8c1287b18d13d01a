"""Keep what feedback recommends."""

from services.matching.domain.learning.weights import Recommendation
from services.matching.store import RECOMMENDATIONS
from shared.contracts.feedback import WeightsLearned
from shared.messaging import UnitOfWork


def keep(uow: UnitOfWork, learned: WeightsLearned) -> None:
    """Keep a recommendation in place of the one before."""
    recommendation = Recommendation(
        id=learned.programme_id,
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        meaning=learned.meaning,
        pairings=learned.pairings,
        needed=learned.needed,
        criteria=learned.criteria,
    )
    uow.save(RECOMMENDATIONS, recommendation)
