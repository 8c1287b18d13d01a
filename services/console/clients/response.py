"""The bases of all response classes."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from services.console.read_models.paginated import TablePage

T = TypeVar("T")


class Response(BaseModel):
    """The part of a response that pages use; other fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ListResponse(Response, Generic[T]):
    """One page of a list, and how many items there are in all."""

    items: list[T]
    total: int

    def on_page(self, number: int) -> TablePage[T]:
        """Return the items as a page of a table, which is the page with this number."""
        return TablePage(self.items, number, self.total)
