"""Pages of a table."""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T = TypeVar("T")

PAGE_SIZE: Final = 25


@dataclass(frozen=True)
class TablePage(Generic[T]):
    """One page of a table, as templates show it.

    Attributes:
        items: the rows.
        number: which page, from 1.
        total: rows on all pages.
        size: rows a page at most.
    """

    items: list[T]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of the first row shown, from 1; 0 of none."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return self.first + len(self.items) - 1 if self.items else 0

    @property
    def bounds(self) -> dict[str, int]:
        """The places of a caption: "{first} to {last} of {total} people"."""
        return {"first": self.first, "last": self.last, "total": self.total}
