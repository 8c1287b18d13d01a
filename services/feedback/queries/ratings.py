"""The ratings of pairings that count, read as rows: those of thousands of pairings."""

from typing import Any, Final

from services.feedback.domain.learning.batch import Batch
from services.feedback.domain.learning.pairing_answers import RATING_FIELDS, TOGETHER, Rating
from services.feedback.store import PAIRING_ANSWERS
from shared.messaging import UnitOfWork

MOST_PAIRINGS: Final = 5_000
"""The number of latest pairings that count: enough for narrow intervals."""
_FEW: Final = 500
"""Rows in a page: each has all criteria of a pairing."""
LATEST_FIRST: Final = [("activated_at", -1), ("id", 1)]


def that_count(batch: Batch) -> dict[str, Any]:
    """Return the query for the pairings whose ratings count with a batch or did before."""
    since = {"activated_at": {"$gte": batch.since}} if batch.since else {}
    return {"meaning": batch.meaning, **since}


async def ratings_of(uow: UnitOfWork, batch: Batch) -> list[Rating]:
    """Return the ratings that count once a batch does."""
    ratings: list[Rating] = []
    query = {**that_count(batch), "counted_answers": {"$gt": 0}}
    async for page in uow.rows(PAIRING_ANSWERS, RATING_FIELDS, query, sort=LATEST_FIRST, at_once=_FEW):
        ratings += [Rating.of(*row) for row in page]
    return ratings


async def next_batch(uow: UnitOfWork) -> Batch | None:
    """Return the batch of all ratings that wait, if enough pairings have some."""
    latest = await uow.find(PAIRING_ANSWERS, {"meaning": {"$ne": None}}, sort=LATEST_FIRST, limit=1)
    if not latest or latest[0].meaning is None:
        return None
    meaning = latest[0].meaning
    first = await uow.find(
        PAIRING_ANSWERS, {"meaning": meaning}, sort=LATEST_FIRST, skip=MOST_PAIRINGS - 1, limit=1
    )
    batch = Batch(meaning=meaning, since=first[0].activated_at if first else None)
    waiting = await uow.count(PAIRING_ANSWERS, {**that_count(batch), "waiting": True})
    return batch if waiting >= TOGETHER else None
