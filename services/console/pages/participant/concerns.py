"""Concerns: what the participant has confided, and a form for another."""

import asyncio
import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from services.console.clients.feedback import OwnConcerns
from services.console.clients.matching.own import OwnPairings
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
)
from services.console.pages.participant.people import fetch_people

router = APIRouter(prefix=f"{PREFIX}/concerns", include_in_schema=False, dependencies=[PARTICIPANTS])

About = Annotated[str, Form(max_length=4000)]
PairingId = Annotated[str, Form(max_length=64)]


@router.get("")
async def concerns(page: Own, said: Literal["", "concern"] = "") -> HTMLResponse:
    """The caller's concerns, and the form."""
    return await _show(page, notice=said)


@router.post("", response_model=None)
async def report(
    page: Own, key: Key, about: About = "", pairing_id: PairingId = "", language: LanguageChoice = ""
) -> Response:
    """Send a concern."""
    if page.switches(language):
        return await _show(page, typed=about, chosen=pairing_id)
    body = {"about": about.strip(), "pairing_id": pairing_id or None}
    sent = await page.send("feedback", "concerns", body, key)
    if sent.problem:
        return await _show(page, after=sent, typed=about, chosen=pairing_id)
    return page.redirect("/concerns?said=concern")


async def _show(
    page: OwnPage, *, after: Answer = FINE, notice: str = "", typed: str = "", chosen: str = ""
) -> HTMLResponse:
    own, pairings, people = await asyncio.gather(
        page.section("feedback", OwnConcerns, "me/concerns", {"limit": MOST}),
        page.section("matching", OwnPairings, "me/pairings", {"limit": MOST}),
        fetch_people(page),
    )
    return page.render(
        "concerns.html",
        zone=people.zone,
        after=after,
        notice=notice,
        available=own.value is not None,
        concerns=own.value.items if own.value else [],
        pairings=pairings.value.items if pairings.value else [],
        partner=lambda pairing: people.partner(pairing.partner_of(page.employee_id)),
        typed=typed,
        chosen=chosen,
        key=uuid.uuid4().hex,
    )
