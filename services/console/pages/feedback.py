"""The health of the pairings and the released figures; no single answer, author or time."""

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.console import charts, queries
from services.console.domain import figures, wording
from services.console.domain.idle import ladder
from services.console.domain.released import released
from services.console.pages.view import PageNumber, both_of
from services.console.pages.visit import COORDINATORS, AtProgramme
from shared.contracts.measures import SMALLEST_CELL

router = APIRouter(prefix="/programmes/{programme_id}", include_in_schema=False, dependencies=[COORDINATORS])


@router.get("/feedback")
async def feedback(
    visit: AtProgramme,
    health: Literal["", "on-track", "needs-attention", "too-early-to-tell"] = "",
    page: PageNumber = 1,
) -> HTMLResponse:
    """Charts, released figures, and one page of pairings."""
    shown = await visit.overview()
    tally = shown.tally
    rows = await visit.read(queries.pairings, health, page)
    return await visit.show(
        "feedback.html",
        named=both_of(rows.items),
        live=visit.path("live"),
        numbers=figures.headline(tally),
        tally=tally,
        released=released(tally),
        wording=wording,
        reasons=wording.health_reasons(shown.programme.rules),
        smallest=SMALLEST_CELL,
        charts=[charts.health(tally), charts.ratings(tally)],
        page=rows,
        ladder=ladder(shown.programme.rules),
        filters={"health": health},
    )
