"""The times of an executive's sessions, for their delegate: see and move them, and nothing else."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.responses import HTMLResponse
from pydantic import AwareDatetime

from services.console.clients.delegates import OwnDelegation, OwnDelegations
from services.console.clients.scheduling import ExecutiveSession, ExecutiveSessions, FreeTimes
from services.console.clients.services import Answer
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

router = APIRouter(
    prefix=f"{PREFIX}/delegations/{{participant_id}}",
    include_in_schema=False,
    dependencies=[PARTICIPANTS],
)


@router.get("")
async def times(page: Own, participant_id: PathId, said: Literal["", "moved"] = "") -> HTMLResponse:
    """Show when the coming sessions of an executive take place."""
    executive, sessions, people = await asyncio.gather(
        _executive(page, participant_id), _sessions(page, participant_id), fetch_people(page)
    )
    return page.render(
        "executive_times.html",
        notice=said,
        zone=people.zone,
        executive=executive,
        sessions=sessions.value,
    )


@router.get("/sessions/{session_id}")
async def session(page: Own, participant_id: PathId, session_id: PathId) -> HTMLResponse:
    """Show one session, with the times to which it can be moved."""
    return await _show(page, participant_id, session_id)


@router.post("/sessions/{session_id}", response_model=None)
async def move(
    page: Own, participant_id: PathId, session_id: PathId, starts_at: Annotated[AwareDatetime, Form()]
) -> Response:
    """Give it another time."""
    path = f"{_path(participant_id)}/{session_id}/move"
    sent = await page.send("scheduling", path, {"starts_at": starts_at.isoformat()})
    if sent.problem:
        return await _show(page, participant_id, session_id, after=sent)
    return page.redirect(f"/delegations/{participant_id}?said=moved")


async def _show(page: OwnPage, participant_id: str, session_id: str, *, after: Answer = FINE) -> HTMLResponse:
    free_path = f"{_path(participant_id)}/{session_id}/free-slots"
    executive, sessions, free, people = await asyncio.gather(
        _executive(page, participant_id),
        _sessions(page, participant_id),
        page.section("scheduling", FreeTimes, free_path),
        fetch_people(page),
    )
    return page.render(
        "executive_session.html",
        after=after,
        zone=people.zone,
        executive=executive,
        session=_one(sessions, session_id),
        free=free.value.items if free.value else [],
    )


async def _executive(page: OwnPage, participant_id: str) -> OwnDelegation:
    """Return the executive, if the reader is their delegate.

    Raises:
        HTTPException: the reader is not (404).
    """
    own = await page.fetch("enrollment", OwnDelegations, "me/delegations")
    accepted = (one for one in own.items if one.state == "accepted")
    executive = next((one for one in accepted if one.participant_id == participant_id), None)
    if executive is None:
        raise HTTPException(404, "you are not the delegate of this person")
    return executive


async def _sessions(page: OwnPage, participant_id: str) -> PagePart[ExecutiveSessions]:
    """Return the sessions ahead; scheduling may learn of the delegate a moment after enrollment."""
    return await page.section("scheduling", ExecutiveSessions, _path(participant_id), {"limit": MOST})


def _one(sessions: PagePart[ExecutiveSessions], session_id: str) -> ExecutiveSession:
    """Return one of them.

    Raises:
        HTTPException: there is none such ahead (404), or scheduling is unavailable (503).
    """
    if sessions.value is None:
        raise HTTPException(503, "the times can't be shown at the moment")
    session = next((one for one in sessions.value.items if one.id == session_id), None)
    if session is None:
        raise HTTPException(404, "there is no such future session")
    return session


def _path(participant_id: str) -> str:
    """Return scheduling's path of an executive's sessions."""
    return f"delegations/{participant_id}/sessions"
