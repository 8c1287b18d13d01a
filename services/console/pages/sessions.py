"""Sessions of a programme."""

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.console import charts, queries
from services.console.domain import figures
from services.console.pages.view import Coordinator, PageNumber, ProgrammeId, naming, render
from shared.service.commands import Read

router = APIRouter(include_in_schema=False)


@router.get("/programmes/{programme_id}/sessions")
async def sessions(
    request: Request,
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    state: Literal["", "planned", "held", "missed", "cancelled", "dropped"] = "",
    page: PageNumber = 1,
) -> HTMLResponse:
    """The alarms, and one page of sessions."""
    shown = await read.read(caller, programme_id, queries.overview)
    rows, people = await read.read(caller, programme_id, queries.sessions, state, page)
    return render(
        request,
        "sessions.html",
        caller,
        programme_id=programme_id,
        live=f"/programmes/{programme_id}/live",
        numbers=figures.headline(shown.tally),
        tally=shown.tally,
        alarms=shown.alarms,
        charts=[charts.sessions_by_week(shown.tally)],
        page=rows,
        filters={"state": state},
        who=await naming(request, programme_id, [*people.values(), *shown.people.values()]),
    )
