"""The HTTP API of feedback."""

from typing import Annotated, Generic, TypeVar

from fastapi import APIRouter, Request
from pydantic import BaseModel

from services.feedback import commands, queries
from services.feedback.domain.check_in import Answer, CheckInState, CheckInWindow
from services.feedback.domain.summary import Summary
from services.feedback.views import (
    CheckInFactsView,
    ConcernReport,
    ConcernView,
    ContactView,
    HealthView,
    OwnCheckInView,
)
from shared.contracts.feedback import Health
from shared.kernel import Identifier
from shared.runtime.auth import Caller, CallerRole, allow
from shared.service import Read, Run
from shared.service.listing import Limit, Offset

router = APIRouter(prefix="/programmes/{programme_id}", tags=["feedback"])

V = TypeVar("V")
Coordinator = Annotated[Caller, allow(CallerRole.COORDINATOR)]
Participant = Annotated[Caller, allow(CallerRole.PARTICIPANT)]


class Page(BaseModel, Generic[V]):
    """One page of a list; ``total`` counts all that match."""

    items: list[V]
    total: int


@router.get("/check-ins", summary="Who is asked, and until when; never whether or what they answered")
async def list_check_ins(
    programme_id: Identifier,
    request: Request,
    caller: Coordinator,
    read: Read,
    window: CheckInWindow | None = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Page[CheckInFactsView]:
    """List the programme's check-ins, the latest first, except those about the caller's own pairings."""
    found, total = await read.read(
        caller, programme_id, queries.list_check_ins, caller.employee_id, window, limit, offset
    )
    now = request.app.state.clock.now()
    return Page(items=[CheckInFactsView.of(one, now) for one in found], total=total)


@router.get("/me/check-ins", summary="One's own check-ins, with one's own words")
async def list_own_check_ins(
    programme_id: Identifier,
    caller: Participant,
    read: Read,
    state: CheckInState | None = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Page[OwnCheckInView]:
    """List the caller's check-ins, the latest first."""
    found, total = await read.read(
        caller, programme_id, queries.list_own_check_ins, caller.require_employee(), state, limit, offset
    )
    return Page(items=[OwnCheckInView.of(one) for one in found], total=total)


@router.post("/check-ins/{check_in_id}/answer", summary="Say how a session went")
async def answer_check_in(
    programme_id: Identifier, check_in_id: Identifier, body: Answer, caller: Participant, run: Run
) -> OwnCheckInView:
    """Answer one's own check-in, once; the same answer again is fine, another is a conflict."""
    saved = await run.command(
        caller, programme_id, commands.answer_check_in, check_in_id, caller.require_employee(), body
    )
    return OwnCheckInView.of(saved)


@router.get("/pairings/health", summary="How the active pairings do")
async def list_health(
    programme_id: Identifier,
    request: Request,
    caller: Coordinator,
    read: Read,
    health: Health | None = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Page[HealthView]:
    """List the active pairings, except the caller's own; those that need attention first."""
    found, total = await read.read(
        caller, programme_id, queries.list_health, caller.employee_id, health, limit, offset
    )
    now = request.app.state.clock.now()
    return Page(items=[HealthView.of(one, now) for one in found], total=total)


@router.post("/pairings/{pairing_id}/first-contact", summary="Say that one has got in touch")
async def make_contact(
    programme_id: Identifier, pairing_id: Identifier, caller: Participant, run: Run
) -> ContactView:
    """The executive got in touch with the mentor; again is fine, the first time counts."""
    pulse = await run.command(
        caller, programme_id, commands.make_contact, pairing_id, caller.require_employee()
    )
    return ContactView(pairing_id=pulse.id, contacted_at=pulse.contacted_at)


@router.get("/summary", summary="The programme in figures")
async def summary(programme_id: Identifier, caller: Coordinator, read: Read) -> Summary:
    """Show check-ins, health and objectives; what people answered is as of the last release of figures."""
    return await read.read(caller, programme_id, queries.summary, caller.employee_id)


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
    programme_id: Identifier, caller: Participant, read: Read, limit: Limit = 100, offset: Offset = 0
) -> Page[ConcernView]:
    """List the caller's concerns, and whether they were read."""
    found, total = await read.read(
        caller, programme_id, queries.list_own_concerns, caller.require_employee(), limit, offset
    )
    return Page(items=[ConcernView.of(one) for one in found], total=total)


@router.get("/concerns", summary="Concerns, for coordinators outside the reporter's pairings")
async def list_concerns(
    programme_id: Identifier, caller: Coordinator, read: Read, limit: Limit = 100, offset: Offset = 0
) -> Page[ConcernView]:
    """List the concerns the caller may read, the latest first."""
    found, total = await read.read(
        caller, programme_id, queries.list_concerns, caller.employee_id, limit, offset
    )
    return Page(items=[ConcernView.of(one) for one in found], total=total)


@router.post("/concerns/{concern_id}/acknowledgement", summary="Tell the reporter that it was read")
async def acknowledge_concern(
    programme_id: Identifier, concern_id: Identifier, caller: Coordinator, run: Run
) -> ConcernView:
    """Acknowledge a concern; again is fine."""
    concern = await run.command(
        caller, programme_id, commands.acknowledge_concern, concern_id, caller.employee_id
    )
    return ConcernView.of(concern)
