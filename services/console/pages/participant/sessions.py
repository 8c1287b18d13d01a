"""Sessions: the list, one of them, and what a participant does with it."""

import asyncio
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse
from pydantic import AwareDatetime

from services.console.clients.feedback import OwnCheckIns
from services.console.clients.scheduling import FreeTimes, OwnSession, OwnSessions
from services.console.clients.services import Answer
from services.console.pages.participant.own_page import (
    FINE,
    MOST,
    PARTICIPANTS,
    PREFIX,
    Own,
    OwnPage,
    PathId,
)
from services.console.pages.participant.people import People, fetch_people
from shared.contracts.scheduling import CancelReason

router = APIRouter(prefix=f"{PREFIX}/sessions", include_in_schema=False, dependencies=[PARTICIPANTS])

REASONS: Final = tuple(reason for reason in CancelReason if reason is not CancelReason.PAIRING_ENDED)
"""The reasons that a person may choose."""


@router.get("")
async def sessions(page: Own) -> HTMLResponse:
    """The sessions ahead, the next one first, and the past ones, the latest first."""
    listed, people = await asyncio.gather(
        page.section("scheduling", OwnSessions, "me/sessions", {"limit": MOST}), fetch_people(page)
    )
    items = listed.value.items if listed.value else []
    coming = [each for each in items if each.state == "planned" and each.ends_at > page.now]
    return page.render(
        "sessions.html",
        zone=people.zone,
        available=listed.value is not None,
        coming=coming,
        past=[each for each in reversed(items) if each not in coming],
        partner=lambda session: people.partner(_other(session, people)),
        people=people,
    )


@router.get("/{session_id}")
async def session(
    page: Own, session_id: PathId, said: Literal["", "moved", "cancelled"] = ""
) -> HTMLResponse:
    """One session, with the times it could be moved to, or the way to the questions about it."""
    return await _show(page, session_id, notice=said)


@router.post("/{session_id}/move", response_model=None)
async def move(page: Own, session_id: PathId, starts_at: Annotated[AwareDatetime, Form()]) -> Response:
    """Give it another time."""
    return await _do(page, session_id, "move", {"starts_at": starts_at.isoformat()}, "moved")


@router.get("/{session_id}/cancellation")
async def check_cancellation(page: Own, session_id: PathId) -> HTMLResponse:
    """The cancellation to be checked before it is sent."""
    return await _show(page, session_id, template="session_cancel.html")


@router.post("/{session_id}/cancellation", response_model=None)
async def cancel(page: Own, session_id: PathId, reason: Annotated[CancelReason, Form()]) -> Response:
    """Cancel it."""
    return await _do(page, session_id, "cancellation", {"reason": reason}, "cancelled")


async def _do(page: OwnPage, session_id: str, command: str, body: dict[str, Any], said: str) -> Response:
    answer = await page.send("scheduling", f"sessions/{session_id}/{command}", body)
    if answer.problem:
        return await _show(page, session_id, after=answer)
    return page.redirect(f"/sessions/{session_id}?said={said}")


async def _show(
    page: OwnPage, session_id: str, *, template: str = "session.html", after: Answer = FINE, notice: str = ""
) -> HTMLResponse:
    shown, free, check_ins, people = await asyncio.gather(
        page.fetch("scheduling", OwnSession, f"sessions/{session_id}"),
        page.section("scheduling", FreeTimes, f"sessions/{session_id}/free-slots"),
        page.section("feedback", OwnCheckIns, "me/check-ins", {"state": "requested", "limit": MOST}),
        fetch_people(page),
    )
    planned = shown.state == "planned"
    return page.render(
        template,
        zone=people.zone,
        after=after,
        notice=notice,
        session=shown,
        ahead=planned and shown.starts_at > page.now,
        check_in=_open_check_in(session_id, check_ins.value, page.now),
        free=free.value.items if free.value else [],
        partner=people.partner(_other(shown, people)),
        leads=people.partner(shown.mentee_id) is not None,
        people=people,
        reasons=REASONS,
    )


def _open_check_in(session_id: str, check_ins: OwnCheckIns | None, now: datetime) -> str:
    """Return the id of the check-in about a session that waits for the reader; empty if none does."""
    items = check_ins.items if check_ins else []
    waiting = (each for each in items if each.session_id == session_id and each.due_at > now)
    return next((each.check_in_id for each in waiting), "")


def _other(session: OwnSession, people: People) -> str:
    """The participant id of the one of the two whom enrollment names to the caller."""
    return session.mentor_id if people.partner(session.mentor_id) else session.mentee_id
