"""The members of a circle."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from shared.contracts.enrollment import MOST_CIRCLE_MEMBERS
from shared.kernel import EmployeeId, Identifier, RuleBroken


class CircleMember(BaseModel):
    """A mentor in a circle."""

    model_config = ConfigDict(frozen=True)

    participant_id: Identifier
    employee_id: EmployeeId


def check_members(members: Sequence[CircleMember]) -> None:
    """See that a circle has members, and not too many to talk.

    Raises:
        RuleBroken: it has fewer than two, or more than fifteen.
    """
    if not 2 <= len(members) <= MOST_CIRCLE_MEMBERS:
        raise RuleBroken(
            "a circle has 2 to {most} members", code="circle-size", most=MOST_CIRCLE_MEMBERS, field="people"
        )
