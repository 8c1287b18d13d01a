"""Whether a round matched groups of people alike."""

from fastapi.responses import HTMLResponse

from services.console.clients.matching.decisions import Impact
from services.console.clients.matching.rounds import RoundReport
from services.console.pages.coordinator.page_context import RoundPage, make_round_router

router = make_round_router("/impact")


@router.get("")
async def impact(context: RoundPage) -> HTMLResponse:
    """Show a table for each role and feature; groups of few people are hidden by matching."""
    await context.overview()
    return await context.render(
        "impact.html",
        round=await context.fetch(RoundReport, context.round),
        impact=await context.fetch(Impact, f"{context.round}/impact"),
    )
