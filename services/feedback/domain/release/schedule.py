"""When the answers of a programme are closed."""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated, ClassVar, Final

from pydantic import AwareDatetime, Field

from services.feedback.domain.release.changes import ChangeCounts
from services.feedback.domain.release.parameters import Parameters
from services.feedback.domain.upstream import Programme
from shared.contracts.feedback import ReleasedFigure, ReleasedRecommendation, ResponseRate
from shared.kernel import Aggregate
from shared.schema.visibility import Visibility

_AFTER_END: Final = timedelta(days=90)
"""Check-ins of the last sessions are answered by then."""
_WEEK: Final = timedelta(days=7)
_A_MONDAY: Final = datetime(2024, 1, 1, tzinfo=UTC)


class Schedule(Aggregate):
    """The closings of a programme; the id is the programme's.

    Attributes:
        parameters: fixed when the first participant is asked.
        closings: how many there were.
        closed_at: the last one.
        next_at: the coming one; None once no answers are expected any more.
        figures: those in force.
        recommendations: the net promoter scores in force.
        response: the response rate in force.
        changes: the counts of the action ledger.
    """

    shown_to: ClassVar = Visibility.COORDINATOR_AGGREGATE

    parameters: Parameters = Field(default_factory=Parameters)
    closings: Annotated[int, Field(ge=0)] = 0
    closed_at: AwareDatetime | None = None
    next_at: AwareDatetime | None = None
    figures: tuple[ReleasedFigure, ...] = ()
    recommendations: tuple[ReleasedRecommendation, ...] = ()
    response: ResponseRate | None = None
    changes: ChangeCounts = ChangeCounts()


def begin(programme: Programme, *, people: int, now: datetime) -> Schedule:
    """Fix the parameters, and plan the first closing; ``people`` may answer."""
    schedule = Schedule(id=programme.id, tenant=programme.tenant, programme=programme.id)
    return planned(schedule, programme, people=people, now=now)


def planned(schedule: Schedule, programme: Programme, *, people: int, now: datetime) -> Schedule:
    """Plan the next closing: a Monday, 00:00 UTC."""
    weeks = schedule.parameters.weeks(people)
    closing = now - (now - _A_MONDAY) % _WEEK + weeks * _WEEK
    over = datetime.combine(programme.ends_on, time(), UTC) + _AFTER_END
    return schedule.changed(next_at=closing if closing <= over else None)
