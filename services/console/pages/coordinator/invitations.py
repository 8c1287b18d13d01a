"""Inviting people: by a list, by a group or by a link; each act is checked before it is sent."""

import asyncio
import uuid
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, Literal

from fastapi import Depends, Form, Path, Response
from fastapi.responses import HTMLResponse

from services.console.clients.enrollment import ProgrammeDefinition, Programmes
from services.console.clients.enrollment_invitations import (
    InvitationCounts,
    InvitationOrder,
    InvitationOrders,
)
from services.console.clients.services import Answer
from services.console.pages.common.fetch import fetch
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.rounds import Key
from shared.kernel import Identifier
from shared.locale import translatable

router = make_router("/invitations")

OrderId = Annotated[Identifier, Path()]
RoleChoice = Annotated[Literal["", "mentor", "mentee"], Form()]
Days = Annotated[int, Form(ge=1, le=60)]
Grade = Annotated[int, Form(ge=1, le=12)]
Region = Annotated[str, Form(max_length=64)]

_OWNER: Final = "enrollment"
_SHOWN: Final = {"limit": 10}
_MOST: Final = 500
_BEFORE: Final = ("draft", "open")
"""States in which nobody has completed a pairing yet."""
_CHOOSE: Final = translatable("Choose a role.")
_NOBODY: Final = translatable("Name somebody: a line each.")


@dataclass(frozen=True)
class InvitationForm:
    """The forms as they were filled in."""

    role: str = ""
    days: int = 14
    people: str = ""
    regions: tuple[str, ...] = ()
    grade_min: int = 1
    grade_max: int = 12
    department: str = ""
    completed_in: str = ""


EMPTY: Final = InvitationForm()


def group_of(
    role: RoleChoice = "",
    days: Days = EMPTY.days,
    regions: Annotated[tuple[Region, ...], Form(max_length=50)] = (),
    grade_min: Grade = EMPTY.grade_min,
    grade_max: Grade = EMPTY.grade_max,
    department: Annotated[str, Form(max_length=200)] = "",
    completed_in: Annotated[str, Form(max_length=64)] = "",
) -> InvitationForm:
    """Read the form of a group."""
    return InvitationForm(role, days, "", regions, grade_min, grade_max, department.strip(), completed_in)


@router.get("")
async def invitations(context: ProgrammePage) -> HTMLResponse:
    """Show the ways to invite people, and what was ordered last."""
    return await _show(context)


@router.post("/list", response_model=None)
async def order_list(
    context: ProgrammePage,
    role: RoleChoice = "",
    days: Days = EMPTY.days,
    people: Annotated[str, Form(max_length=900_000)] = "",
) -> Response:
    """Have a list checked."""
    typed = replace(EMPTY, role=role, days=days, people=people)
    if not role or not people.strip():
        return await _show(context, after=Answer(422, _NOBODY if role else _CHOOSE), typed=typed)
    request, path = context.request, context.path("invitation-lists")
    query = {"role": role, "days": days}
    answer = await clients_of(request).send_text(_OWNER, path, token_of(request), people, query)
    return await _ordered(context, answer, typed)


@router.post("/group", response_model=None)
async def order_group(
    context: ProgrammePage, key: Key, typed: Annotated[InvitationForm, Depends(group_of)]
) -> Response:
    """Have the people of a group counted."""
    if not typed.role:
        return await _show(context, after=Answer(422, _CHOOSE), typed=typed)
    body: dict[str, Any] = {
        "role": typed.role,
        "days": typed.days,
        "regions": typed.regions,
        "grade_min": typed.grade_min,
        "grade_max": typed.grade_max,
        "department": typed.department or None,
        "completed_in": typed.completed_in or None,
    }
    return await _ordered(context, await context.send("invitation-orders", body, key, owner=_OWNER), typed)


@router.get("/{order_id}")
async def order(context: ProgrammePage, order_id: OrderId) -> HTMLResponse:
    """Show one order: its check, its progress, its result."""
    return await _show_order(context, order_id)


@router.post("/{order_id}/confirmation", response_model=None)
async def confirm(context: ProgrammePage, order_id: OrderId, key: Key) -> Response:
    """Send the invitations."""
    return await _act(context, order_id, "confirm", key)


@router.post("/{order_id}/discarding", response_model=None)
async def discard(context: ProgrammePage, order_id: OrderId, key: Key) -> Response:
    """Send nothing."""
    return await _act(context, order_id, "discard", key)


async def _ordered(context: PageContext, answer: Answer, typed: InvitationForm) -> Response:
    if answer.problem:
        return await _show(context, after=answer, typed=typed)
    return context.redirect(f"invitations/{answer.body['order_id']}")


async def _act(context: PageContext, order_id: str, act: str, key: str) -> Response:
    answer = await context.send(f"invitation-orders/{order_id}/{act}", {}, key, owner=_OWNER)
    if answer.problem:
        return await _show_order(context, order_id, after=answer)
    return context.redirect(f"invitations/{order_id}")


async def _show(context: PageContext, *, after: Answer = FINE, typed: InvitationForm = EMPTY) -> HTMLResponse:
    await context.overview()
    programme, orders, counts, others = await asyncio.gather(
        context.fetch(ProgrammeDefinition, "", owner=_OWNER),
        context.fetch(InvitationOrders, "invitation-orders", _SHOWN, owner=_OWNER),
        context.fetch(InvitationCounts, "invitation-counts", owner=_OWNER),
        fetch(context.request, _OWNER, Programmes, "/programmes", {"limit": _MOST}),
    )
    address: str = context.request.app.state.settings.console_url
    return await context.render(
        "invitations.html",
        after=after,
        name=programme.name,
        programme=programme,
        admits=programme.state in {"open", "running"},
        orders=orders.items,
        counts=counts.items,
        cohorts=[each for each in others.items if each.id != programme.id and each.state not in _BEFORE],
        by_group=context.caller.all_programmes,
        join_address=f"{address.rstrip('/')}/mine/{context.programme_id}/join",
        typed=typed,
        key=uuid.uuid4().hex,
    )


async def _show_order(context: PageContext, order_id: str, *, after: Answer = FINE) -> HTMLResponse:
    await context.overview()
    shown = await context.fetch(InvitationOrder, f"invitation-orders/{order_id}", owner=_OWNER)
    return await context.render("invitation_order.html", after=after, order=shown, key=uuid.uuid4().hex)
