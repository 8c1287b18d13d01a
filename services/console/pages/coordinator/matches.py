"""Proposals of all rounds."""

from typing import Literal

from fastapi.responses import HTMLResponse

from services.console.pages.common.view import PageNumber, both_of
from services.console.pages.coordinator.page_context import ProgrammePage, make_router
from services.console.queries import programme_queries as queries
from services.console.read_models import figures

router = make_router()

ProposalFilter = Literal["", "made", "shown", "approved", "accepted", "declined", "expired", "withdrawn"]


@router.get("/matches")
async def matches(context: ProgrammePage, state: ProposalFilter = "", page: PageNumber = 1) -> HTMLResponse:
    """Show one page of proposals in a state, or of all."""
    shown = await context.overview()
    proposals = await context.read(queries.proposals, state, page)
    return await context.render(
        "matches.html",
        named=both_of(proposals.items),
        live=context.path("live"),
        numbers=figures.headline(shown.tally),
        page=proposals,
        filters={"state": state},
    )
