"""Learn weights from the ratings of pairings, in batches."""

from collections.abc import Mapping
from typing import Final

from services.feedback.domain.learning.outcome import TOGETHER, Learning, Outcome, start
from services.feedback.domain.learning.weights import NEEDED, recommend
from services.feedback.store import LEARNING, OUTCOMES
from shared.contracts.feedback import WeightsLearned
from shared.contracts.matching import PairingActivated, PairingFit
from shared.messaging import UnitOfWork

MOST_PAIRINGS: Final = 5_000
"""The number of latest pairings that count: enough for narrow intervals."""
_MADE_BY_CRITERIA: Final = {"meaning": {"$ne": None}}


async def note_fit(uow: UnitOfWork, pairing: PairingActivated) -> None:
    """Keep by which criteria a pairing was made."""
    outcome = await uow.get(OUTCOMES, pairing.pairing_id) or start(pairing.pairing_id, uow.scope)
    uow.save(OUTCOMES, outcome.activated(pairing.fit, pairing.activated_at))


async def rate(uow: UnitOfWork, pairing_id: str, rating: int) -> None:
    """Keep a rating of a pairing until a batch begins to count."""
    outcome = await uow.get(OUTCOMES, pairing_id) or start(pairing_id, uow.scope)
    uow.save(OUTCOMES, outcome.rated(rating))


async def count_batch(uow: UnitOfWork) -> None:
    """Let the ratings that wait count, if enough pairings have some, and publish what all ratings say."""
    waiting = await uow.find(OUTCOMES, {"waiting": True, **_MADE_BY_CRITERIA}, sort=[("id", 1)])
    latest = await _latest(uow, _MADE_BY_CRITERIA, limit=1)
    if len(waiting) < TOGETHER or not latest or not latest[0].fit:
        return
    fit = latest[0].fit
    counted = {each.id: each.counted() for each in waiting}
    same = {"meaning": fit.meaning, "counted_answers": {"$gt": 0}}
    outcomes = {each.id: each for each in await _latest(uow, same, limit=MOST_PAIRINGS)} | {
        id_: each for id_, each in counted.items() if each.meaning == fit.meaning
    }
    for each in counted.values():
        uow.save(OUTCOMES, each)
    await _publish(uow, fit, [outcomes[id_] for id_ in sorted(outcomes)])


async def _publish(uow: UnitOfWork, fit: PairingFit, outcomes: list[Outcome]) -> None:
    probability, criteria = recommend(outcomes, fit)
    programme = uow.scope.programme
    learning = await uow.get(LEARNING, programme) or Learning(
        id=programme, tenant=uow.scope.tenant, programme=programme
    )
    fact = WeightsLearned(
        programme_id=programme,
        meaning=fit.meaning,
        pairings=len(outcomes),
        needed=NEEDED,
        probability=probability,
        criteria=criteria,
    )
    uow.save(LEARNING, learning.changed(batches=learning.batches + 1), fact)


async def _latest(uow: UnitOfWork, query: Mapping[str, object], *, limit: int) -> list[Outcome]:
    return await uow.find(OUTCOMES, query, sort=[("activated_at", -1), ("id", 1)], limit=limit)
