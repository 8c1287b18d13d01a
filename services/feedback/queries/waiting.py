"""The answers that wait for a closing, read as rows: there may be a million of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from services.feedback.domain.items import AskedQuestion
from services.feedback.domain.release.ballots import EVERYBODY, Ballots, Waiting
from services.feedback.domain.release.pending import waiting_fields
from services.feedback.domain.release.response import attendance, attendances
from services.feedback.domain.release.schedule import Schedule, Underway
from services.feedback.domain.release.taking import collector
from services.feedback.queries.own_questionnaires import all_questions
from services.feedback.store import PENDING, RESPONDENTS
from shared.contracts.feedback import Dimension
from shared.messaging import UnitOfWork

_OLDEST_FIRST: Final = [("batch", 1), ("since", 1)]
_ATTENDANCE = ("employee_id", "times_asked", "times_answered")


async def first_answers(uow: UnitOfWork, batch: int) -> dict[AskedQuestion, datetime]:
    """Return when the first answer that waits was given, of each question that has any up to a batch."""
    first: dict[AskedQuestion, datetime] = {}
    for asked in await all_questions(uow):
        query = {"asked": asked.model_dump(), "batch": {"$lte": batch}}
        async for page in uow.rows(PENDING, ["since"], query, sort=_OLDEST_FIRST, limit=1):
            first[asked] = page[0][0]
    return first


async def ballots_of(
    uow: UnitOfWork, schedule: Schedule, underway: Underway, asked: AskedQuestion
) -> Ballots:
    """Return the answers to a question that a closing finds."""
    collected, fields = collector(underway, schedule.parameters, asked), waiting_fields(underway.dimension)
    query, batch = {"asked": asked.model_dump()}, schedule.closings
    older = {**query, "batch": {"$lt": batch}}
    async for page in uow.rows(PENDING, fields, older, sort=_OLDEST_FIRST):
        collected.add_older(_waiting(page, underway.dimension))
    async for page in uow.rows(PENDING, fields, {**query, "batch": batch}):
        collected.add(_waiting(page, underway.dimension))
    return collected.collected()


def _waiting(rows: Sequence[Sequence[Any]], dimension: Dimension) -> list[Waiting]:
    if dimension is Dimension.TOTAL:
        return [Waiting(person, EVERYBODY, *counts) for person, *counts in rows]
    return [Waiting(*row) for row in rows]


async def respondents_of(uow: UnitOfWork, batch: int) -> Ballots:
    """Return the check-ins that a closing finds, as one vote for each person."""
    collected = attendances()
    async for page in uow.rows(RESPONDENTS, _ATTENDANCE, {"batch": {"$lt": batch}}):
        collected.add_older(attendance(*row) for row in page)
    async for page in uow.rows(RESPONDENTS, _ATTENDANCE, {"batch": batch}):
        collected.add(attendance(*row) for row in page)
    return collected.collected()


async def count_waiting(uow: UnitOfWork) -> Counter[AskedQuestion]:
    """Return how many answers to each question wait, those that are about to be deleted included."""
    known = await all_questions(uow)
    return Counter({asked: await uow.count(PENDING, {"asked": asked.model_dump()}) for asked in known})
