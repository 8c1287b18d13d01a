"""The terms of the programme: to read, and to agree to."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from services.console.clients.enrollment import OwnParticipations
from services.console.clients.services import Answer
from services.console.clients.terms import Terms
from services.console.pages.common.reader import LanguageChoice, voice_of
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage
from services.console.pages.participant.programme import current

router = APIRouter(prefix=f"{PREFIX}/terms", include_in_schema=False, dependencies=[PARTICIPANTS])

Short = Annotated[str, Form(max_length=40)]


@router.get("")
async def terms(page: Own, said: Literal["", "agreed"] = "") -> HTMLResponse:
    """Show the terms in force, and the form to agree to them where that is still to do."""
    return await _show(page, notice=said)


@router.post("", response_model=None)
async def agree(
    page: Own, terms_version: Short = "", terms_language: Short = "", language: LanguageChoice = ""
) -> Response:
    """Agree to the terms that were read."""
    if page.switches(language):
        return await _show(page)
    own = current(await page.fetch("enrollment", OwnParticipations, "me"))
    if own is None:
        raise HTTPException(404, "you do not take part in this programme")
    body = {"terms_version": terms_version, "terms_language": terms_language or None}
    sent = await page.send("enrollment", f"participants/{own.participant_id}/consent", body)
    return await _show(page, after=sent) if sent.problem else page.redirect("/terms?said=agreed")


async def fetch_terms(page: OwnPage) -> Terms:
    """Fetch the terms in force, in the language of the page if there is a text in it."""
    return await page.fetch("enrollment", Terms, "terms", {"language": voice_of(page.request).language})


async def _show(page: OwnPage, *, after: Answer = FINE, notice: str = "") -> HTMLResponse:
    own, read = await asyncio.gather(page.fetch("enrollment", OwnParticipations, "me"), fetch_terms(page))
    return page.render("terms.html", after=after, notice=notice, own=current(own), terms=read)
