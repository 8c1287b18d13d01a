"""A worker's claim on a round: a lease with a fence.

Its times are the machine's, not the domain's: it is about who is alive.
"""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict

from shared.kernel import Conflict


class ClaimLost(Conflict):
    """Somebody else has taken over what this worker had."""


class Claim(BaseModel):
    """The claim of a worker on a round.

    Attributes:
        owner: the worker.
        token: grows with every claim on the round: the fence.
        until: then another worker may take over, by the machine's clock.
    """

    model_config = ConfigDict(frozen=True)

    owner: str
    token: int
    until: datetime

    def extended(self, until: datetime) -> Self:
        """Return the same claim for longer, or shorter."""
        return self.model_copy(update={"until": until})
