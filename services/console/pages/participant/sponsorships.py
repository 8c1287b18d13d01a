"""Pairs that the reader is asked to sponsor, or sponsors; the reader need not take part."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from services.console.clients.services import Answer
from services.console.clients.sponsors import OwnSponsorships
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage, PathId

router = APIRouter(prefix=f"{PREFIX}/sponsorships", include_in_schema=False, dependencies=[PARTICIPANTS])


@router.get("")
async def sponsorships(page: Own, said: Literal["", "sponsor-yes", "sponsor-no"] = "") -> HTMLResponse:
    """Show whom the reader is asked to sponsor, and whom they sponsor."""
    return await _show(page, notice=said)


@router.post("/{pairing_id}", response_model=None)
async def answer(page: Own, pairing_id: PathId, accepts: Annotated[bool, Form()]) -> Response:
    """Accept, decline or step down."""
    sent = await page.send("enrollment", f"pairings/{pairing_id}/sponsor/answer", {"accepts": accepts})
    if sent.problem:
        return await _show(page, after=sent)
    return page.redirect(f"/sponsorships?said=sponsor-{'yes' if accepts else 'no'}")


async def _show(page: OwnPage, *, after: Answer = FINE, notice: str = "") -> HTMLResponse:
    own = await page.section("enrollment", OwnSponsorships, "me/sponsorships")
    return page.render("sponsorships.html", after=after, notice=notice, own=own.value)
