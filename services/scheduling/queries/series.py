"""The series of pairings."""

from services.scheduling.domain.series import Series
from services.scheduling.queries.access import series_for
from services.scheduling.store import PROGRAMMES, SERIES
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page


async def list_series(
    uow: UnitOfWork, employee_id: str | None, *, unplaced: bool, page: PageRequest
) -> Found[Series]:
    """Return the series a coordinator may read, if asked only those that lack sessions, and their number.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    query = await series_for(uow, employee_id)
    if unplaced:
        query |= {"unplaced": {"$gt": 0}, "ended": False}
    return await find_page(uow, SERIES, query, page, sort=[("id", 1)])
