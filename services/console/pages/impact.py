"""Whether a round matched groups of people alike."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse

from services.console import queries
from services.console.domain.reports import RoundReport
from services.console.domain.ruling_reports import Impact
from services.console.pages.matching_api import ask_matching
from services.console.pages.view import Coordinator, ProgrammeId, render
from shared.kernel import Identifier
from shared.service.commands import Read

router = APIRouter(prefix="/programmes/{programme_id}/rounds/{round_id}/impact", include_in_schema=False)


@router.get("")
async def impact(
    request: Request,
    programme_id: ProgrammeId,
    round_id: Annotated[Identifier, Path()],
    caller: Coordinator,
    read: Read,
) -> HTMLResponse:
    """A table for each role and feature; groups of few people are hidden by matching."""
    await read.read(caller, programme_id, queries.overview)
    base = f"/programmes/{programme_id}/rounds/{round_id}"
    return render(
        request,
        "impact.html",
        caller,
        programme_id=programme_id,
        round=await ask_matching(request, RoundReport, base),
        impact=await ask_matching(request, Impact, f"{base}/impact"),
    )
