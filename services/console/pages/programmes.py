"""The list of programmes, and one programme at a glance with its charts."""

import hashlib
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console import charts, queries
from services.console.domain import figures
from services.console.drawing import DrawingFailed, Drawings
from services.console.pages.view import (
    Coordinator,
    ProgrammeId,
    Viewer,
    naming,
    owners_of,
    render,
    token_of,
)
from shared.runtime.auth import CallerRole
from shared.service.commands import Read

router = APIRouter(include_in_schema=False)

_SVG_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@router.get("/", response_model=None)
async def home(request: Request, caller: Viewer, read: Read) -> Response:
    """The caller's programmes; operators without one go to the operations page."""
    if not caller.has(CallerRole.COORDINATOR):
        return RedirectResponse("/ops", 303)
    known = await read.read(caller, None, queries.programmes)
    own = [programme for programme in known if caller.may_coordinate(programme.id)]
    names = await owners_of(request).programme_names(token_of(request)) if own else {}
    return render(request, "home.html", caller, programmes=own, names=names)


@router.get("/programmes/{programme_id}")
async def overview(
    request: Request, programme_id: ProgrammeId, caller: Coordinator, read: Read
) -> HTMLResponse:
    """A programme at a glance."""
    shown = await read.read(caller, programme_id, queries.overview)
    tally = shown.tally
    return render(
        request,
        "overview.html",
        caller,
        programme_id=programme_id,
        live=f"/programmes/{programme_id}/live",
        programme=shown.programme,
        tally=tally,
        numbers=figures.headline(tally),
        progress=[figures.progress(tally, objective) for objective in shown.programme.objectives],
        alarms=shown.alarms,
        who=await naming(request, programme_id, shown.people.values()),
        charts=[charts.ALL[name](tally) for name in ("sessions", "funnel", "health", "time-to-match")],
    )


@router.get("/programmes/{programme_id}/charts/{name}.svg")
async def chart(
    request: Request, programme_id: ProgrammeId, name: str, caller: Coordinator, read: Read
) -> Response:
    """One chart; the browser asks again only when the numbers have changed."""
    if name not in charts.ALL:
        raise HTTPException(404, "No such chart")
    tally = await read.read(caller, programme_id, queries.tally)
    made = charts.ALL[name](tally)
    if made.hidden:
        raise HTTPException(404, made.hidden)
    mark = f'"{hashlib.sha256(repr(made).encode()).hexdigest()[:32]}"'
    headers = {"ETag": mark, "Cache-Control": "private, no-cache", "Content-Security-Policy": _SVG_POLICY}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    drawings: Drawings = request.app.state.drawings
    try:
        drawn = await drawings.draw(made)
    except DrawingFailed as error:
        raise HTTPException(503, "The chart can't be drawn just now; its table has the numbers") from error
    return Response(drawn, media_type="image/svg+xml", headers=headers)
