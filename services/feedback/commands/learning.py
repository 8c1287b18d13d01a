"""Learn weights from the ratings of pairings, in batches."""

import asyncio
from typing import Final

from services.feedback.domain.learning.batch import Batch
from services.feedback.domain.learning.pairing_answers import Learning, start
from services.feedback.domain.learning.weights import NEEDED, recommend
from services.feedback.queries.ratings import LATEST_FIRST, ratings_of, that_count
from services.feedback.store import LEARNING, PAIRING_ANSWERS
from shared.contracts.feedback import WeightsLearned
from shared.contracts.matching import PairingActivated
from shared.messaging import UnitOfWork

AT_ONCE: Final = 500
"""Pairings whose ratings a transaction lets count."""


async def note_fit(uow: UnitOfWork, pairing: PairingActivated) -> None:
    """Keep by which criteria a pairing was made."""
    answers = await uow.get(PAIRING_ANSWERS, pairing.pairing_id) or start(pairing.pairing_id, uow.scope)
    uow.save(PAIRING_ANSWERS, answers.activated(pairing.fit, pairing.activated_at))


async def rate(uow: UnitOfWork, pairing_id: str, rating: int) -> None:
    """Keep a rating of a pairing until a batch begins to count."""
    answers = await uow.get(PAIRING_ANSWERS, pairing_id) or start(pairing_id, uow.scope)
    uow.save(PAIRING_ANSWERS, answers.rated(rating))


async def count_some(uow: UnitOfWork, batch: Batch) -> tuple[Batch | None, int]:
    """Let the ratings of some more pairings count; after the last, publish what all ratings say.

    Returns:
        The rest of the batch, if there is one, and the number of these pairings.
    """
    left = {**that_count(batch), "waiting": True, "id": {"$gt": batch.after}}
    some = await uow.find(PAIRING_ANSWERS, left, sort=[("id", 1)], limit=AT_ONCE)
    for each in some:
        uow.save(PAIRING_ANSWERS, each.counted())
    if len(some) == AT_ONCE:
        return batch.model_copy(update={"after": some[-1].id}), len(some)
    await _publish(uow, batch)
    return None, len(some)


async def _publish(uow: UnitOfWork, batch: Batch) -> None:
    [latest] = await uow.find(PAIRING_ANSWERS, {"meaning": batch.meaning}, sort=LATEST_FIRST, limit=1)
    if latest.fit is None:
        return
    ratings = await ratings_of(uow, batch)
    probability, criteria = await asyncio.to_thread(recommend, ratings, latest.fit)
    programme = uow.scope.programme
    learning = await uow.get(LEARNING, programme) or Learning(
        id=programme, tenant=uow.scope.tenant, programme=programme
    )
    fact = WeightsLearned(
        programme_id=programme,
        meaning=batch.meaning,
        pairings=len(ratings),
        needed=NEEDED,
        probability=probability,
        criteria=criteria,
    )
    uow.save(LEARNING, learning.changed(batches=learning.batches + 1), fact)
