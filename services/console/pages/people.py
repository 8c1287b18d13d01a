"""Participants of a programme."""

import uuid
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.console import queries
from services.console.domain import figures
from services.console.pages.view import Coordinator, PageNumber, ProgrammeId, naming, render
from shared.service.commands import Read

router = APIRouter(include_in_schema=False)


@router.get("/programmes/{programme_id}/people")
async def people(
    request: Request,
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    role: Literal["", "mentor", "mentee"] = "",
    state: Literal["", "enrolled", "ready", "withdrawn"] = "",
    page: PageNumber = 1,
) -> HTMLResponse:
    """One page of participants."""
    shown = await read.read(caller, programme_id, queries.overview)
    rows = await read.read(caller, programme_id, queries.people, role, state, page)
    return render(
        request,
        "people.html",
        caller,
        programme_id=programme_id,
        live=f"/programmes/{programme_id}/live",
        numbers=figures.headline(shown.tally),
        steps=figures.STEPS,
        tally=shown.tally,
        page=rows,
        filters={"role": role, "state": state},
        key=uuid.uuid4().hex,
        who=await naming(request, programme_id, rows.items),
    )
