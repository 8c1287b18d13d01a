"""The ratings of pairings that count, read as rows: those of thousands of pairings."""

from typing import Any, Final

from services.feedback.domain.learning.batch import Batch
from services.feedback.domain.learning.pairing_answers import RATING_FIELDS, Rating
from services.feedback.store import PAIRING_ANSWERS
from shared.messaging import UnitOfWork

_FEW: Final = 500
"""Rows in a page: each has all criteria of a pairing."""


def that_count(batch: Batch) -> dict[str, Any]:
    """Return the query for the pairings whose ratings count with a batch or did before."""
    since = {"activated_at": {"$gte": batch.since}} if batch.since else {}
    return {"meaning": batch.meaning, **since}


async def ratings_of(uow: UnitOfWork, batch: Batch) -> list[Rating]:
    """Return the ratings that count once a batch does."""
    ratings: list[Rating] = []
    query = {**that_count(batch), "counted_answers": {"$gt": 0}}
    order = [("activated_at", -1), ("id", 1)]
    async for page in uow.rows(PAIRING_ANSWERS, RATING_FIELDS, query, sort=order, at_once=_FEW):
        ratings += [Rating.of(*row) for row in page]
    return ratings
