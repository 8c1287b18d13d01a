"""When the answers of a programme are closed."""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated, ClassVar, Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.feedback.domain.items import AskedQuestion
from services.feedback.domain.learning.batch import Batch
from services.feedback.domain.release.changes import ChangeCounts
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.upstream import Programme
from shared.contracts.feedback import (
    Dimension,
    ReleasedFigure,
    ReleasedOwn,
    ReleasedRecommendation,
    ResponseRate,
)
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Identifier
from shared.schema.visibility import Visibility

_AFTER_END: Final = timedelta(days=90)
"""Check-ins of the last sessions are answered by then."""
BEFORE_CLOSING: Final = timedelta(minutes=5)
"""Answers of the last minutes belong to the batch after: nothing of the closed one changes while it is read,
as no transaction is open that long.
"""
_WEEK: Final = timedelta(days=7)
_A_MONDAY: Final = datetime(2024, 1, 1, tzinfo=UTC)


class Underway(BaseModel):
    """A closing that is not done yet: that of many answers takes several transactions.

    Attributes:
        at: its instant.
        size: how many people may answer.
        dimension: its breakdown.
        room: how many questions beside that of check-ins it can still take, by role.
        left: the questions that it has not looked at yet, in the order in which they have their turn.
    """

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    size: int
    dimension: Dimension
    room: dict[Role, int]
    left: tuple[AskedQuestion, ...]


class Schedule(Aggregate):
    """The closings of a programme; the id is the programme's.

    Attributes:
        parameters: fixed when the first participant is asked.
        closings: how many there were.
        closed_at: the last one.
        next_at: the coming one; None once no answers are expected any more.
        underway: the closing whose groups are being made.
        learning: the ratings that begin to count with the last closing, until all of them do.
        to_delete: the groups and memberships whose answers are still to be deleted.
        deleted: of how many people of the first of them the answers are.
        steps: how many transactions closings have taken.
        figures: those in force.
        recommendations: the net promoter scores in force.
        own: the figures of the programme's own questions in force.
        response: the response rate in force.
        changes: the counts of the action ledger.
    """

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    parameters: Parameters = Field(default_factory=Parameters)
    closings: Annotated[int, Field(ge=0)] = 0
    closed_at: AwareDatetime | None = None
    next_at: AwareDatetime | None = None
    underway: Underway | None = None
    learning: Batch | None = None
    to_delete: tuple[Identifier, ...] = ()
    deleted: int = 0
    steps: int = 0
    figures: tuple[ReleasedFigure, ...] = ()
    recommendations: tuple[ReleasedRecommendation, ...] = ()
    own: tuple[ReleasedOwn, ...] = ()
    response: ResponseRate | None = None
    changes: ChangeCounts = ChangeCounts()

    def is_due(self, *, now: datetime) -> bool:
        """Return whether it is time to close; a repetition of a closing never is."""
        return self.next_at is not None and now >= self.next_at

    def planned(self, programme: Programme, *, people: int, now: datetime) -> Self:
        """Plan the next closing: a Monday, 00:00 UTC."""
        weeks = self.parameters.weeks(people)
        closing = now - (now - _A_MONDAY) % _WEEK + weeks * _WEEK
        over = datetime.combine(programme.ends_on, time(), UTC) + _AFTER_END
        return self.changed(next_at=closing if closing <= over else None)


def batch_at(schedule: Schedule | None, *, now: datetime) -> int:
    """Return the number of the first closing that may take what is answered now."""
    if schedule is None:
        return 0
    return schedule.closings + schedule.is_due(now=now + BEFORE_CLOSING)


def begin(programme: Programme, *, people: int, now: datetime) -> Schedule:
    """Fix the parameters, and plan the first closing; ``people`` may answer."""
    schedule = Schedule(id=programme.id, tenant=programme.tenant, programme=programme.id)
    return schedule.planned(programme, people=people, now=now)
