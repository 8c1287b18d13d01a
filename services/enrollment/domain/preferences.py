"""The preferences of a participant: capacity, working hours, topics."""

from datetime import time
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.vocabulary import LocalTime, TopicLevel
from shared.kernel import RuleBroken

SHORTEST_DAY_MINUTES: Final = 4 * 60


class Hours(BaseModel):
    """A working day, Monday to Friday, on the person's own clock."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    starts: LocalTime = "09:00"
    ends: LocalTime = "17:00"

    def check(self) -> None:
        """Check that it is one day, and long enough to find a session in.

        Raises:
            RuleBroken: overnight, or under four hours.
        """
        starts, ends = _minutes(self.starts), _minutes(self.ends)
        if ends <= starts:
            raise RuleBroken(
                "a working day must end after it starts, on the same day",
                code="working-day-ends-before-start",
                field="working_hours",
            )
        if ends - starts < SHORTEST_DAY_MINUTES:
            raise RuleBroken(
                "a working day must have at least four hours",
                code="working-day-too-short",
                field="working_hours",
            )


class Preferences(BaseModel):
    """The preferences that a participant states."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    capacity: Annotated[int, Field(ge=1, le=10)] = 1
    """The number of pairings at a time."""
    working_hours: Hours = Hours()
    topics: Annotated[tuple[TopicLevel, ...], Field(max_length=25)] = ()
    """Topics that a mentor offers (none: the skills HR has recorded), or that a mentee wants to learn."""

    def check(self) -> None:
        """Check what the fields imply together.

        Raises:
            RuleBroken: the working day is not valid, or a topic is listed twice.
        """
        self.working_hours.check()
        names = [wish.topic for wish in self.topics]
        if len(set(names)) < len(names):
            raise RuleBroken("each topic may be listed once", code="topic-repeated", field="topics")


def _minutes(clock: str) -> int:
    at = time.fromisoformat(clock)
    return at.hour * 60 + at.minute
