"""One concern of the caller with its messages; withdrawing it, and erasing all private text."""

import uuid
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from services.catalogue import WITH_PRIVATE_TEXT
from services.console.clients.feedback_concerns import OwnConcern
from services.console.clients.services import Answer
from services.console.pages.common.reader import LanguageChoice
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.participant.own_page import (
    FINE,
    PARTICIPANTS,
    PREFIX,
    Key,
    Own,
    OwnPage,
    PathId,
)

router = APIRouter(prefix=f"{PREFIX}/concerns", include_in_schema=False, dependencies=[PARTICIPANTS])

Said = Literal["", "concern", "answer-sent", "withdrawn"]
_ERASURE: Final = "/me/private-text"


@router.get("/erasure")
async def check_erasure(page: Own) -> HTMLResponse:
    """Say what erasing all private text means."""
    return page.render("text_erasure.html")


@router.post("/erasure", response_model=None)
async def erase(page: Own) -> Response:
    """Erase all that the caller has written in confidence, in all programmes."""
    clients, token = clients_of(page.request), token_of(page.request)
    for owner in WITH_PRIVATE_TEXT:
        done = await clients.command(owner, _ERASURE, token, {}, method="DELETE")
        if done.problem:
            return page.render("text_erasure.html", after=done)
    return page.redirect("/concerns/erased")


@router.get("/erased")
async def erased(page: Own) -> HTMLResponse:
    """Confirm the erasure."""
    return page.render("text_erased.html")


@router.get("/{concern_id}")
async def concern(page: Own, concern_id: PathId, said: Said = "") -> HTMLResponse:
    """Show what has happened, and the messages."""
    return await _show(page, concern_id, notice=said)


@router.post("/{concern_id}", response_model=None)
async def answer(
    page: Own,
    concern_id: PathId,
    key: Key,
    text: Annotated[str, Form(max_length=4000)] = "",
    language: LanguageChoice = "",
) -> Response:
    """Write to the handler."""
    if page.switches(language):
        return await _show(page, concern_id, typed=text)
    sent = await page.send("feedback", f"me/concerns/{concern_id}/messages", {"text": text.strip()}, key)
    if sent.problem:
        return await _show(page, concern_id, typed=text, after=sent)
    return page.redirect(f"/concerns/{concern_id}?said=answer-sent")


@router.get("/{concern_id}/withdrawal")
async def check_withdrawal(page: Own, concern_id: PathId) -> HTMLResponse:
    """Say what withdrawing means."""
    return await _show(page, concern_id, template="concern_withdrawal.html")


@router.post("/{concern_id}/withdrawal", response_model=None)
async def withdraw(page: Own, concern_id: PathId) -> Response:
    """Withdraw the concern."""
    done = await page.send("feedback", f"me/concerns/{concern_id}/withdrawal", {})
    if done.problem:
        return await _show(page, concern_id, after=done)
    return page.redirect(f"/concerns/{concern_id}?said=withdrawn")


async def _show(
    page: OwnPage,
    concern_id: str,
    *,
    after: Answer = FINE,
    notice: str = "",
    typed: str = "",
    template: str = "concern.html",
) -> HTMLResponse:
    own = await page.fetch("feedback", OwnConcern, f"me/concerns/{concern_id}")
    is_open = own.state in {"reported", "acknowledged"}
    return page.render(
        template,
        after=after,
        notice=notice,
        concern=own,
        is_open=is_open,
        typed=typed,
        key=uuid.uuid4().hex,
    )
