"""Alerts of a sponsor, who need not take part: the list, one that is opened, the acts."""

import uuid
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from services.console.clients.feedback_concerns import ConcernRows, OpenedConcern
from services.console.clients.services import Answer
from services.console.clients.sponsors import OwnSponsorships
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

router = APIRouter(prefix=f"{PREFIX}/alerts", include_in_schema=False, dependencies=[PARTICIPANTS])

Act = Literal["acknowledgement", "messages", "closing", "passing-on"]
Said = Literal["", "answer-sent", "concern-passed-on"]


@router.get("")
async def alerts(page: Own, said: Said = "") -> HTMLResponse:
    """List what waits for the caller, without texts and names."""
    return await _show_list(page, notice=said)


@router.post("/{concern_id}/opening", response_model=None)
async def open_alert(page: Own, concern_id: PathId, language: LanguageChoice = "") -> Response:
    """Show one with its text; feedback records who opened it."""
    page.switches(language)
    return await _show(page, concern_id)


@router.post("/{concern_id}/{act}", response_model=None)
async def do_act(
    page: Own,
    concern_id: PathId,
    act: Act,
    key: Key,
    text: Annotated[str, Form(max_length=4000)] = "",
    outcome: Annotated[str, Form(max_length=40)] = "",
    language: LanguageChoice = "",
) -> Response:
    """Acknowledge, answer, close or pass on."""
    if page.switches(language):
        return await _show(page, concern_id, typed=text)
    bodies: dict[str, dict[str, Any]] = {"messages": {"text": text.strip()}, "closing": {"outcome": outcome}}
    sent = await page.send("feedback", f"concerns/{concern_id}/{act}", bodies.get(act, {}), key)
    if sent.problem:
        return await _show(page, concern_id, after=sent, typed=text)
    said = {"messages": "answer-sent", "passing-on": "concern-passed-on"}.get(act)
    return page.redirect(f"/alerts?said={said}") if said else await _show(page, concern_id)


async def _show_list(page: OwnPage, *, after: Answer = FINE, notice: str = "") -> HTMLResponse:
    rows = await page.section("feedback", ConcernRows, "concerns", {"limit": MOST})
    return page.render(
        "alerts.html", after=after, notice=notice, rows=rows.value.items if rows.value else None
    )


async def _show(page: OwnPage, concern_id: str, *, after: Answer = FINE, typed: str = "") -> HTMLResponse:
    opened = await page.send("feedback", f"concerns/{concern_id}/opening", {})
    if opened.problem:
        return await _show_list(page, after=opened)
    concern = OpenedConcern.model_validate(opened.body)
    people = (await page.partners()).value
    own = (await page.section("enrollment", OwnSponsorships, "me/sponsorships")).value
    named = [each for each in own.items if each.pairing_id == concern.pairing_id] if own else []
    return page.render(
        "alert.html",
        after=after,
        concern=concern,
        reporter=named[0].mentor if named else "",
        is_open=concern.state in {"reported", "acknowledged"},
        zone=people.time_zone if people else "",
        typed=typed,
        key=uuid.uuid4().hex,
    )
