"""Sessions of a programme."""

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.console import charts, queries
from services.console.domain import figures
from services.console.domain.idle import ladder
from services.console.pages.view import PageNumber, both_of
from services.console.pages.visit import COORDINATORS, AtProgramme

router = APIRouter(prefix="/programmes/{programme_id}", include_in_schema=False, dependencies=[COORDINATORS])


@router.get("/sessions")
async def sessions(
    visit: AtProgramme,
    state: Literal["", "planned", "held", "missed", "cancelled", "dropped"] = "",
    page: PageNumber = 1,
) -> HTMLResponse:
    """The alarms, who does not meet, and one page of sessions."""
    shown = await visit.overview()
    rows = await visit.read(queries.sessions, state, page)
    idle = await visit.read(queries.idle)
    return await visit.show(
        "sessions.html",
        named=both_of([*rows.items, *shown.alarms, *idle]),
        live=visit.path("live"),
        numbers=figures.headline(shown.tally),
        tally=shown.tally,
        alarms=shown.alarms,
        idle=idle,
        ladder=ladder(shown.programme.rules),
        charts=[charts.sessions_by_week(shown.tally)],
        page=rows,
        filters={"state": state},
    )
