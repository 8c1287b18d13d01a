"""An own pairing: pause it, go on, end it."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from services.console.clients.matching.own import OwnPairing
from services.console.clients.services import Answer
from services.console.pages.common.reader import LanguageChoice
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage, PathId
from services.console.pages.participant.people import fetch_people

router = APIRouter(
    prefix=f"{PREFIX}/pairings/{{pairing_id}}", include_in_schema=False, dependencies=[PARTICIPANTS]
)

Day = Annotated[str, Form(max_length=10)]
PrivateReason = Annotated[str, Form(max_length=2000)]
Act = Literal["pause", "end"]


@router.get("/pause")
async def check_pause(page: Own, pairing_id: PathId) -> HTMLResponse:
    """Ask until when, and say what a pause means."""
    return await _check(page, pairing_id, "pause")


@router.post("/pause", response_model=None)
async def pause(page: Own, pairing_id: PathId, until: Day = "", language: LanguageChoice = "") -> Response:
    """Pause the pairing."""
    if page.switches(language):
        return await _check(page, pairing_id, "pause", typed=until)
    sent = await page.send("matching", f"pairings/{pairing_id}/pause", {"until": until or None})
    if sent.problem:
        return await _check(page, pairing_id, "pause", after=sent, typed=until)
    return page.redirect("/partner?said=pairing-paused")


@router.post("/resumption", response_model=None)
async def resume(page: Own, pairing_id: PathId) -> Response:
    """Go on."""
    sent = await page.send("matching", f"pairings/{pairing_id}/resumption", {})
    if sent.problem:
        return await _check(page, pairing_id, "pause", after=sent)
    return page.redirect("/partner?said=pairing-resumed")


@router.get("/end")
async def check_end(page: Own, pairing_id: PathId) -> HTMLResponse:
    """Show the end of a pairing to be checked before it is sent."""
    return await _check(page, pairing_id, "end")


@router.post("/end", response_model=None)
async def end(
    page: Own, pairing_id: PathId, private_reason: PrivateReason = "", language: LanguageChoice = ""
) -> Response:
    """End a pairing."""
    if page.switches(language):
        return await _check(page, pairing_id, "end", typed=private_reason)
    body = {"private_reason": private_reason.strip() or None}
    sent = await page.send("matching", f"pairings/{pairing_id}/end", body)
    if sent.problem:
        return await _check(page, pairing_id, "end", after=sent, typed=private_reason)
    return page.redirect("/partner?said=pairing-ended")


async def _check(
    page: OwnPage, pairing_id: str, act: Act, *, after: Answer = FINE, typed: str = ""
) -> HTMLResponse:
    pairing, people = await asyncio.gather(
        page.fetch("matching", OwnPairing, f"pairings/{pairing_id}"), fetch_people(page)
    )
    if pairing.state != "active" and not after.problem:
        raise HTTPException(404, "this pairing has ended")
    return page.render(
        f"pairing_{act}.html",
        zone=people.zone,
        after=after,
        pairing=pairing,
        partner=people.partner(pairing.partner_of(page.employee_id)),
        tomorrow=page.tomorrow,
        typed=typed,
    )
