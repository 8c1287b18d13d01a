"""Pages of a programme's lists."""

from typing import Any, TypeVar

from services.matching.store import PROGRAMMES
from shared.kernel import Aggregate
from shared.messaging import Collection, UnitOfWork
from shared.service import Found, PageRequest, find_page

A = TypeVar("A", bound=Aggregate)


async def find_programme_page(
    uow: UnitOfWork, collection: Collection[A], query: dict[str, Any], page: PageRequest, *, by: str = "id"
) -> Found[A]:
    """Return one page of a programme's documents.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    return await find_page(uow, collection, query, page, sort=[(by, 1)])
