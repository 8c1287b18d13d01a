"""A conflict of interest that a participant declared: in confidence."""

from datetime import datetime
from typing import Final

from shared.kernel import Aggregate, Identifier

MOST_DECLARATIONS: Final = 100
"""The most declarations of one person in one programme."""


class Declaration(Aggregate):
    """One participant's word that there is a conflict of interest with another; deleted when it is withdrawn.

    No event tells of it, and only its author ever sees it: everybody else learns at most that the two can't
    be paired. Nor does its author learn from it whether the other takes part: one about an unknown id is kept
    like any other, and counts if that participant comes.

    Attributes:
        by_employee_id: its author.
        with_id: the other participant.
    """

    by_employee_id: Identifier
    with_id: Identifier
    declared_at: datetime
