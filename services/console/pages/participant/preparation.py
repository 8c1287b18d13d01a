"""The mentor's preparation of a session: an agenda, a tip for this partner, questions to ask."""

import asyncio

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse

from services.console.clients.scheduling import OwnSession
from services.console.pages.common.view import page_voice
from services.console.pages.participant.letters import agenda_mail
from services.console.pages.participant.own_page import PARTICIPANTS, PREFIX, Own, PathId
from services.console.pages.participant.people import fetch_people
from services.console.pages.participant.session_agenda import agenda_of
from services.console.queries import own

router = APIRouter(prefix=f"{PREFIX}/sessions", include_in_schema=False, dependencies=[PARTICIPANTS])


@router.get("/{session_id}/preparation")
async def preparation(page: Own, session_id: PathId) -> HTMLResponse:
    """Show a mentor what helps before a session that is ahead."""
    session, people = await asyncio.gather(
        page.fetch("scheduling", OwnSession, f"sessions/{session_id}"), fetch_people(page)
    )
    own_ids = await page.runner.read(page.caller, page.programme_id, own.participant_ids, page.employee_id)
    if session.mentor_id not in own_ids or session.state != "planned" or session.starts_at <= page.now:
        raise HTTPException(404, "there is no session to prepare")
    voice = page_voice(page.request, people.zone)
    agenda = await agenda_of(page, session)
    partner = people.partner(session.mentee_id)
    mail = agenda_mail(voice, voice.date(session.starts_at), agenda.items)
    return page.render(
        "preparation.html",
        zone=people.zone,
        session=session,
        partner=partner,
        people=people,
        agenda=agenda,
        mail_link=mail.link_to(partner.email) if partner and partner.email else "",
    )
