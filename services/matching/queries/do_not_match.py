"""Pairs that are not to be matched again."""

from services.matching.domain.pairs.do_not_match import DoNotMatch
from services.matching.queries.pages import find_programme_page
from services.matching.queries.relations import relations_of
from services.matching.store import DO_NOT_MATCH
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest


async def list_do_not_match(uow: UnitOfWork, employee_id: str | None, page: PageRequest) -> Found[DoNotMatch]:
    """List the pairs that are not matched again, the first one first."""
    relations = await relations_of(uow, employee_id)
    return await find_programme_page(uow, DO_NOT_MATCH, relations.of_pairs(), page, by="since")
