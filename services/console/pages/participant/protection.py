"""Rights and safeguards of a mentor, on one page."""

import asyncio

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse

from services.console.clients.feedback_concerns import ConcernReaders
from services.console.pages.participant.own_page import PARTICIPANTS, PREFIX, Own
from services.console.pages.participant.people import fetch_people
from services.console.read_models.people import PersonState
from shared.contracts.vocabulary import Role

router = APIRouter(prefix=PREFIX, include_in_schema=False, dependencies=[PARTICIPANTS])


@router.get("/protection")
async def protection(page: Own) -> HTMLResponse:
    """Show a mentor what protects them; nobody else has this page."""
    person = (await page.participation()).person
    if person is None or person.role is not Role.MENTOR or person.state is PersonState.WITHDRAWN:
        raise HTTPException(404, "you are not a mentor in this programme")
    readers, people = await asyncio.gather(
        page.section("feedback", ConcernReaders, "me/concern-readers"), fetch_people(page)
    )
    sponsors = {one.sponsor.email: one.sponsor for one in people.partners.items if one.sponsor}
    return page.render(
        "protection.html", readers=readers.value, sponsors=list(sponsors.values()), people=people
    )
