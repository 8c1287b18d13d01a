"""The latest rounds, who waits, and proposals of all rounds."""

import uuid
from typing import Literal

from fastapi.responses import HTMLResponse

from services.console.pages.common.view import PageNumber, both_of
from services.console.pages.coordinator.page_context import ProgrammePage, make_router
from services.console.pages.coordinator.waiting import fetch_waiting_people
from services.console.queries import programme_queries as queries
from services.console.read_models import figures

router = make_router()

ProposalFilter = Literal["", "made", "shown", "approved", "accepted", "declined", "expired", "withdrawn"]


@router.get("/matches")
async def matches(
    context: ProgrammePage,
    state: ProposalFilter = "",
    page: PageNumber = 1,
    late: PageNumber = 1,
    waiting: PageNumber = 1,
) -> HTMLResponse:
    """Rounds, one page each of those who wait longer and for a next partner, and one of proposals."""
    shown = await context.overview()
    proposals = await context.read(queries.proposals, state, page)
    people = await fetch_waiting_people(context, late, waiting)
    return await context.render(
        "matches.html",
        named=both_of(proposals.items) + (people.people if people else []),
        live=context.path("live"),
        numbers=figures.headline(shown.tally),
        waiting=shown.tally.group("round"),
        rounds=await context.read(queries.rounds),
        waiting_people=people,
        page=proposals,
        filters={"state": state},
        key=uuid.uuid4().hex,
    )
