"""Whether a round matched groups of people alike."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.console.clients.matching.decisions import Impact
from services.console.clients.matching.rounds import RoundReport
from services.console.pages.coordinator.page_context import COORDINATORS, RoundPage

router = APIRouter(
    prefix="/programmes/{programme_id}/rounds/{round_id}/impact",
    include_in_schema=False,
    dependencies=[COORDINATORS],
)


@router.get("")
async def impact(context: RoundPage) -> HTMLResponse:
    """A table for each role and feature; groups of few people are hidden by matching."""
    await context.overview()
    return await context.render(
        "impact.html",
        round=await context.fetch(RoundReport, context.round),
        impact=await context.fetch(Impact, f"{context.round}/impact"),
    )
