"""The objective of a round."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Points = Annotated[int, Field(ge=0, le=10_000)]


class Aim(StrEnum):
    """The quantity that the objective puts first."""

    PARTICIPATION = "participation"
    """As many pairs as possible; among those, the most points."""
    SCORE = "score"
    """The most points over what a pair has to be worth; somebody may be left out for it."""


class Fairness(BaseModel):
    """No group of mentees falls behind.

    Attributes:
        feature: whose values make the groups: a category, not a sensitive one.
        least_mean: the points of each group's pairs must reach this on average, as far as possible.
        smallest: groups with fewer mentees are ignored.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    feature: Annotated[str, Field(max_length=100)]
    least_mean: Points
    smallest: Annotated[int, Field(ge=5, le=10_000)] = 5


class Objective(BaseModel):
    """The objective.

    Attributes:
        aim: participation or score.
        worth: with the aim ``score``: points a pair has to add to be made.
        floor: no pair below this is proposed.
        fairness: a bound for groups.
        priority: points in favour of those of either role whom one of the latest rounds left out, when
            somebody has to be left out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    aim: Aim = Aim.PARTICIPATION
    worth: Points = 0
    floor: Points | None = None
    fairness: Fairness | None = None
    priority: Points = 1000
