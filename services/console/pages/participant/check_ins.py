"""A check-in: how one session went, in the participant's own words."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from services.console.clients.feedback import OwnCheckIn, OwnCheckIns
from services.console.clients.services import Answer
from services.console.pages.common.reader import LanguageChoice
from services.console.pages.participant.own_page import (
    FINE,
    MOST,
    PARTICIPANTS,
    PREFIX,
    Own,
    OwnPage,
    PathId,
)
from services.console.pages.participant.people import fetch_people

router = APIRouter(
    prefix=f"{PREFIX}/check-ins/{{check_in_id}}", include_in_schema=False, dependencies=[PARTICIPANTS]
)


@dataclass(frozen=True)
class Typed:
    """The form as it was filled in."""

    rating: int | None = None
    comment: str = ""

    def body(self) -> dict[str, int | str | None]:
        """The answers as feedback takes them."""
        return {
            "rating": self.rating,
            "comment": self.comment.strip() or None,
        }


EMPTY: Final = Typed()


@router.get("")
async def check_in(page: Own, check_in_id: PathId, said: Literal["", "check-in"] = "") -> HTMLResponse:
    """The questions, or that they are answered."""
    return await _show(page, check_in_id, notice=said)


@router.post("", response_model=None)
async def answer(
    page: Own,
    check_in_id: PathId,
    rating: Annotated[int | None, Form(ge=1, le=5)] = None,
    comment: Annotated[str, Form(max_length=4000)] = "",
    language: LanguageChoice = "",
) -> Response:
    """Send the answers."""
    typed = Typed(rating, comment)
    if page.switches(language):
        return await _show(page, check_in_id, typed=typed)
    sent = await page.send("feedback", f"check-ins/{check_in_id}/answer", typed.body())
    if sent.problem:
        return await _show(page, check_in_id, after=sent, typed=typed)
    return page.redirect(f"/check-ins/{check_in_id}?said=check-in")


async def _show(
    page: OwnPage, check_in_id: str, *, after: Answer = FINE, notice: str = "", typed: Typed = EMPTY
) -> HTMLResponse:
    own, people = await asyncio.gather(
        page.fetch("feedback", OwnCheckIns, "me/check-ins", {"limit": MOST}), fetch_people(page)
    )
    shown = find(own, check_in_id)
    return page.render(
        "check_in.html",
        zone=people.zone,
        after=after,
        notice=notice,
        check_in=shown,
        open=shown.state == "requested" and shown.due_at > page.now,
        typed=typed,
    )


def find(own: OwnCheckIns, check_in_id: str) -> OwnCheckIn:
    """The check-in, if it is the caller's own.

    Raises:
        HTTPException: 404, there is none that is the caller's.
    """
    for each in own.items:
        if each.check_in_id == check_in_id:
            return each
    raise HTTPException(404, f"no such check-in: {check_in_id}")
