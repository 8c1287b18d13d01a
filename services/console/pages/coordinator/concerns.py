"""Concerns for those who handle them: the list, one that is opened, the acts."""

import uuid
from typing import Annotated, Any, Final, Literal

from fastapi import Form, Path, Response
from fastapi.responses import HTMLResponse

from services.console.clients.feedback_concerns import ConcernRows, Handling, OpenedConcern
from services.console.clients.services import Answer
from services.console.pages.common.view import PageNumber
from services.console.pages.coordinator.page_context import (
    FINE,
    PageContext,
    ProgrammePage,
    make_router,
    window,
)
from services.console.pages.coordinator.rounds import Key
from shared.kernel import Identifier

router = make_router("/concerns")

ConcernId = Annotated[Identifier, Path()]
Said = Literal["", "answer-sent", "concern-passed-on", "handling"]
Act = Literal["acknowledgement", "taking", "messages", "closing", "passing-on"]
_OWNER: Final = "feedback"
_HANDLING: Final = "me/concern-handling"


@router.get("")
async def concerns(context: ProgrammePage, page: PageNumber = 1, said: Said = "") -> HTMLResponse:
    """List the caller's concerns, without texts and names."""
    return await _show_list(context, page=page, notice=said)


@router.post("/handling", response_model=None)
async def handle(
    context: ProgrammePage,
    key: Key,
    name: Annotated[str, Form(max_length=80)] = "",
    stop: Annotated[Literal["", "yes"], Form()] = "",
) -> Response:
    """Begin to handle concerns under a name, or stop."""
    if stop:
        answer = await context.send(_HANDLING, {}, key, method="DELETE", owner=_OWNER)
    else:
        answer = await context.send(_HANDLING, {"name": name.strip()}, key, method="PUT", owner=_OWNER)
    if answer.problem:
        return await _show_list(context, after=answer, typed=name)
    return context.redirect("concerns?said=handling")


@router.post("/{concern_id}/opening", response_model=None)
async def open_concern(context: ProgrammePage, concern_id: ConcernId) -> Response:
    """Show a concern with its text; feedback records who opened it."""
    return await _show_concern(context, concern_id)


@router.post("/{concern_id}/{act}", response_model=None)
async def do_act(
    context: ProgrammePage,
    concern_id: ConcernId,
    act: Act,
    key: Key,
    text: Annotated[str, Form(max_length=4000)] = "",
    outcome: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Acknowledge, take, answer, close or pass on a concern."""
    bodies: dict[str, dict[str, Any]] = {"messages": {"text": text.strip()}, "closing": {"outcome": outcome}}
    answer = await context.send(f"concerns/{concern_id}/{act}", bodies.get(act, {}), key, owner=_OWNER)
    if answer.problem:
        return await _show_concern(context, concern_id, after=answer, typed=text)
    said = {"messages": "answer-sent", "passing-on": "concern-passed-on"}.get(act)
    if said:
        return context.redirect(f"concerns?said={said}")
    return await _show_concern(context, concern_id)


async def _show_list(
    context: PageContext, *, page: int = 1, after: Answer = FINE, notice: str = "", typed: str = ""
) -> HTMLResponse:
    await context.overview()
    rows = await context.fetch(ConcernRows, "concerns", window(page), owner=_OWNER)
    handling = await context.fetch(Handling, _HANDLING, owner=_OWNER)
    return await context.render(
        "concerns.html",
        after=after,
        notice=notice,
        page=rows.on_page(page),
        handling=handling.name,
        typed=typed or handling.name or "",
        key=uuid.uuid4().hex,
    )


async def _show_concern(
    context: PageContext, concern_id: str, *, after: Answer = FINE, typed: str = ""
) -> HTMLResponse:
    await context.overview()
    opened = await context.send(f"concerns/{concern_id}/opening", {}, owner=_OWNER)
    if opened.problem:
        return await _show_list(context, after=opened)
    concern = OpenedConcern.model_validate(opened.body)
    return await context.render(
        "concern.html",
        named=[concern.participant_id] if concern.participant_id else [],
        after=after,
        concern=concern,
        is_open=concern.state in {"reported", "acknowledged"},
        typed=typed,
        key=uuid.uuid4().hex,
    )
