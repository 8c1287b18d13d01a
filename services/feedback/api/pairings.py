"""The health of pairings, and their first contact."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query

from services.feedback.api.views import ContactView, HealthView
from services.feedback.commands import pairings as commands
from services.feedback.queries import pairings as queries
from shared.contracts.feedback import Health
from shared.kernel import Identifier
from shared.service import Coordinator, Now, Page, Paging, Participant, Read, Run

router = APIRouter(prefix="/programmes/{programme_id}", tags=["feedback"])


@router.get("/pairings/health", summary="List the health of active pairings")
async def list_health(
    programme_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
    now: Now,
    health: Annotated[Health | None, Query(description="Only pairings with this health")] = None,
) -> Page[HealthView]:
    """List the active pairings, without the caller's own; those that need attention come first."""
    pairings = await read.read(caller, programme_id, queries.list_health, caller.employee_id, health, page)
    return Page.of(pairings, partial(HealthView.of, now=now))


@router.post("/pairings/{pairing_id}/first-contact", summary="Record first contact")
async def make_contact(
    programme_id: Identifier, pairing_id: Identifier, caller: Participant, run: Run
) -> ContactView:
    """Record that the executive has contacted the mentor; the first time counts."""
    record = await run.command(
        caller, programme_id, commands.make_contact, pairing_id, caller.require_employee()
    )
    return ContactView(pairing_id=record.id, contacted_at=record.contacted_at)
