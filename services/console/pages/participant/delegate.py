"""An executive's assistant, who looks after the times of their sessions: name one, end it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from services.console.clients.delegates import OwnDelegate
from services.console.clients.services import Answer
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage

router = APIRouter(prefix=f"{PREFIX}/delegate", include_in_schema=False, dependencies=[PARTICIPANTS])

_OWN = "me/delegate"


@router.get("")
async def delegate(page: Own, said: Literal["", "delegate-named", "delegate-ended"] = "") -> HTMLResponse:
    """Show who is named, or the form to name somebody."""
    return await _show(page, notice=said)


@router.post("", response_model=None)
async def name(page: Own, person: Annotated[str, Form(max_length=300)] = "") -> Response:
    """Ask somebody."""
    sent = await page.send("enrollment", _OWN, {"person": person})
    if sent.problem:
        return await _show(page, after=sent, typed=person)
    return page.redirect("/delegate?said=delegate-named")


@router.post("/end", response_model=None)
async def end(page: Own) -> Response:
    """Have no assistant any more."""
    sent = await page.send("enrollment", _OWN, {}, method="DELETE")
    if sent.problem:
        return await _show(page, after=sent)
    return page.redirect("/delegate?said=delegate-ended")


async def _show(page: OwnPage, *, after: Answer = FINE, notice: str = "", typed: str = "") -> HTMLResponse:
    named = await page.fetch("enrollment", OwnDelegate, _OWN)
    return page.render("delegate.html", after=after, notice=notice, named=named, typed=typed)
