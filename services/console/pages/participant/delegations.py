"""Executives whose session times the reader looks after, or is asked to; the reader need not take part."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from services.console.clients.delegates import OwnDelegations
from services.console.clients.services import Answer
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage, PathId

router = APIRouter(prefix=f"{PREFIX}/delegations", include_in_schema=False, dependencies=[PARTICIPANTS])


@router.get("")
async def delegations(page: Own, said: Literal["", "delegate-yes", "delegate-no"] = "") -> HTMLResponse:
    """Show who asks the reader, and whose times they look after."""
    return await _show(page, notice=said)


@router.post("/{participant_id}", response_model=None)
async def answer(page: Own, participant_id: PathId, accepts: Annotated[bool, Form()]) -> Response:
    """Accept, decline or step down."""
    sent = await page.send("enrollment", f"delegations/{participant_id}/answer", {"accepts": accepts})
    if sent.problem:
        return await _show(page, after=sent)
    return page.redirect(f"/delegations?said=delegate-{'yes' if accepts else 'no'}")


async def _show(page: OwnPage, *, after: Answer = FINE, notice: str = "") -> HTMLResponse:
    own = await page.section("enrollment", OwnDelegations, "me/delegations")
    return page.render("delegations.html", after=after, notice=notice, own=own.value)
