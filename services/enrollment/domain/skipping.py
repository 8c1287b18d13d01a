"""Why an order to invite many skips somebody."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from services.enrollment.domain.application import Application
from services.enrollment.domain.invitation import Invitation, InvitationState
from services.enrollment.domain.participant import Participant, ParticipantState


class Skip(StrEnum):
    """The reason to skip a person or a line."""

    TAKES_PART = "takes-part"
    LEFT_PROGRAMME = "left-programme"
    """They took part and left; a coordinator may still invite them one by one."""
    APPLIED = "applied"
    INVITED = "invited"
    DECLINED = "declined"
    """They have said no to an earlier invitation."""
    UNKNOWN = "unknown"
    """The line names nobody who can take part."""
    AMBIGUOUS = "ambiguous"
    """The line names several people."""
    REPEATED = "repeated"
    """The list has the line before."""


def skip_reason(
    participants: Iterable[Participant | None],
    applications: Iterable[Application | None],
    invitations: Iterable[Invitation | None],
    now: datetime,
) -> Skip | None:
    """Why an employee is not invited with many others; None: they are.

    Args:
        participants: the employee in each role.
        applications: theirs in each role.
        invitations: theirs in each role.
        now: the present instant.
    """
    present = [each for each in participants if each]
    if present:
        left = all(each.state is ParticipantState.WITHDRAWN for each in present)
        return Skip.LEFT_PROGRAMME if left else Skip.TAKES_PART
    if any(each.state.is_open for each in applications if each):
        return Skip.APPLIED
    asked = [each for each in invitations if each]
    if any(each.is_open(now) for each in asked):
        return Skip.INVITED
    return Skip.DECLINED if any(each.state is InvitationState.DECLINED for each in asked) else None
