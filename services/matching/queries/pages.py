"""Pages of a programme's lists."""

from typing import Any, TypeVar

from services.matching.store import PROGRAMMES
from shared.kernel import Aggregate
from shared.messaging import Collection, UnitOfWork

A = TypeVar("A", bound=Aggregate)


Listed = tuple[list[A], int]
"""One page, and how many there are in all."""


async def find_programme_page(
    uow: UnitOfWork, collection: Collection[A], query: dict[str, Any], limit: int, offset: int, by: str = "id"
) -> Listed[A]:
    """One page.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    items = await uow.find(collection, query, sort=[(by, 1)], skip=offset, limit=limit)
    return items, await uow.count(collection, query)
