"""Whether a round matched groups of people alike."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.console.domain.reports import RoundReport
from services.console.domain.ruling_reports import Impact
from services.console.pages.visit import COORDINATORS, AtRound

router = APIRouter(
    prefix="/programmes/{programme_id}/rounds/{round_id}/impact",
    include_in_schema=False,
    dependencies=[COORDINATORS],
)


@router.get("")
async def impact(visit: AtRound) -> HTMLResponse:
    """A table for each role and feature; groups of few people are hidden by matching."""
    await visit.overview()
    return await visit.show(
        "impact.html",
        round=await visit.ask(RoundReport, visit.round),
        impact=await visit.ask(Impact, f"{visit.round}/impact"),
    )
