"""Participants of a programme."""

import uuid
from typing import Annotated, Final, Literal

from fastapi import Query
from fastapi.responses import HTMLResponse

from services.console.clients.enrollment import Participants
from services.console.pages.common.view import PageNumber
from services.console.pages.coordinator.page_context import PageContext, ProgrammePage, make_router, window
from services.console.queries import programme_queries as queries
from services.console.read_models import figures
from services.console.read_models.paginated import TablePage
from services.console.read_models.people import Person

LONGEST_NAME: Final = 100

router = make_router()


@router.get("/people")
async def people(
    context: ProgrammePage,
    role: Literal["", "mentor", "mentee"] = "",
    state: Literal["", "enrolled", "ready", "withdrawn"] = "",
    name: Annotated[str, Query(max_length=LONGEST_NAME)] = "",
    page: PageNumber = 1,
) -> HTMLResponse:
    """One page of participants."""
    shown = await context.overview()
    name = " ".join(name.split())
    if name:
        rows = await _named(context, role, state, name, page)
    else:
        rows = await context.read(queries.people, role, state, page)
    return await context.render(
        "people.html",
        named=[person.id for person in rows.items],
        live=context.path("live"),
        numbers=figures.headline(shown.tally),
        steps=figures.STEPS,
        tally=shown.tally,
        page=rows,
        filters={"role": role, "state": state, "name": name},
        key=uuid.uuid4().hex,
    )


async def _named(context: PageContext, role: str, state: str, name: str, number: int) -> TablePage[Person]:
    """People by a part of their name, which enrollment knows."""
    filters = {"name": name, "role": role, "state": state}
    query = {field: value for field, value in filters.items() if value} | window(number)
    participants = await context.fetch(Participants, "participants", query, owner="enrollment")
    ids = [each.participant_id for each in participants.items]
    return TablePage(await context.read(queries.people_in_order, ids), number, participants.total)
