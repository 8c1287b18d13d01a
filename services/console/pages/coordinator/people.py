"""Participants of a programme."""

import uuid
from typing import Literal

from fastapi.responses import HTMLResponse

from services.console.pages.common.view import PageNumber
from services.console.pages.coordinator.page_context import ProgrammePage, make_router
from services.console.queries import programme_queries as queries
from services.console.read_models import figures

router = make_router()


@router.get("/people")
async def people(
    context: ProgrammePage,
    role: Literal["", "mentor", "mentee"] = "",
    state: Literal["", "enrolled", "ready", "withdrawn"] = "",
    page: PageNumber = 1,
) -> HTMLResponse:
    """One page of participants."""
    shown = await context.overview()
    rows = await context.read(queries.people, role, state, page)
    return await context.render(
        "people.html",
        named=[person.id for person in rows.items],
        live=context.path("live"),
        numbers=figures.headline(shown.tally),
        steps=figures.STEPS,
        tally=shown.tally,
        page=rows,
        filters={"role": role, "state": state},
        key=uuid.uuid4().hex,
    )
