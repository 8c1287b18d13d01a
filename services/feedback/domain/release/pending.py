"""The answers of one person to one question that wait for a closing."""

from datetime import datetime
from typing import Annotated, ClassVar, Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.feedback.domain.questionnaire import AskedQuestion, item_of
from services.feedback.domain.upstream import Participant
from shared.contracts.feedback import Dimension
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, EmployeeId, Identifier, stable_id
from shared.schema.visibility import ShownTo, Visibility

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
    """The answers of one person to one question since their last group.

    Attributes:
        since: when the first of these answers was given.
        answers: how many there are.
        levels: the sum of their levels.
    """

    shown_to: ClassVar = Visibility.SELF

    employee_id: Annotated[EmployeeId, ShownTo(Visibility.ORGANISATION)]
    asked: Annotated[AskedQuestion, ShownTo(Visibility.ORGANISATION)]
    blocks: Blocks
    since: AwareDatetime
    answers: int = 0
    levels: int = 0

    def with_answer(self, answer: int) -> Self:
        """Add one answer."""
        return self.changed(answers=self.answers + 1, levels=self.levels + item_of(self.asked).level(answer))

    @property
    def vote(self) -> float:
        """The person's one vote: the mean level of their answers."""
        return self.levels / self.answers


def pending_id(programme: str, employee_id: str, asked: AskedQuestion) -> str:
    """Return the id of a person's answers to a question that wait."""
    return stable_id(
        "pending", programme, employee_id, asked.questionnaire, asked.questionnaire_version, asked.question
    )


def start(person: Participant, asked: AskedQuestion, *, now: datetime) -> Pending:
    """Begin to collect a person's answers to a question, in the categories that hold now."""
    return Pending(
        id=pending_id(person.programme, person.employee_id, asked),
        tenant=person.tenant,
        programme=person.programme,
        region=person.region,
        employee_id=person.employee_id,
        asked=asked,
        blocks=Blocks(region=person.region, grade_band=person.grade_band, role=person.role),
        since=now,
    )
