"""Lists, one way for every service: the part asked for, and the page in return."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Generic, Self, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel

from shared.kernel import Aggregate
from shared.messaging.unit_of_work import UnitOfWork
from shared.persistence.collection import Collection
from shared.schema.visibility import ShownTo, Visibility

LONGEST_PAGE: Final = 500
FURTHEST: Final = 10_000_000
"""No list is that long; numbers much larger are none the database can count with."""

Limit = Annotated[int, Query(ge=1, le=LONGEST_PAGE, description="Page size")]
Offset = Annotated[int, Query(ge=0, le=FURTHEST, description="Items to skip")]

A = TypeVar("A", bound=Aggregate)
T = TypeVar("T")
V = TypeVar("V", bound=BaseModel)
Found = tuple[list[T], int]
"""The items of one page, and how many there are in all."""
Sort = list[tuple[str, int]]


@dataclass(frozen=True)
class PageRequest:
    """The part of a list that is asked for."""

    limit: int
    offset: int


def _page_request(limit: Limit = 100, offset: Offset = 0) -> PageRequest:
    return PageRequest(limit, offset)


Paging = Annotated[PageRequest, Depends(_page_request)]
"""The query parameters ``limit`` and ``offset`` of a list endpoint."""


class Page(BaseModel, Generic[V]):
    """One page of a list; ``total`` counts all that match."""

    items: list[V]
    total: Annotated[int, ShownTo(Visibility.ORGANISATION)]

    @classmethod
    def of(cls, page: Found[T], show: Callable[[T], V]) -> Self:
        """Show the items of a page."""
        items, total = page
        return cls(items=[show(item) for item in items], total=total)


async def find_page(
    uow: UnitOfWork, collection: Collection[A], query: Mapping[str, Any], page: PageRequest, *, sort: Sort
) -> Found[A]:
    """Return one page of the documents that match a query, and how many match."""
    query = dict(query)
    items = await uow.find(collection, query, sort=sort, skip=page.offset, limit=page.limit)
    return items, await uow.count(collection, query)
