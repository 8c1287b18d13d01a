"""The latest rounds, who waits, and proposals of all rounds."""

import uuid
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.console import queries
from services.console.domain import figures
from services.console.pages.view import (
    Coordinator,
    PageNumber,
    ProgrammeId,
    naming,
    render,
)
from services.console.pages.waits import waits_of
from shared.service.commands import Read

router = APIRouter(prefix="/programmes/{programme_id}", include_in_schema=False)

ProposalFilter = Literal["", "made", "shown", "approved", "accepted", "declined", "expired", "withdrawn"]


@router.get("/matches")
async def matches(
    request: Request,
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    state: ProposalFilter = "",
    page: PageNumber = 1,
    late: PageNumber = 1,
    waiting: PageNumber = 1,
) -> HTMLResponse:
    """Rounds, one page each of those who wait longer and for a next partner, and one of proposals."""
    shown = await read.read(caller, programme_id, queries.overview)
    rounds = await read.read(caller, programme_id, queries.rounds)
    proposals, people = await read.read(caller, programme_id, queries.proposals, state, page)
    waits = await waits_of(request, programme_id, late, waiting)
    named = await read.read(caller, programme_id, queries.people_named, waits.people if waits else ())
    return render(
        request,
        "matches.html",
        caller,
        programme_id=programme_id,
        live=f"/programmes/{programme_id}/live",
        numbers=figures.headline(shown.tally),
        waiting=shown.tally.group("round"),
        rounds=rounds,
        waits=waits,
        page=proposals,
        filters={"state": state},
        key=uuid.uuid4().hex,
        who=await naming(request, programme_id, {**people, **named}.values()),
    )
