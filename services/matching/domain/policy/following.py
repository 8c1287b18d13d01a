"""Settings of small rounds, between the coordinator's rounds."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

MOST_MINUTES: Final = 7 * 24 * 60


class FallThrough(StrEnum):
    """Whether the next best takes the place of a proposal that came to nothing, or a pairing that ended."""

    AUTOMATIC = "automatic"
    """It is found and asked without the coordinator."""
    APPROVED = "approved-by-coordinator"
    """It is found at once, and asked when the coordinator has approved it."""
    OFF = "off"
    """People wait for the coordinator's next round."""


class Following(BaseModel):
    """How small rounds follow the large ones.

    Attributes:
        fall_through: whether they do.
        continuous: whether somebody newly ready is matched at once, from the first approved round on.
        after_minutes: how long a small round waits for others to join it.
        most_asked: how often somebody may ask for another partner before the next pairing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fall_through: FallThrough = FallThrough.AUTOMATIC
    continuous: bool = False
    after_minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] = 10
    most_asked: Annotated[int, Field(ge=0, le=20)] = 3
