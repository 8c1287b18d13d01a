"""Concerns."""

from fastapi import APIRouter

from services.feedback.api.master_keys import Keys
from services.feedback.api.views import ConcernReport, ConcernView
from services.feedback.commands import concerns as commands
from services.feedback.queries import concerns as queries
from shared.kernel import Identifier
from shared.service import Coordinator, Page, Paging, Participant, Read, Run

router = APIRouter(prefix="/programmes/{programme_id}", tags=["feedback"])


@router.post("/concerns", status_code=201, summary="Report a concern")
async def report_concern(
    programme_id: Identifier, body: ConcernReport, caller: Participant, run: Run, keys: Keys
) -> ConcernView:
    """Report a concern to the coordinators; the partner never sees it, and it is not published."""
    concern = await run.command(
        caller,
        programme_id,
        commands.report_concern,
        keys,
        caller.require_employee(),
        body.about,
        body.pairing_id,
    )
    return ConcernView.of(concern, body.about)


@router.get("/me/concerns", summary="List the caller's own concerns")
async def list_own_concerns(
    programme_id: Identifier, caller: Participant, read: Read, keys: Keys, page: Paging
) -> Page[ConcernView]:
    """List the caller's concerns, with the time when each was read."""
    own_concerns = await read.read(
        caller, programme_id, queries.list_own_concerns, keys, caller.require_employee(), page
    )
    return Page.of(own_concerns, ConcernView.of_read)


@router.get("/concerns", summary="List concerns")
async def list_concerns(
    programme_id: Identifier, caller: Coordinator, read: Read, keys: Keys, page: Paging
) -> Page[ConcernView]:
    """List the concerns that the caller may read, the latest first; none of the caller's own pairings."""
    readable_concerns = await read.read(
        caller, programme_id, queries.list_concerns, keys, caller.employee_id, page
    )
    return Page.of(readable_concerns, ConcernView.of_read)


@router.post("/concerns/{concern_id}/acknowledgement", summary="Acknowledge a concern")
async def acknowledge_concern(
    programme_id: Identifier, concern_id: Identifier, caller: Coordinator, run: Run, read: Read, keys: Keys
) -> ConcernView:
    """Show the reporter that a coordinator has read the concern; a repetition changes nothing."""
    await run.command(caller, programme_id, commands.acknowledge_concern, concern_id, caller.employee_id)
    concern = await read.read(
        caller, programme_id, queries.read_concern, keys, concern_id, caller.employee_id
    )
    return ConcernView.of_read(concern)
