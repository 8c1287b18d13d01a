"""Sessions: the list, one of them, and what a participant does with it."""

import asyncio
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse
from pydantic import AwareDatetime

from services.console.clients.delegates import KnownDelegate, KnownDelegates
from services.console.clients.feedback import OwnCheckIns
from services.console.clients.scheduling import FreeTimes, OwnSession, OwnSessions, OwnTime
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
from services.console.pages.participant.session_agenda import agenda_of
from shared.contracts.scheduling import BY_NEITHER, CancelReason

router = APIRouter(prefix=f"{PREFIX}/sessions", include_in_schema=False, dependencies=[PARTICIPANTS])

REASONS: Final = tuple(reason for reason in CancelReason if reason not in BY_NEITHER)
"""The reasons that a person may choose."""


@router.get("")
async def sessions(page: Own) -> HTMLResponse:
    """Show the sessions ahead, the next one first, and the past ones, the latest first."""
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
    """Show one session, with the times it could be moved to, or the way to the questions about it."""
    return await _show(page, session_id, notice=said)


@router.post("/{session_id}/move", response_model=None)
async def move(page: Own, session_id: PathId, starts_at: Annotated[AwareDatetime, Form()]) -> Response:
    """Give it another time."""
    return await _do(page, session_id, "move", {"starts_at": starts_at.isoformat()}, "moved")


@router.get("/{session_id}/cancellation")
async def check_cancellation(page: Own, session_id: PathId) -> HTMLResponse:
    """Show the cancellation to be checked before it is sent."""
    return await _show_cancellation(page, session_id)


@router.post("/{session_id}/cancellation", response_model=None)
async def cancel(page: Own, session_id: PathId, reason: Annotated[CancelReason, Form()]) -> Response:
    """Cancel it."""
    return await _do(page, session_id, "cancellation", {"reason": reason}, "cancelled")


async def _do(page: OwnPage, session_id: str, command: str, body: dict[str, Any], said: str) -> Response:
    answer = await page.send("scheduling", f"sessions/{session_id}/{command}", body)
    if answer.problem:
        return await _show(page, session_id, after=answer)
    return page.redirect(f"/sessions/{session_id}?said={said}")


async def _show(page: OwnPage, session_id: str, *, after: Answer = FINE, notice: str = "") -> HTMLResponse:
    """Show a session: one that is ahead with the times for a move, one that is over with its questions."""
    shown, people = await _fetch(page, session_id)
    ahead = _is_ahead(page, shown)
    return page.render(
        "session.html",
        zone=people.zone,
        after=after,
        notice=notice,
        session=shown,
        ahead=ahead,
        agenda=await agenda_of(page, shown) if ahead else None,
        check_in="" if ahead else await _open_check_in(page, session_id),
        free=await _free_times(page, session_id) if ahead else [],
        partner=people.partner(_other(shown, people)),
        mover=await _mover(page, shown),
        leads=people.partner(shown.mentee_id) is not None,
    )


async def _show_cancellation(page: OwnPage, session_id: str) -> HTMLResponse:
    shown, people = await _fetch(page, session_id)
    return page.render(
        "session_cancel.html",
        zone=people.zone,
        session=shown,
        ahead=_is_ahead(page, shown),
        partner=people.partner(_other(shown, people)),
        reasons=REASONS,
    )


async def _fetch(page: OwnPage, session_id: str) -> tuple[OwnSession, People]:
    return await asyncio.gather(
        page.fetch("scheduling", OwnSession, f"sessions/{session_id}"), fetch_people(page)
    )


def _is_ahead(page: OwnPage, session: OwnSession) -> bool:
    return session.state == "planned" and session.starts_at > page.now


async def _free_times(page: OwnPage, session_id: str) -> list[OwnTime]:
    """Return the times to which the session could be moved."""
    free = await page.section("scheduling", FreeTimes, f"sessions/{session_id}/free-slots")
    return free.value.items if free.value else []


async def _mover(page: OwnPage, session: OwnSession) -> KnownDelegate | None:
    """Return the delegate who moved the session last.

    None where the two themselves did, or it was not moved.
    """
    if session.moved_by_delegate is None:
        return None
    known = await page.section("enrollment", KnownDelegates, "me/known-delegates")
    items = known.value.items if known.value else []
    return next((one for one in items if one.employee_id == session.moved_by_delegate), None)


async def _open_check_in(page: OwnPage, session_id: str) -> str:
    """Return the id of the check-in about a session that waits for the reader; empty if none does."""
    check_ins = await page.section(
        "feedback", OwnCheckIns, "me/check-ins", {"state": "requested", "limit": MOST}
    )
    items = check_ins.value.items if check_ins.value else []
    waiting = (each for each in items if each.session_id == session_id and each.due_at > page.now)
    return next((each.check_in_id for each in waiting), "")


def _other(session: OwnSession, people: People) -> str:
    """Return the participant id of the one of the two whom enrollment names to the caller."""
    return session.mentor_id if people.partner(session.mentor_id) else session.mentee_id
