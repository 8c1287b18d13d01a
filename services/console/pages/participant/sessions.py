"""Sessions: the list, one of them, and what a participant does with it."""

import asyncio
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse
from pydantic import AwareDatetime

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
Outcome = Literal["held", "missed"]


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
    page: Own, session_id: PathId, said: Literal["", "moved", "cancelled", "reported"] = ""
) -> HTMLResponse:
    """One session, with the times it could be moved to, or the question whether it took place."""
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


@router.post("/{session_id}/outcome", response_model=None)
async def report(page: Own, session_id: PathId, outcome: Annotated[Outcome, Form()]) -> Response:
    """Say whether it took place; nobody is asked whose fault it was."""
    return await _do(page, session_id, "outcome", {"held": outcome == "held"}, "reported")


async def _do(page: OwnPage, session_id: str, command: str, body: dict[str, Any], said: str) -> Response:
    answer = await page.send("scheduling", f"sessions/{session_id}/{command}", body)
    if answer.problem:
        return await _show(page, session_id, after=answer)
    return page.redirect(f"/sessions/{session_id}?said={said}")


async def _show(
    page: OwnPage, session_id: str, *, template: str = "session.html", after: Answer = FINE, notice: str = ""
) -> HTMLResponse:
    shown, free, people = await asyncio.gather(
        page.fetch("scheduling", OwnSession, f"sessions/{session_id}"),
        page.section("scheduling", FreeTimes, f"sessions/{session_id}/free-slots"),
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
        to_report=planned and shown.starts_at <= page.now,
        free=free.value.items if free.value else [],
        partner=people.partner(_other(shown, people)),
        people=people,
        reasons=REASONS,
    )


def _other(session: OwnSession, people: People) -> str:
    """The participant id of the one of the two whom enrollment names to the caller."""
    return session.mentor_id if people.partner(session.mentor_id) else session.mentee_id
