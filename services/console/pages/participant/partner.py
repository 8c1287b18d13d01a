"""The participant's partners: who they are, how to reach them, the first contact."""

import asyncio
from datetime import timedelta
from typing import Literal

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from services.console.clients.matching.own import OwnPairings
from services.console.clients.scheduling import OwnSessions
from services.console.clients.services import Answer
from services.console.pages.common.view import page_voice
from services.console.pages.participant.letters import first_contact
from services.console.pages.participant.own_page import (
    FINE,
    MOST,
    PARTICIPANTS,
    PREFIX,
    Own,
    OwnPage,
    PagePart,
    PathId,
)
from services.console.pages.participant.people import fetch_people
from services.console.pages.participant.shortlist import may_choose
from services.console.pages.participant.tasks import ahead

router = APIRouter(prefix=PREFIX, include_in_schema=False, dependencies=[PARTICIPANTS])

Said = Literal["", "contacted", "pairing-paused", "pairing-resumed", "pairing-ended", "reason-deleted"]


@router.get("/partner")
async def partners(page: Own, said: Said = "") -> HTMLResponse:
    """Show the caller's active pairings, and those that have ended."""
    return await _show(page, notice=said)


@router.post("/pairings/{pairing_id}/first-contact", response_model=None)
async def make_contact(page: Own, pairing_id: PathId) -> Response:
    """Note that the caller has written to the partner."""
    sent = await page.send("feedback", f"pairings/{pairing_id}/first-contact", {})
    return await _show(page, after=sent) if sent.problem else page.redirect("/partner?said=contacted")


@router.post("/pairings/{pairing_id}/reason-deletion", response_model=None)
async def delete_reason(page: Own, pairing_id: PathId) -> Response:
    """Delete what the caller wrote down when leaving."""
    sent = await page.send("matching", f"pairings/{pairing_id}/private-reason", {}, method="DELETE")
    return await _show(page, after=sent) if sent.problem else page.redirect("/partner?said=reason-deleted")


async def _show(page: OwnPage, *, after: Answer = FINE, notice: str = "") -> HTMLResponse:
    participation = await page.participation()
    alone = participation.current is not None and not participation.current.pairings
    pairings, sessions, people, chooses = await asyncio.gather(
        page.section("matching", OwnPairings, "me/pairings", {"limit": MOST}),
        _sessions(page, alone=alone),
        fetch_people(page),
        _may_choose(page, alone=alone),
    )
    items = pairings.value.items if pairings.value else []
    active = [pairing for pairing in items if pairing.state == "active"]
    coming = ahead(page.now, sessions.value)
    contact_time = timedelta(days=participation.programme.rules.first_contact_days)
    return page.render(
        "partner.html",
        zone=people.zone,
        after=after,
        notice=notice,
        person=participation.person,
        programme=participation.programme,
        available=pairings.value is not None,
        active=active,
        may_choose=chooses,
        ended=[pairing for pairing in items if pairing.state != "active"],
        partner=lambda pairing: people.partner(pairing.partner_of(page.employee_id)),
        next_of=lambda pairing: next((each for each in coming if each.pairing_id == pairing.id), None),
        sessions_available=sessions.value is not None,
        to_contact={pairing.id for pairing in participation.to_contact},
        contact_by=lambda pairing: pairing.activated_at + contact_time,
        letter=first_contact(page_voice(page.request, people.zone)),
        people=people,
        role_of=lambda pairing: pairing.role_of(page.employee_id),
    )


async def _sessions(page: OwnPage, *, alone: bool) -> PagePart[OwnSessions]:
    """Return the planned sessions; who has no partner has none."""
    if alone:
        return PagePart(OwnSessions(items=[], total=0))
    return await page.section("scheduling", OwnSessions, "me/sessions", {"state": "planned", "limit": MOST})


async def _may_choose(page: OwnPage, *, alone: bool) -> bool:
    """Return whether somebody without a partner has a list to choose from, or may ask for one."""
    return alone and await may_choose(page)
