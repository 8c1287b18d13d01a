"""The programmes of a participant, and how many partners they take in all of them together."""

import asyncio
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from services.console.clients.enrollment import OwnCapacity
from services.console.clients.services import Answer
from services.console.pages.common.fetch import ask
from services.console.pages.common.reader import learn_reader, voice_of
from services.console.pages.common.refusals import refusal_of
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import render
from services.console.pages.participant.own_page import FINE
from services.console.queries import own
from shared.service import Participant, Read

router = APIRouter(prefix="/mine", include_in_schema=False)

_PATH: Final = "/me/total-capacity"
Total = Annotated[str, Form(max_length=2, pattern=r"^[0-9]*$")]


@router.get("")
async def programmes(
    request: Request, caller: Participant, read: Read, said: Literal["", "total-capacity"] = ""
) -> HTMLResponse:
    """Show the programmes of the organisation, those first in which the caller takes part."""
    return await _show(request, caller, read, notice=said)


@router.post("", response_model=None)
async def state_total(
    request: Request, caller: Participant, read: Read, total_capacity: Total = ""
) -> Response:
    """Save how many partners the caller takes in all programmes together."""
    body = {"total_capacity": int(total_capacity) if total_capacity else None}
    sent = await clients_of(request).command("enrollment", _PATH, token_of(request), body, method="PUT")
    if sent.problem:
        return await _show(request, caller, read, after=sent, typed=total_capacity)
    return RedirectResponse("/mine?said=total-capacity", 303)


async def _show(
    request: Request,
    caller: Participant,
    read: Read,
    *,
    after: Answer = FINE,
    typed: str = "",
    notice: str = "",
) -> HTMLResponse:
    people, named, names, capacity, _ = await asyncio.gather(
        read.read(caller, None, own.programmes, caller.require_employee()),
        read.read(caller, None, own.named_in, caller.require_employee()),
        clients_of(request).programme_names(token_of(request)),
        _capacity(request),
        learn_reader(request, caller),
    )
    stated = str(capacity.total_capacity or "") if capacity else ""
    return render(
        request,
        "participant/programmes.html",
        caller,
        status=after.status,
        problem=refusal_of(voice_of(request), after) if after.problem else "",
        notice=notice,
        people=people,
        names={id_: names.get(id_, id_) for id_ in sorted({*people, *named, *names})},
        named=named,
        capacity=capacity if capacity and capacity.largest else None,
        typed=typed or stated,
    )


async def _capacity(request: Request) -> OwnCapacity | None:
    """Return the caller's numbers; None while they are unavailable, or the caller takes part in nothing."""
    answer = await ask(request, "enrollment", _PATH)
    try:
        return None if answer.problem else OwnCapacity.model_validate(answer.body)
    except ValidationError:
        return None
