"""Participants of a programme."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import Query
from fastapi.responses import HTMLResponse

from services.console.clients.enrollment import Participants
from services.console.clients.enrollment_invitations import Invitation, InvitationCounts, Invitations
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import PageNumber
from services.console.pages.coordinator.page_context import PageContext, ProgrammePage, make_router, window
from services.console.queries import programme_queries as queries
from services.console.read_models import figures
from services.console.read_models.paginated import TablePage
from services.console.read_models.people import Person

LONGEST_NAME: Final = 100

_OWNER: Final = "enrollment"
_INVITED: Final = "invited"

router = make_router()


@dataclass(frozen=True)
class Invited:
    """A page of invitations that wait for an answer, with names by employee id."""

    page: TablePage[Invitation]
    names: Mapping[str, str]


@router.get("/people")
async def people(
    context: ProgrammePage,
    role: Literal["", "mentor", "mentee"] = "",
    state: Literal["", "invited", "enrolled", "ready", "consent-due", "withdrawn"] = "",
    name: Annotated[str, Query(max_length=LONGEST_NAME)] = "",
    page: PageNumber = 1,
) -> HTMLResponse:
    """Show one page of participants, or of those who are invited and have not answered."""
    shown = await context.overview()
    name = " ".join(name.split())
    invited = await _invited(context, role, page) if state == _INVITED else None
    if invited:
        rows = TablePage[Person]([], page, 0)
    elif name:
        rows = await _named(context, role, state, name, page)
    else:
        rows = await context.read(queries.people, role, state, page)
    return await context.render(
        "people.html",
        named=[person.id for person in rows.items],
        live=context.path("live"),
        numbers=figures.headline(shown.tally) | await _not_answered(context),
        invited=invited,
        steps=figures.STEPS,
        tally=shown.tally,
        page=rows,
        filters={"role": role, "state": state, "name": name},
        key=uuid.uuid4().hex,
    )


async def _not_answered(context: PageContext) -> dict[str, int]:
    """Return the number of invitations that wait for an answer; none while enrollment is unavailable."""
    counts = await context.section(InvitationCounts, "invitation-counts", owner=_OWNER)
    return {_INVITED: sum(each.counts.get("open", 0) for each in counts.items)} if counts else {}


async def _invited(context: PageContext, role: str, number: int) -> Invited:
    """Return those whose invitation waits for an answer, with the names that the coordinator may read."""
    query = ({"role": role} if role else {}) | window(number)
    listed = await context.fetch(Invitations, "invitations", query, owner=_OWNER)
    clients, token = clients_of(context.request), token_of(context.request)
    ids = [each.employee_id for each in listed.items]
    names = await clients.names(context.programme_id, token, ids)
    return Invited(TablePage(listed.items, number, listed.total), names.by_employee)


async def _named(context: PageContext, role: str, state: str, name: str, number: int) -> TablePage[Person]:
    """Return people by a part of their name, which enrollment knows."""
    asked = {"consent_due": "true"} if state == queries.CONSENT_DUE else {"state": state}
    filters = {"name": name, "role": role} | asked
    query = {field: value for field, value in filters.items() if value} | window(number)
    participants = await context.fetch(Participants, "participants", query, owner=_OWNER)
    ids = [each.participant_id for each in participants.items]
    return TablePage(await context.read(queries.people_in_order, ids), number, participants.total)
