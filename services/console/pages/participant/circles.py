"""The circles of a mentor: who is in them, their dates, and notes that only members read."""

import asyncio
import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from services.console.clients.circles import CircleNotes, OwnCircle, OwnCircles
from services.console.clients.services import Answer
from services.console.pages.common.reader import LanguageChoice
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Key, Own, OwnPage, PathId
from shared.kernel import Identifier

router = APIRouter(prefix=f"{PREFIX}/circles", include_in_schema=False, dependencies=[PARTICIPANTS])

Text = Annotated[str, Form(max_length=2000)]
Said = Literal["", "noted", "note-deleted", "attendance", "circle-left"]


@router.get("")
async def circles(page: Own, said: Said = "", circle: Identifier = "-") -> HTMLResponse:
    """Show the caller's circles and their dates, and the notes of one of them."""
    return await _show(page, circle, notice=said)


@router.post("/{circle_id}/notes", response_model=None)
async def write(
    page: Own, circle_id: PathId, key: Key, note: Text = "", language: LanguageChoice = ""
) -> Response:
    """Write a note for the members."""
    if page.switches(language):
        return await _show(page, circle_id, typed=note)
    sent = await page.send("enrollment", f"me/circles/{circle_id}/notes", {"note": note.strip()}, key)
    if sent.problem:
        return await _show(page, circle_id, after=sent, typed=note)
    return page.redirect(f"/circles?said=noted&circle={circle_id}")


@router.post("/{circle_id}/notes/{note_id}/deletion", response_model=None)
async def delete_note(page: Own, circle_id: PathId, note_id: PathId) -> Response:
    """Delete a note of the caller's."""
    below = f"me/circles/{circle_id}/notes/{note_id}"
    sent = await page.send("enrollment", below, {}, method="DELETE")
    if sent.problem:
        return await _show(page, circle_id, after=sent)
    return page.redirect(f"/circles?said=note-deleted&circle={circle_id}")


@router.post("/{circle_id}/dates/{date_id}/attendance", response_model=None)
async def attendance(
    page: Own, circle_id: PathId, date_id: PathId, key: Key, attended: Annotated[bool, Form()]
) -> Response:
    """State whether the caller was there."""
    below = f"me/circles/{circle_id}/dates/{date_id}/attendance"
    sent = await page.send("enrollment", below, {"attended": attended}, key)
    if sent.problem:
        return await _show(page, circle_id, after=sent)
    return page.redirect(f"/circles?said=attendance&circle={circle_id}")


@router.get("/{circle_id}/departure")
async def check_departure(page: Own, circle_id: PathId) -> HTMLResponse:
    """Show the consequences of leaving a circle."""
    return await _check_departure(page, circle_id)


@router.post("/{circle_id}/departure", response_model=None)
async def leave(page: Own, circle_id: PathId, key: Key) -> Response:
    """Leave a circle."""
    sent = await page.send("enrollment", f"me/circles/{circle_id}/departure", {}, key)
    if sent.problem:
        return await _check_departure(page, circle_id, sent)
    return page.redirect("/circles?said=circle-left")


async def _check_departure(page: OwnPage, circle_id: str, after: Answer = FINE) -> HTMLResponse:
    circle = next((each for each in await _own(page) if each.circle_id == circle_id), None)
    if circle is None:
        raise HTTPException(404, "there is no such circle")
    return page.render("circle_departure.html", after=after, circle=circle, key=uuid.uuid4().hex)


async def _show(
    page: OwnPage, circle_id: str, *, after: Answer = FINE, notice: str = "", typed: str = ""
) -> HTMLResponse:
    _, own = await asyncio.gather(page.partners(), _own(page))  # the partners: times on the reader's clock
    chosen = next((each for each in own if each.circle_id == circle_id), next(iter(own), None))
    below = f"me/circles/{chosen.circle_id}/notes" if chosen else ""
    notes = (await page.fetch("enrollment", CircleNotes, below)).items if chosen else []
    return page.render(
        "circles.html",
        after=after,
        notice=notice,
        circles=own,
        chosen=chosen.circle_id if chosen else "",
        writes=chosen is not None and not chosen.concluded,
        notes=notes,
        typed=typed,
        now=page.now,
        key=uuid.uuid4().hex,
    )


async def _own(page: OwnPage) -> list[OwnCircle]:
    return (await page.fetch("enrollment", OwnCircles, "me/circles")).items
