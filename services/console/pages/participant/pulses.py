"""A pulse survey: a few statements, each of which can be left out, and the survey as a whole too."""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from services.console.clients.feedback import OwnPulse, OwnPulses
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
    prefix=f"{PREFIX}/pulses/{{pulse_id}}", include_in_schema=False, dependencies=[PARTICIPANTS]
)

Level = Annotated[int | None, Form(ge=1, le=5)]
_ANSWER_OR_SKIP: Final = translatable("Choose an answer, or skip the survey.")


@dataclass(frozen=True)
class Typed:
    """The form as it was filled in: the answers by question, and whether the survey is skipped."""

    answers: dict[str, int] = field(default_factory=dict)
    skip: bool = False

    @property
    def missing(self) -> str:
        """The sentence about an answer that is still missing; empty if none is."""
        return "" if self.skip or self.answers else _ANSWER_OR_SKIP

    def body(self) -> dict[str, dict[str, int]]:
        """The answers as feedback takes them; none of them skips the survey."""
        return {"answers": {} if self.skip else self.answers}


def typed_of(
    heard: Level = None,
    openly: Annotated[int | None, Form(alias="open", ge=1, le=5)] = None,
    safe: Level = None,
    different: Level = None,
    asks: Level = None,
    passes_on: Annotated[int | None, Form(alias="passes-on", ge=1, le=5)] = None,
    recommend: Annotated[int | None, Form(ge=0, le=10)] = None,
    skip: Annotated[Literal["", "yes"], Form()] = "",
) -> Typed:
    """Read the form, which has the questions of one survey; the names are their codes."""
    given = {
        "heard": heard,
        "open": openly,
        "safe": safe,
        "different": different,
        "asks": asks,
        "passes-on": passes_on,
        "recommend": recommend,
    }
    return Typed({name: value for name, value in given.items() if value is not None}, skip == "yes")


Filled = Annotated[Typed, Depends(typed_of)]
EMPTY: Final = Typed()


@router.get("")
async def pulse(
    page: Own, pulse_id: PathId, said: Literal["", "pulse", "pulse-skipped"] = ""
) -> HTMLResponse:
    """The questions, or that they are answered."""
    return await _show(page, pulse_id, notice=said)


@router.post("", response_model=None)
async def answer(page: Own, pulse_id: PathId, typed: Filled, language: LanguageChoice = "") -> Response:
    """Send the answers."""
    if page.switches(language):
        return await _show(page, pulse_id, typed=typed)
    sent = await send(page, pulse_id, typed)
    if sent.problem:
        return await _show(page, pulse_id, after=sent, typed=typed)
    return page.redirect(f"/pulses/{pulse_id}?said={said_of(typed)}")


async def _show(
    page: OwnPage, pulse_id: str, *, after: Answer = FINE, notice: str = "", typed: Typed = EMPTY
) -> HTMLResponse:
    shown, people = await asyncio.gather(fetch_pulse(page, pulse_id), fetch_people(page))
    return page.render(
        "pulse.html",
        zone=people.zone,
        after=after,
        notice=notice,
        pulse=shown,
        open=is_open(page, shown),
        typed=typed,
    )


async def send(page: OwnPage, pulse_id: str, typed: Typed) -> Answer:
    """Send feedback the answers."""
    if typed.missing:
        return Answer(422, typed.missing)
    return await page.send("feedback", f"pulses/{pulse_id}/answer", typed.body())


def said_of(typed: Typed) -> Literal["pulse", "pulse-skipped"]:
    """Return the code of the notice afterwards."""
    return "pulse-skipped" if typed.skip else "pulse"


def is_open(page: OwnPage, pulse: OwnPulse) -> bool:
    """Whether the survey can still be answered."""
    return pulse.state == "requested" and pulse.due_at > page.now


async def fetch_pulse(page: OwnPage, pulse_id: str) -> OwnPulse:
    """Fetch a survey of the caller's own.

    Raises:
        HTTPException: 404, there is none that is the caller's.
    """
    own = await page.fetch("feedback", OwnPulses, "me/pulses", {"limit": MOST})
    for each in own.items:
        if each.pulse_id == pulse_id:
            return each
    raise HTTPException(404, f"no such survey: {pulse_id}")
