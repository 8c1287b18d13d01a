"""A closed group of people, as it is stored for good."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from services.feedback.domain.questionnaire import AskedQuestion
from shared.contracts.feedback import Dimension
from shared.kernel import Aggregate, EmployeeId, Identifier
from shared.schema.visibility import ShownTo, Visibility


class Group(Aggregate):
    """A group: who is in it, and what its figures are computed from. It never changes.

    Attributes:
        asked: the question that its people answered.
        dimension: of the closing; the total for groups over all categories.
        category: of the group's people in this dimension.
        rest: whether these people had waited long, in several categories.
        people: needed for the audit of later groups; shown to nobody.
        histogram: the blurred counts of the levels; the exact ones are not kept.
    """

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    asked: AskedQuestion
    dimension: Dimension
    category: Identifier
    rest: bool = False
    people: Annotated[tuple[EmployeeId, ...], ShownTo(Visibility.SELF)] = Field(repr=False)
    closed_at: AwareDatetime
    histogram: tuple[int, ...]
