"""Endpoints for invitations."""

from datetime import datetime
from typing import Final, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import invitations as commands
from services.enrollment.domain.invitation import Invitation
from services.enrollment.queries import invitations as queries
from shared.contracts.vocabulary import Role
from shared.kernel import EmployeeId
from shared.service import Coordinator, Page, Paging, Read, Run
from shared.service import Participant as ParticipantCaller

router = APIRouter(tags=["participants"], prefix="/programmes/{programme_id}")


_INVITATION: Final[JsonDict] = {"employee_id": "e000042", "role": "mentor"}
_OPEN: Final[JsonDict] = {**_INVITATION, "invited_at": "2026-01-05T09:00:00Z"}


class InvitationInput(BaseModel):
    """The employee to invite."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_INVITATION]})

    employee_id: EmployeeId
    role: Role


class InvitationView(BaseModel):
    """An open invitation."""

    model_config = ConfigDict(json_schema_extra={"examples": [_OPEN]})

    employee_id: str
    role: Role
    invited_at: datetime

    @classmethod
    def of(cls, invitation: Invitation) -> Self:
        """Return the view of an invitation."""
        return cls(employee_id=invitation.employee_id, role=invitation.role, invited_at=invitation.invited_at)


@router.post("/invitations", summary="Invite an employee", status_code=201)
async def invite(
    programme_id: ProgrammeId, invitation: InvitationInput, caller: Coordinator, run: Run
) -> InvitationView:
    """Invite an employee to take part; the employee accepts by enrolling, with their own consent."""
    made = await run.command(
        caller, programme_id, commands.invite, invitation.employee_id, invitation.role, caller.sub
    )
    return InvitationView.of(made)


@router.get("/invitations", summary="List open invitations")
async def list_invitations(
    programme_id: ProgrammeId, caller: Coordinator, read: Read, page: Paging
) -> Page[InvitationView]:
    """List the employees who were invited and have not enrolled, by employee id."""
    invitations = await read.read(caller, programme_id, queries.list_invitations, None, page)
    return Page.of(invitations, InvitationView.of)


@router.get("/me/invitations", summary="The caller's own invitation")
async def list_own_invitations(
    programme_id: ProgrammeId,
    caller: ParticipantCaller,
    read: Read,
    page: Paging,
) -> Page[InvitationView]:
    """Return the caller's open invitation to this programme, if there is one."""
    own = caller.require_employee()
    own_invitations = await read.read(caller, programme_id, queries.list_invitations, own, page)
    return Page.of(own_invitations, InvitationView.of)
