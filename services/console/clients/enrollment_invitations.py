"""Responses of enrollment: invitations, and orders to invite many people."""

from datetime import datetime

from services.console.clients.response import ListResponse, Response
from shared.contracts.vocabulary import Role


class Invitation(Response):
    """An invitation that waits for an answer."""

    invitation_id: str
    employee_id: str
    role: Role
    invited_at: datetime
    expires_at: datetime


class Invitations(ListResponse[Invitation]):
    """A page of invitations."""


class RoleInvitations(Response):
    """The number of invitations to a role, by state."""

    role: Role
    counts: dict[str, int]


class InvitationCounts(Response):
    """The number of invitations, for each role."""

    items: list[RoleInvitations]


class LineFault(Response):
    """A line of a list that names nobody who can be invited."""

    line: int
    reason: str


class InvitationOrder(Response):
    """An order to invite many people; ``by`` list or group."""

    order_id: str
    by: str
    role: Role
    state: str
    days: int
    total: int
    position: int
    invited: int
    skipped: dict[str, int]
    faults: list[LineFault]
    ordered_at: datetime
    expires_at: datetime | None


class InvitationOrders(ListResponse[InvitationOrder]):
    """A page of orders."""
