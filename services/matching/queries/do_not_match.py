"""Pairs that are not to be matched again."""

from services.matching.domain.pairs.do_not_match import Parting
from services.matching.queries.pages import Listed, find_programme_page
from services.matching.queries.relations import relations_of
from services.matching.store import PARTINGS
from shared.messaging import UnitOfWork


async def list_partings(uow: UnitOfWork, employee_id: str | None, limit: int, offset: int) -> Listed[Parting]:
    """Who is not to be matched again, the first one first."""
    relations = await relations_of(uow, employee_id)
    return await find_programme_page(uow, PARTINGS, relations.of_pairs(), limit, offset, by="parted_at")
