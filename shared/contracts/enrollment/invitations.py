"""Invitations to a programme."""

from enum import StrEnum
from typing import Annotated

from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.vocabulary import (
    EmployeeId,
    Identifier,
    Moment,
    Open,
    Role,
)
from shared.schema import Personal


class EmployeeInvited(EnrollmentEvent, fact="employee-invited", aggregate="invitation", key="invitation_id"):
    """A coordinator asks an employee to join; the invitation has the id of the participant it may lead to."""

    invitation_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    expires_at: Moment


class InvitationEnding(StrEnum):
    """Why an invitation is over."""

    ACCEPTED = "accepted"
    """The employee has joined."""
    DECLINED = "declined"
    """By the employee, who states no reason."""
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    """The employee has left the organisation, joined or was invited in the other role."""


class InvitationEnded(EnrollmentEvent, fact="invitation-ended", aggregate="invitation", key="invitation_id"):
    """An invitation is over; an employee who declined may still join until it expires."""

    invitation_id: Identifier
    employee_id: Annotated[EmployeeId, Personal()]
    role: Role
    ending: Annotated[Open[InvitationEnding], Personal()]
    expires_at: Moment
    """The end of the time to answer, as in the invitation."""


class InvitationDue(
    EnrollmentEvent, fact="invitation-due", aggregate="invitation-expiry", key="invitation_id", timer=True
):
    """Timer: an invitation expires."""

    invitation_id: Identifier


class InvitationOrderDue(
    EnrollmentEvent, fact="invitation-order-due", aggregate="invitation-order", key="order_id", timer=True
):
    """Timer: the next people of an invitation order are to be checked or invited."""

    order_id: Identifier
