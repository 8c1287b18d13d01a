"""Programmes."""

from services.enrollment.domain.programme import Programme
from services.enrollment.store import PROGRAMMES
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page


async def list_programmes(uow: UnitOfWork, only: frozenset[str], page: PageRequest) -> Found[Programme]:
    """A page of the organisation's programmes, and how many there are; ``only`` limits unless it is empty."""
    query = {"id": {"$in": sorted(only)}} if only else {}
    return await find_page(uow, PROGRAMMES, query, page, sort=[("id", 1)])


async def get_programme(uow: UnitOfWork, programme_id: str) -> Programme:
    """One programme."""
    return await uow.require(PROGRAMMES, programme_id)
