"""Waiting for a next partner between the coordinator's rounds."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

MOST_SILENCE: Final = 1
"""Proposals in a row that a person may leave unanswered and still gets the next best between rounds."""


class Why(StrEnum):
    """The reason of a wait."""

    DECLINED = "declined"
    """The other one said no."""
    EXPIRED = "expired"
    """Not both answered in time."""
    WITHDRAWN = "withdrawn"
    """The other one left, or has no place left."""
    PAIRING_ENDED = "pairing-ended"
    ASKED = "asked-for-more"
    NEW = "newly-ready"


class Waiting(BaseModel):
    """Somebody's place on the waiting list; kept with the person, so nobody is on it twice.

    Attributes:
        since: from when on.
        why: what for.
        tried_at: when the last round began that searched for a partner, without success.
    """

    model_config = ConfigDict(frozen=True)

    since: datetime
    why: Why
    tried_at: datetime | None = None

    def is_untried(self, since: datetime) -> bool:
        """Return whether no round has looked for a partner since an instant."""
        return self.tried_at is None or self.tried_at <= since
