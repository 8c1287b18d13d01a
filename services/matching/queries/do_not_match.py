"""Pairs that are not to be matched again."""

from services.matching.domain.pairs.do_not_match import DoNotMatch
from services.matching.queries.pages import Listed, find_programme_page
from services.matching.queries.relations import relations_of
from services.matching.store import DO_NOT_MATCH
from shared.messaging import UnitOfWork


async def list_do_not_match(
    uow: UnitOfWork, employee_id: str | None, limit: int, offset: int
) -> Listed[DoNotMatch]:
    """Who is not to be matched again, the first one first."""
    relations = await relations_of(uow, employee_id)
    return await find_programme_page(uow, DO_NOT_MATCH, relations.of_pairs(), limit, offset, by="since")
