"""Concerns."""

from fastapi import APIRouter

from services.feedback.api.views import ConcernReport, ConcernView
from services.feedback.commands import concerns as commands
from services.feedback.queries import concerns as queries
from shared.kernel import Identifier
from shared.service import Coordinator, Page, Paging, Participant, Read, Run

router = APIRouter(prefix="/programmes/{programme_id}", tags=["feedback"])


@router.post("/concerns", status_code=201, summary="Confide something to the coordinators")
async def report_concern(
    programme_id: Identifier, body: ConcernReport, caller: Participant, run: Run
) -> ConcernView:
    """Report a concern; it is never shown to the other one of the pairing, nor published."""
    concern = await run.command(
        caller, programme_id, commands.report_concern, caller.require_employee(), body.about, body.pairing_id
    )
    return ConcernView.of(concern)


@router.get("/me/concerns", summary="What one has confided")
async def list_own_concerns(
    programme_id: Identifier, caller: Participant, read: Read, page: Paging
) -> Page[ConcernView]:
    """List the caller's concerns, and whether they were read."""
    found = await read.read(caller, programme_id, queries.list_own_concerns, caller.require_employee(), page)
    return Page.of(found, ConcernView.of)


@router.get("/concerns", summary="Concerns, for coordinators outside the reporter's pairings")
async def list_concerns(
    programme_id: Identifier, caller: Coordinator, read: Read, page: Paging
) -> Page[ConcernView]:
    """List the concerns the caller may read, the latest first."""
    found = await read.read(caller, programme_id, queries.list_concerns, caller.employee_id, page)
    return Page.of(found, ConcernView.of)


@router.post("/concerns/{concern_id}/acknowledgement", summary="Tell the reporter that it was read")
async def acknowledge_concern(
    programme_id: Identifier, concern_id: Identifier, caller: Coordinator, run: Run
) -> ConcernView:
    """Acknowledge a concern; again is fine."""
    concern = await run.command(
        caller, programme_id, commands.acknowledge_concern, concern_id, caller.employee_id
    )
    return ConcernView.of(concern)
