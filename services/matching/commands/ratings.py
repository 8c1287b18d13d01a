"""Keep the ratings of pairings."""

from datetime import datetime

from services.matching.domain.learning.ratings import RatingBatch, unrated
from services.matching.store import RATING_BATCHES, RATINGS
from shared.messaging import UnitOfWork


async def rate(uow: UnitOfWork, pairing_id: str, rating: int, at: datetime) -> None:
    """Keep one rating of a pairing; it counts together with those of other pairings."""
    known = await uow.get(RATINGS, pairing_id) or unrated(pairing_id, uow.scope, at)
    uow.save(RATINGS, known.rated(rating, at))
    programme = uow.scope.programme
    batch = await uow.get(RATING_BATCHES, programme) or RatingBatch(
        id=programme, tenant=uow.scope.tenant, programme=programme
    )
    joined = batch.joined(pairing_id)
    if joined.full:
        for each in joined.pairings:
            waiting = await uow.require(RATINGS, each)
            uow.save(RATINGS, waiting.counted(uow.now))
        joined = joined.changed(pairings=())
    if joined != batch:
        uow.save(RATING_BATCHES, joined)
