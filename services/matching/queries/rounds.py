"""Rounds, for coordinators."""

from services.matching.domain.rounds.round import BUSY_STATES
from services.matching.queries.pages import find_programme_page
from services.matching.queries.relations import relations_of
from services.matching.queries.visible_rounds import SeenRound, see, see_one
from services.matching.store import ROUNDS
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest


async def list_rounds(
    uow: UnitOfWork, employee_id: str | None, page: PageRequest, *, busy: bool = False
) -> Found[SeenRound]:
    """Return rounds, the first one first; if asked, only those a worker has something to do for."""
    query = {"state": {"$in": list(BUSY_STATES)}} if busy else {}
    rounds, total = await find_programme_page(uow, ROUNDS, query, page, by="number")
    return await see(uow, await relations_of(uow, employee_id), rounds), total


async def get_round(uow: UnitOfWork, employee_id: str | None, round_id: str) -> SeenRound:
    """Return one round, or NotFound."""
    return await see_one(uow, employee_id, await uow.require(ROUNDS, round_id))
