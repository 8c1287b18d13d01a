"""The executive's own ledger: what they have changed because of a session."""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from services.console.clients.feedback import OwnActions
from services.console.clients.services import Answer
from services.console.pages.common.reader import LanguageChoice
from services.console.pages.participant.own_page import (
    FINE,
    MOST,
    PARTICIPANTS,
    PREFIX,
    Key,
    Own,
    OwnPage,
    PathId,
)
from services.console.wording.feedback import CHANGES

router = APIRouter(prefix=f"{PREFIX}/changes", include_in_schema=False, dependencies=[PARTICIPANTS])

Text = Annotated[str, Form(max_length=1000)]
Code = Annotated[str, Form(max_length=64)]
Day = Annotated[str, Form(max_length=10)]


@router.get("")
async def changes(page: Own, said: Literal["", "change", "change-removed"] = "") -> HTMLResponse:
    """Show the caller's changes, and the form for another."""
    return await _show(page, notice=said)


@router.post("", response_model=None)
async def record(
    page: Own, key: Key, text: Text = "", kind: Code = "", day: Day = "", language: LanguageChoice = ""
) -> Response:
    """Enter a change."""
    if page.switches(language):
        return await _show(page, text=text, kind=kind, day=day)
    body = {"change_kind": kind, "changed_on": day or page.now.date().isoformat(), "text": text.strip()}
    sent = await page.send("feedback", "me/actions", body, key)
    if sent.problem:
        return await _show(page, after=sent, text=text, kind=kind, day=day)
    return page.redirect("/changes?said=change")


@router.post("/{action_id}/removal", response_model=None)
async def remove(page: Own, action_id: PathId) -> Response:
    """Remove a change."""
    sent = await page.send("feedback", f"me/actions/{action_id}", {}, method="DELETE")
    return await _show(page, after=sent) if sent.problem else page.redirect("/changes?said=change-removed")


async def _show(
    page: OwnPage, *, after: Answer = FINE, notice: str = "", text: str = "", kind: str = "", day: str = ""
) -> HTMLResponse:
    own = await page.section("feedback", OwnActions, "me/actions", {"limit": MOST})
    return page.render(
        "changes.html",
        after=after,
        notice=notice,
        available=own.value is not None,
        actions=own.value.items if own.value else [],
        kinds=list(CHANGES),
        text=text,
        kind=kind,
        day=day or page.now.date().isoformat(),
        today=page.now.date().isoformat(),
        key=uuid.uuid4().hex,
    )
