"""The answers of one person to one question that wait for a closing."""

from datetime import datetime
from typing import Annotated, ClassVar, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.feedback.domain.items import AskedQuestion
from services.feedback.domain.questionnaire import item_of
from services.feedback.domain.release.ballots import EVERYBODY, Waiting
from services.feedback.domain.upstream import Participant
from shared.contracts.feedback import Dimension
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, EmployeeId, Identifier, stable_id
from shared.schema.visibility import ShownTo, Visibility


class Blocks(BaseModel):
    """A person's category in each dimension; fixed with the first answer of a batch."""

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
    """The answers of one person to one question in one batch.

    Attributes:
        batch: the number of the first closing that may take them; by then they no longer change.
        since: when the first of these answers was given.
        answers: how many of them count.
        levels: the sum of their levels.
    """

    shown_to: ClassVar = Visibility.SELF

    employee_id: Annotated[EmployeeId, ShownTo(Visibility.ORGANISATION)]
    asked: Annotated[AskedQuestion, ShownTo(Visibility.ORGANISATION)]
    blocks: Blocks
    batch: Annotated[int, ShownTo(Visibility.ORGANISATION)] = 0
    since: AwareDatetime
    answers: int = 0
    levels: int = 0

    def with_answer(self, answer: int) -> Self:
        """Add one answer; where answers have no mean, it takes the place of the one before."""
        item = item_of(self.asked)
        if not item.has_mean:
            return self.changed(answers=1, levels=item.level(answer))
        return self.changed(answers=self.answers + 1, levels=self.levels + item.level(answer))

    def waiting(self, dimension: Dimension) -> Waiting:
        """Return what a closing with this breakdown needs of it."""
        return Waiting(self.employee_id, self.blocks.of(dimension), self.since, self.answers, self.levels)


def waiting_fields(dimension: Dimension) -> tuple[str, ...]:
    """Return the stored fields that are the same; the total has no category."""
    of_category = () if dimension is Dimension.TOTAL else (f"blocks.{dimension.replace('-', '_')}",)
    return "employee_id", *of_category, "since", "answers", "levels"


def pending_id(programme: str, employee_id: str, asked: AskedQuestion, batch: int) -> str:
    """Return the id of a person's answers to a question in a batch."""
    return stable_id("pending", programme, employee_id, *asked.key, batch)


def start(person: Participant, asked: AskedQuestion, batch: int, *, now: datetime) -> Pending:
    """Begin to collect a person's answers to a question, in the categories that hold now."""
    return Pending(
        id=pending_id(person.programme, person.employee_id, asked, batch),
        tenant=person.tenant,
        programme=person.programme,
        region=person.region,
        employee_id=person.employee_id,
        asked=asked,
        blocks=Blocks(region=person.region, grade_band=person.grade_band, role=person.role),
        batch=batch,
        since=now,
    )
