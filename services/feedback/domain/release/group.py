"""A closed group of people, as it is stored for good."""

from datetime import datetime
from typing import Annotated, ClassVar, NamedTuple

from pydantic import AwareDatetime, Field

from services.feedback.domain.items import AskedQuestion
from shared.contracts.feedback import Dimension
from shared.kernel import Aggregate, EmployeeId, Identifier
from shared.schema.visibility import ShownTo, Visibility


class GroupCounts(NamedTuple):
    """The part of a group that figures are computed from; nobody is named."""

    asked: AskedQuestion
    dimension: Dimension
    category: str
    closed_at: datetime
    votes: int
    histogram: tuple[int, ...]


class Group(Aggregate):
    """A group: who is in it, and what its figures are computed from. It never changes.

    Attributes:
        asked: the question that its people answered.
        dimension: of the closing; the total for groups over all categories.
        category: of the group's people in this dimension.
        rest: whether these people had waited long, in several categories.
        votes: the number of its people.
        people: needed for the audit of later groups; shown to nobody.
        histogram: the blurred counts of the levels; the exact ones are not kept.
    """

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    asked: AskedQuestion
    dimension: Dimension
    category: Identifier
    rest: bool = False
    votes: int
    people: Annotated[tuple[EmployeeId, ...], ShownTo(Visibility.SELF)] = Field(repr=False)
    closed_at: AwareDatetime
    histogram: tuple[int, ...]

    @property
    def counts(self) -> GroupCounts:
        """The part that figures are computed from."""
        return GroupCounts(
            self.asked, self.dimension, self.category, self.closed_at, self.votes, self.histogram
        )
