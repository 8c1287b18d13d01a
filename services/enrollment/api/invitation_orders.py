"""Endpoints for orders to invite many people."""

from collections.abc import Iterator
from itertools import islice
from typing import IO, Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Query, Request

from services.enrollment.api.access import manages_people
from services.enrollment.api.invitation_views import GroupInput, OrderView
from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import invitation_orders as commands
from services.enrollment.domain.invitation import DAYS, MOST_DAYS
from services.enrollment.domain.invitation_list import Line, read_lines
from services.enrollment.domain.invitation_order import CHUNK, MOST_LINES
from services.enrollment.queries import invitation_orders as queries
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier, RuleBroken
from shared.runtime.caller import Caller
from shared.runtime.quotas import HEAVY, costs
from shared.service import Coordinator, Page, Paging, Read, Run, RunMany, large_body, received_file

router = APIRouter(tags=["participants"], prefix="/programmes/{programme_id}")

_LIST_TYPES: Final = ("text/csv", "text/plain")
_LIST_IN_OPENAPI: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            media_type: {"schema": {"type": "string"}, "example": "e000042\nada@example.com\n"}
            for media_type in _LIST_TYPES
        },
    }
}
Days = Annotated[int, Query(ge=1, le=MOST_DAYS, description="Days in which people can answer")]


@router.post(
    "/invitation-lists",
    status_code=201,
    summary="Create an invitation order from a list",
    openapi_extra=_LIST_IN_OPENAPI,
    dependencies=[large_body(*_LIST_TYPES), costs(HEAVY)],
)
async def order_list(
    programme_id: ProgrammeId,
    caller: Coordinator,
    request: Request,
    run: RunMany,
    role: Annotated[Role, Query(description="Role to invite to")],
    days: Days = DAYS,
) -> OrderView:
    """Take a list with an employee id, mail address or name in the first cell of each line, and check it.

    Nobody is invited before the order is confirmed. Names count for coordinators of all programmes only. A
    line that names nobody who can take part is the same as one that names nobody at all.
    """
    by_name = manages_people(caller)
    async with received_file(request, request.app.state.settings.max_file_bytes) as file:
        order = await run.command(
            caller, programme_id, commands.begin_list, role, days, caller.sub, by_name=by_name
        )
        for chunk in _chunks(file):
            await run.command(caller, programme_id, commands.add_lines, order.id, chunk)
    return OrderView.of(await run.command(caller, programme_id, commands.check_list, order.id))


def _chunks(file: IO[bytes]) -> Iterator[list[Line]]:
    """Read the lines in chunks, each for one transaction.

    Raises:
        RuleBroken: there are too many.
    """
    lines = read_lines(line.decode(errors="replace") for line in file)
    left = MOST_LINES
    while chunk := list(islice(lines, CHUNK)):
        left -= len(chunk)
        if left < 0:
            raise RuleBroken(
                "the list has more than {most} lines", code="list-too-long", most=MOST_LINES, field="list"
            )
        yield chunk


@router.post("/invitation-orders", status_code=201, summary="Create an invitation order for a group")
async def order_group(
    programme_id: ProgrammeId, wanted: GroupInput, caller: Coordinator, run: Run
) -> OrderView:
    """Count the employees of a group; nobody is invited before the order is confirmed.

    For coordinators of all programmes, since the counts state facts about the whole organisation.
    """
    if not manages_people(caller):
        raise HTTPException(
            403, "Only coordinators of all programmes may invite by region, grade or department"
        )
    order = await run.command(
        caller,
        programme_id,
        commands.order_group,
        wanted.role,
        wanted.days,
        caller.sub,
        wanted.group(),
    )
    return OrderView.of(order)


@router.get("/invitation-orders", summary="List invitation orders")
async def list_orders(
    programme_id: ProgrammeId, caller: Coordinator, read: Read, page: Paging
) -> Page[OrderView]:
    """List the orders, the latest first; coordinators of some programmes see their own."""
    orders = await read.read(caller, programme_id, queries.list_orders, _only_account(caller), page)
    return Page.of(orders, OrderView.of)


@router.get("/invitation-orders/{order_id}", summary="One invitation order")
async def get_order(
    programme_id: ProgrammeId, order_id: Identifier, caller: Coordinator, read: Read
) -> OrderView:
    """Return an order with the number of people who are invited, and of those who are skipped, by reason."""
    order = await read.read(caller, programme_id, queries.require_order, order_id, _only_account(caller))
    return OrderView.of(order)


@router.post("/invitation-orders/{order_id}/confirm", summary="Confirm an invitation order")
async def confirm(
    programme_id: ProgrammeId, order_id: Identifier, caller: Coordinator, run: Run
) -> OrderView:
    """Invite the people of an order that was checked; each gets a mail."""
    order = await run.command(caller, programme_id, commands.confirm, order_id, _only_account(caller))
    return OrderView.of(order)


@router.post("/invitation-orders/{order_id}/discard", summary="Discard an invitation order")
async def discard(
    programme_id: ProgrammeId, order_id: Identifier, caller: Coordinator, run: Run
) -> OrderView:
    """Discard an order that was not sent."""
    order = await run.command(caller, programme_id, commands.discard, order_id, _only_account(caller))
    return OrderView.of(order)


def _only_account(caller: Caller) -> str | None:
    """Return the account whose orders the caller may see; None for a coordinator of all programmes."""
    return None if manages_people(caller) else caller.sub
