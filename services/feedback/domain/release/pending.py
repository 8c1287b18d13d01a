"""The answers of one person that wait for a closing."""

from datetime import datetime
from typing import ClassVar, Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.feedback.domain.upstream import Participant
from shared.contracts.feedback import Dimension
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Identifier
from shared.schema.visibility import Visibility

EVERYBODY: Final = "all"
"""The one category of the total."""


class Blocks(BaseModel):
    """A person's category in each dimension; fixed with the first answer that waits."""

    shown_to: ClassVar = Visibility.ORGANISATION

    model_config = ConfigDict(frozen=True)

    region: Identifier
    grade_band: Identifier
    role: Role

    def of(self, dimension: Dimension) -> str:
        """Return the category in a dimension."""
        if dimension is Dimension.TOTAL:
            return EVERYBODY
        return str(getattr(self, dimension.replace("-", "_")))


class Pending(Aggregate):
    """The answers of one person since their last group; the id is the employee's.

    Attributes:
        since: when the first of these answers was given.
        answers: how many there are.
        usefulness: the sum of the ratings.
    """

    shown_to: ClassVar = Visibility.SELF

    blocks: Blocks
    since: AwareDatetime
    answers: int = 0
    usefulness: int = 0

    def with_rating(self, rating: int) -> Self:
        """Add one answer."""
        return self.changed(answers=self.answers + 1, usefulness=self.usefulness + rating)

    @property
    def vote(self) -> float:
        """The person's one vote: the mean of their answers, as a level from 1 to 5."""
        return self.usefulness / self.answers


def start(person: Participant, *, now: datetime) -> Pending:
    """Begin to collect a person's answers, in the categories that hold now."""
    return Pending(
        id=person.employee_id,
        tenant=person.tenant,
        programme=person.programme,
        region=person.region,
        blocks=Blocks(region=person.region, grade_band=person.grade_band, role=person.role),
        since=now,
    )
