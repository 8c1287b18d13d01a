"""A proposal: who is proposed and why, a page to check the answer, the answer."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from services.console.clients.matching.own import OwnProposal
from services.console.clients.services import Answer
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage, PathId
from services.console.pages.participant.people import fetch_people
from shared.contracts.matching import DeclineReason

router = APIRouter(
    prefix=f"{PREFIX}/proposals/{{proposal_id}}", include_in_schema=False, dependencies=[PARTICIPANTS]
)


@router.get("")
async def proposal(
    page: Own, proposal_id: PathId, said: Literal["", "answered-yes", "answered-no", "chosen"] = ""
) -> HTMLResponse:
    """Show the proposal with its explanation."""
    return await _show(page, proposal_id, "proposal.html", notice=said)


@router.get("/answer")
async def check(page: Own, proposal_id: PathId, accept: Literal["yes", "no"]) -> HTMLResponse:
    """Show the answer to be checked before it is sent."""
    return await _show(page, proposal_id, "proposal_answer.html", accept=accept)


@router.post("/answer", response_model=None)
async def answer(
    page: Own,
    proposal_id: PathId,
    accept: Annotated[Literal["yes", "no"], Form()],
    reason: Annotated[DeclineReason, Form()] = DeclineReason.PRIVATE,
    more: Annotated[bool, Form()] = False,  # noqa: FBT002 (a tick box)
) -> Response:
    """Send the answer."""
    body: dict[str, Any] = {"accept": accept == "yes"}
    if accept == "no":
        body |= {"reason": reason, "more": more}
    answered = await page.send("matching", f"proposals/{proposal_id}/answer", body)
    if answered.problem:
        return await _show(page, proposal_id, "proposal_answer.html", accept=accept, after=answered)
    return page.redirect(f"/proposals/{proposal_id}?said=answered-{accept}")


async def describe(page: OwnPage, proposal_id: str) -> dict[str, Any]:
    """Return what templates show of a proposal."""
    shown, people = await asyncio.gather(
        page.fetch("matching", OwnProposal, f"proposals/{proposal_id}"), fetch_people(page)
    )
    role = shown.role_of(page.employee_id)
    return {
        "proposal": shown,
        "waits": shown.waits,
        "role": role,
        "partner": people.partner(shown.partner_of(page.employee_id)),
        "people": people,
    }


async def _show(
    page: OwnPage, proposal_id: str, template: str, *, after: Answer = FINE, notice: str = "", **context: Any
) -> HTMLResponse:
    shown = await describe(page, proposal_id)
    zone = shown["people"].zone
    return page.render(template, zone=zone, after=after, notice=notice, **shown, **context)
