"""How the pairings do, and what people say: never who said what."""

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.console import charts, queries
from services.console.domain import figures
from services.console.pages.view import Coordinator, PageNumber, ProgrammeId, naming, render
from shared.contracts.measures import SMALLEST_CELL
from shared.service.commands import Read

router = APIRouter(include_in_schema=False)


@router.get("/programmes/{programme_id}/feedback")
async def feedback(
    request: Request,
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    health: Literal["", "on-track", "needs-attention", "too-early-to-tell"] = "",
    page: PageNumber = 1,
) -> HTMLResponse:
    """Charts, satisfaction by region, and one page of pairings."""
    shown = await read.read(caller, programme_id, queries.overview)
    tally = shown.tally
    rows, people = await read.read(caller, programme_id, queries.pairings, health, page)
    return render(
        request,
        "feedback.html",
        caller,
        programme_id=programme_id,
        live=f"/programmes/{programme_id}/live",
        numbers=figures.headline(tally),
        tally=tally,
        rating=figures.mean_rating(tally),
        goal_progress=figures.mean_progress(tally),
        smallest=SMALLEST_CELL,
        regions=figures.satisfaction_by_region(tally),
        charts=[charts.health(tally), charts.ratings(tally)],
        page=rows,
        filters={"health": health},
        who=await naming(request, programme_id, people.values()),
    )
