"""Endpoints for invitations."""

from datetime import datetime
from typing import Annotated, Final, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import invitations as commands
from services.enrollment.domain.invitation import DAYS, MOST_DAYS, Invitation, InvitationState
from services.enrollment.queries import invitations as queries
from shared.contracts.vocabulary import Role
from shared.kernel import EmployeeId, Identifier
from shared.service import Coordinator, Page, Paging, Read, Run
from shared.service import Participant as ParticipantCaller

router = APIRouter(tags=["participants"], prefix="/programmes/{programme_id}")


_INVITATION: Final[JsonDict] = {"employee_id": "e000042", "role": "mentor"}
_OPEN: Final[JsonDict] = {
    **_INVITATION,
    "invitation_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
    "state": "open",
    "invited_at": "2026-01-05T09:00:00Z",
    "expires_at": "2026-01-19T09:00:00Z",
}


class InvitationInput(BaseModel):
    """The employee to invite."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_INVITATION]})

    employee_id: EmployeeId
    role: Role
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = DAYS
    """The time to answer; it ends when the programme closes, at the latest."""


class InvitationView(BaseModel):
    """An invitation by which the employee may join until it expires."""

    model_config = ConfigDict(json_schema_extra={"examples": [_OPEN]})

    invitation_id: str
    employee_id: str
    role: Role
    state: InvitationState
    invited_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, invitation: Invitation) -> Self:
        """Return the view of an invitation."""
        fields = set(cls.model_fields) - {"invitation_id"}
        return cls(invitation_id=invitation.id, **invitation.model_dump(include=fields))


@router.post("/invitations", summary="Invite an employee", status_code=201)
async def invite(
    programme_id: ProgrammeId, invitation: InvitationInput, caller: Coordinator, run: Run
) -> InvitationView:
    """Invite an employee, who gets a mail, and accepts by enrolling with their own consent, or declines."""
    made = await run.command(
        caller,
        programme_id,
        commands.invite,
        invitation.employee_id,
        invitation.role,
        caller.sub,
        invitation.days,
    )
    return InvitationView.of(made)


@router.get("/invitations", summary="List open invitations")
async def list_invitations(
    programme_id: ProgrammeId, caller: Coordinator, read: Read, page: Paging, role: Role | None = None
) -> Page[InvitationView]:
    """List the employees whose invitation waits for an answer, of one role or both, by employee id."""
    filters = {"role": role.value} if role else {}
    invitations = await read.read(caller, programme_id, queries.list_invitations, filters, page)
    return Page.of(invitations, InvitationView.of)


class RoleInvitations(BaseModel):
    """The number of invitations to one role, by state; of several to one person, the latest counts."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "mentor", "counts": {"open": 12}}]})

    role: Role
    counts: dict[InvitationState, int]


class InvitationCounts(BaseModel):
    """The number of invitations, for each role."""

    items: list[RoleInvitations]


@router.get("/invitation-counts", summary="Invitations by role and state")
async def count_invitations(programme_id: ProgrammeId, caller: Coordinator, read: Read) -> InvitationCounts:
    """Count the invitations that are open, and how the others have ended."""
    counts = await read.read(caller, programme_id, queries.count_invitations)
    return InvitationCounts(items=[RoleInvitations(role=role, counts=each) for role, each in counts.items()])


@router.post("/invitations/{invitation_id}/decline", summary="Decline an invitation")
async def decline(
    programme_id: ProgrammeId, invitation_id: Identifier, caller: ParticipantCaller, run: Run
) -> InvitationView:
    """Decline the caller's own invitation, without a reason; they may still join until it expires."""
    declined = await run.command(
        caller, programme_id, commands.decline_invitation, invitation_id, caller.require_employee()
    )
    return InvitationView.of(declined)


@router.get("/me/invitations", summary="The caller's own invitation")
async def list_own_invitations(
    programme_id: ProgrammeId,
    caller: ParticipantCaller,
    read: Read,
    page: Paging,
) -> Page[InvitationView]:
    """Return the caller's open invitation to this programme, if there is one."""
    own = {"employee_id": caller.require_employee()}
    own_invitations = await read.read(caller, programme_id, queries.list_invitations, own, page)
    return Page.of(own_invitations, InvitationView.of)
