"""How soon people are to have their first partner."""

from datetime import timedelta
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

FEWEST: Final = 5
"""Of fewer people a share says nothing."""


class ServiceLevel(BaseModel):
    """Time to match as a promise: a share of people is paired within a number of days of getting ready.

    Attributes:
        days: from getting ready to the first pairing, at most.
        share: of how many people in a hundred that has to hold.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: Annotated[int, Field(ge=1, le=365)] = 14
    share: Annotated[int, Field(ge=1, le=100)] = 80

    @property
    def target(self) -> timedelta:
        """The days as a span of time."""
        return timedelta(days=self.days)

    def percent(self, in_time: int, people: int) -> float | None:
        """Return how many in a hundred were paired in time; None where there are too few people to tell."""
        return round(100 * in_time / people, 1) if people >= FEWEST else None

    def met(self, in_time: int, people: int) -> bool | None:
        """Return whether the promise holds, by whole people; None where there are too few to tell."""
        return 100 * in_time >= self.share * people if people >= FEWEST else None
