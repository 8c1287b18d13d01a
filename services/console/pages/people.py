"""Participants of a programme."""

import uuid
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.console import queries
from services.console.domain import figures
from services.console.pages.view import PageNumber
from services.console.pages.visit import COORDINATORS, AtProgramme

router = APIRouter(prefix="/programmes/{programme_id}", include_in_schema=False, dependencies=[COORDINATORS])


@router.get("/people")
async def people(
    visit: AtProgramme,
    role: Literal["", "mentor", "mentee"] = "",
    state: Literal["", "enrolled", "ready", "withdrawn"] = "",
    page: PageNumber = 1,
) -> HTMLResponse:
    """One page of participants."""
    shown = await visit.overview()
    rows = await visit.read(queries.people, role, state, page)
    return await visit.show(
        "people.html",
        named=[person.id for person in rows.items],
        live=visit.path("live"),
        numbers=figures.headline(shown.tally),
        steps=figures.STEPS,
        tally=shown.tally,
        page=rows,
        filters={"role": role, "state": state},
        key=uuid.uuid4().hex,
    )
