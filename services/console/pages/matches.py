"""The latest rounds, who waits, and proposals of all rounds."""

import uuid
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.console import queries
from services.console.domain import figures
from services.console.pages.view import PageNumber, both_of
from services.console.pages.visit import COORDINATORS, AtProgramme
from services.console.pages.waits import waits_of

router = APIRouter(prefix="/programmes/{programme_id}", include_in_schema=False, dependencies=[COORDINATORS])

ProposalFilter = Literal["", "made", "shown", "approved", "accepted", "declined", "expired", "withdrawn"]


@router.get("/matches")
async def matches(
    visit: AtProgramme,
    state: ProposalFilter = "",
    page: PageNumber = 1,
    late: PageNumber = 1,
    waiting: PageNumber = 1,
) -> HTMLResponse:
    """Rounds, one page each of those who wait longer and for a next partner, and one of proposals."""
    shown = await visit.overview()
    proposals = await visit.read(queries.proposals, state, page)
    waits = await waits_of(visit, late, waiting)
    return await visit.show(
        "matches.html",
        named=both_of(proposals.items) + (waits.people if waits else []),
        live=visit.path("live"),
        numbers=figures.headline(shown.tally),
        waiting=shown.tally.group("round"),
        rounds=await visit.read(queries.rounds),
        waits=waits,
        page=proposals,
        filters={"state": state},
        key=uuid.uuid4().hex,
    )
