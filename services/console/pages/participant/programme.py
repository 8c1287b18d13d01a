"""The participant's enrolment: where it stands, what is still to do, leaving."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from services.console.clients.enrollment import OwnParticipation, OwnParticipations, ProgrammeDefinition
from services.console.clients.services import Answer
from services.console.pages.common.reader import LanguageChoice
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage

router = APIRouter(prefix=PREFIX, include_in_schema=False, dependencies=[PARTICIPANTS])

PrivateReason = Annotated[str, Form(max_length=4000)]


@router.get("/programme")
async def programme(page: Own, said: Literal["", "joined", "reason-deleted"] = "") -> HTMLResponse:
    """Show the programme, and where the caller stands in it."""
    return await _show(page, "programme.html", notice=said)


@router.get("/leave")
async def check_leave(page: Own) -> HTMLResponse:
    """Leaving, to be checked before it is sent."""
    return await _show(page, "leave.html")


@router.post("/leave", response_model=None)
async def leave(page: Own, private_reason: PrivateReason = "", language: LanguageChoice = "") -> Response:
    """Leave the programme."""
    if page.switches(language):
        return await _show(page, "leave.html", typed=private_reason)
    own = current(await page.fetch("enrollment", OwnParticipations, "me"))
    if own is None:
        raise HTTPException(404, "you do not take part in this programme")
    body = {"private_reason": private_reason.strip() or None}
    sent = await page.send("enrollment", f"participants/{own.participant_id}/withdrawal", body)
    if sent.problem:
        return await _show(page, "leave.html", after=sent, typed=private_reason)
    return page.redirect("?said=left")


@router.post("/programme/reason-deletion", response_model=None)
async def delete_reason(page: Own) -> Response:
    """Delete the caller's reason for leaving."""
    left = _left(await page.fetch("enrollment", OwnParticipations, "me"))
    if left is None:
        raise HTTPException(404, "you have not left this programme")
    below = f"participants/{left.participant_id}/withdrawal/private-reason"
    sent = await page.send("enrollment", below, {}, method="DELETE")
    if sent.problem:
        return await _show(page, "programme.html", after=sent)
    return page.redirect("/programme?said=reason-deleted")


async def _show(
    page: OwnPage, template: str, *, after: Answer = FINE, notice: str = "", typed: str = ""
) -> HTMLResponse:
    definition, own = await asyncio.gather(
        page.fetch("enrollment", ProgrammeDefinition, ""), page.fetch("enrollment", OwnParticipations, "me")
    )
    return page.render(
        template,
        after=after,
        notice=notice,
        programme=definition,
        own=current(own),
        left=_left(own),
        typed=typed,
    )


def current(own: OwnParticipations) -> OwnParticipation | None:
    """Return the participation that continues; there is at most one."""
    return next((each for each in own.items if each.state != "withdrawn"), None)


def _left(own: OwnParticipations) -> OwnParticipation | None:
    """Return the participation that was left, if none continues; the one that was left last."""
    if current(own):
        return None
    left = [each for each in own.items if each.withdrawn_at]
    return max(left, key=lambda each: (each.private_reason is not None, each.withdrawn_at), default=None)
