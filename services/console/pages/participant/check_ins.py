"""A check-in: whether one session took place, and how it was, in the participant's own words."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
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
from shared.locale import translatable

router = APIRouter(
    prefix=f"{PREFIX}/check-ins/{{check_in_id}}", include_in_schema=False, dependencies=[PARTICIPANTS]
)

Outlook = Literal["", "go-on", "not-sure", "rather-not"]
_OWN: Final = "own-"
"""The names of the fields of own questions begin with this."""
_SAY_WHETHER: Final = translatable("Say whether the session took place.")
_SAY_HOW_USEFUL: Final = translatable("Say how useful the session was.")


@dataclass(frozen=True)
class CheckInForm:
    """The form as it was filled in; ``answers`` are those to the programme's own questions, by question."""

    held: Literal["", "yes", "no"] = ""
    rating: int | None = None
    outlook: Outlook = ""
    comment: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> str:
        """The sentence about an answer that is still missing; empty if none is."""
        if not self.held:
            return _SAY_WHETHER
        return _SAY_HOW_USEFUL if self.held == "yes" and self.rating is None else ""

    def body(self) -> dict[str, Any]:
        """Return the answers as feedback takes them; a session that did not take place has no rating."""
        comment = self.comment.strip() or None
        if self.held == "no":
            return {"rating": None, "comment": comment}
        answers = {question: int(number) for question, number in self.answers.items()}
        return {
            "rating": self.rating,
            "outlook": self.outlook or None,
            "comment": comment,
            "own_answers": answers,
        }


async def typed_of(
    request: Request,
    held: Annotated[Literal["", "yes", "no"], Form()] = "",
    rating: Annotated[int | None, Form(ge=1, le=5)] = None,
    outlook: Annotated[Outlook, Form()] = "",
    comment: Annotated[str, Form(max_length=4000)] = "",
) -> CheckInForm:
    """Read the form."""
    async with request.form() as form:
        named = {name.removeprefix(_OWN): str(value) for name, value in form.items() if name.startswith(_OWN)}
    answers = {question: number for question, number in named.items() if re.fullmatch(r"\d|10", number)}
    return CheckInForm(held, rating, outlook, comment, answers)


Filled = Annotated[CheckInForm, Depends(typed_of)]
EMPTY: Final = CheckInForm()


@router.get("")
async def check_in(page: Own, check_in_id: PathId, said: Literal["", "check-in"] = "") -> HTMLResponse:
    """Show the questions, or that they are answered."""
    return await _show(page, check_in_id, notice=said)


@router.post("", response_model=None)
async def answer(
    page: Own,
    check_in_id: PathId,
    typed: Filled,
    language: LanguageChoice = "",
) -> Response:
    """Send the answers."""
    if page.switches(language):
        return await _show(page, check_in_id, typed=typed)
    sent = await send(page, await fetch_check_in(page, check_in_id), typed)
    if sent.problem:
        return await _show(page, check_in_id, after=sent, typed=typed)
    return page.redirect(f"/check-ins/{check_in_id}?said=check-in")


async def _show(
    page: OwnPage, check_in_id: str, *, after: Answer = FINE, notice: str = "", typed: CheckInForm = EMPTY
) -> HTMLResponse:
    shown, people = await asyncio.gather(fetch_check_in(page, check_in_id), fetch_people(page))
    return page.render(
        "check_in.html",
        zone=people.zone,
        after=after,
        notice=notice,
        check_in=shown,
        open=shown.state == "requested" and shown.due_at > page.now,
        typed=typed,
    )


async def send(page: OwnPage, check_in: OwnCheckIn, typed: CheckInForm) -> Answer:
    """Send each owner its answer: scheduling, whether they met; feedback, the rest.

    Both take a repetition, so that the form can be sent again if one of them is unavailable.
    """
    if typed.missing:
        return Answer(422, typed.missing)
    outcome = {"held": typed.held == "yes"}
    reported = await page.send("scheduling", f"sessions/{check_in.session_id}/outcome", outcome)
    if reported.problem:
        return reported
    return await page.send("feedback", f"check-ins/{check_in.check_in_id}/answer", typed.body())


async def fetch_check_in(page: OwnPage, check_in_id: str) -> OwnCheckIn:
    """Fetch a check-in of the caller's own.

    Raises:
        HTTPException: 404, there is none that is the caller's.
    """
    own = await page.fetch("feedback", OwnCheckIns, "me/check-ins", {"limit": MOST})
    for each in own.items:
        if each.check_in_id == check_in_id:
            return each
    raise HTTPException(404, f"no such check-in: {check_in_id}")
