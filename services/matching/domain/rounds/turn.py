"""The order in which organisations have a round computed: one at a time each."""

from datetime import datetime
from typing import Final

from shared.kernel import Aggregate, Identifier

TURN: Final = "computing"
"""The id of an organisation's one turn."""


class Turn(Aggregate):
    """The latest round of an organisation that a worker began to compute.

    Every claim of a computation writes it, so that of two workers who begin at once one finds the other.

    Attributes:
        round_id: which round.
        at: when, by the machine's clock; who had no turn for the longest time is next.
    """

    round_id: Identifier
    at: datetime
