"""A pulse survey: one statement a page, each of which can be left out, and the survey as a whole too.

Feedback keeps each answer for its author alone until the survey is sent: a phone that sleeps loses nothing.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Response
from fastapi.responses import HTMLResponse

from services.console.clients.feedback import AskedItem, OwnPulse, OwnPulses
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

StepNumber = Annotated[int, Query(ge=0, le=100)]
"""The number of a page of the survey; 0 for the first one that is still to do."""
Act = Literal["next", "send", "skip"]
_RATHER_NOT: Final = "none"
_CHOOSE: Final = translatable("Choose an answer, or say that you would rather not.")


@dataclass(frozen=True)
class PulseForm:
    """The form of a page as it was filled in.

    Attributes:
        step: the number of the page.
        answer: a level, ``none`` for “I would rather not say”, or nothing.
        act: keep the answer and go on, send all answers, or skip the survey.
    """

    step: int = 0
    answer: str = ""
    act: Act = "next"

    @property
    def level(self) -> int | None:
        """The level that was chosen; None if none was."""
        return int(self.answer) if self.answer.isdecimal() else None

    @property
    def said(self) -> Literal["pulse", "pulse-skipped"]:
        """The code of the notice once the survey is sent or skipped."""
        return "pulse-skipped" if self.act == "skip" or self.answer == _RATHER_NOT else "pulse"


def typed_of(
    step: Annotated[int, Form(ge=0, le=100)] = 0,
    answer: Annotated[str, Form(pattern="^(none|[0-9]|10)?$")] = "",
    act: Annotated[Act, Form()] = "next",
) -> PulseForm:
    """Read the form of a page."""
    return PulseForm(step, answer, act)


Filled = Annotated[PulseForm, Depends(typed_of)]


@dataclass(frozen=True)
class SurveyStep:
    """A page of the survey: a question, or all answers to check before they are sent.

    Attributes:
        pulse: the survey.
        number: of the page, from 1; the one after the questions shows all answers.
        chosen: the answer to the question, as the form has it.
    """

    pulse: OwnPulse
    number: int
    chosen: str

    @property
    def question(self) -> AskedItem | None:
        """The question of this page; None where all answers are shown."""
        asked = self.pulse.questions
        return asked[self.number - 1] if self.number <= len(asked) else None

    @property
    def alone(self) -> bool:
        """Whether this is the only question, so that there is nothing to go on to."""
        return len(self.pulse.questions) == 1


def step_of(pulse: OwnPulse, typed: PulseForm) -> SurveyStep:
    """Return the page that was asked for, but none beyond the first question that is still to do."""
    to_do = _first_to_do(pulse, pulse.answers_so_far)
    number = min(typed.step or to_do, to_do)
    return SurveyStep(pulse, number, typed.answer or _kept(pulse, number))


@router.get("")
async def pulse(
    page: Own, pulse_id: PathId, step: StepNumber = 0, said: Literal["", "pulse", "pulse-skipped"] = ""
) -> HTMLResponse:
    """Show one of the questions, or all answers, or that they are sent."""
    return await _show(page, pulse_id, PulseForm(step), notice=said)


@router.post("", response_model=None)
async def answer(page: Own, pulse_id: PathId, typed: Filled, language: LanguageChoice = "") -> Response:
    """Keep the answer of one page, send all answers, or skip the survey."""
    if page.switches(language):
        return await _show(page, pulse_id, typed)
    shown = await fetch_pulse(page, pulse_id)
    going_on = typed.act == "next"
    after = await (keep if going_on else send)(page, shown, typed)
    if after.problem:
        return await _show(page, pulse_id, typed, after=after)
    query = f"step={following(shown, typed)}" if going_on else f"said={typed.said}"
    return page.redirect(f"/pulses/{pulse_id}?{query}")


async def _show(
    page: OwnPage, pulse_id: str, typed: PulseForm, *, after: Answer = FINE, notice: str = ""
) -> HTMLResponse:
    shown, people = await asyncio.gather(fetch_pulse(page, pulse_id), fetch_people(page))
    return page.render(
        "pulse.html",
        zone=people.zone,
        after=after,
        notice=notice,
        pulse=shown,
        open=is_open(page, shown),
        step=step_of(shown, typed),
    )


async def keep(page: OwnPage, pulse: OwnPulse, typed: PulseForm) -> Answer:
    """Let feedback keep the answer to one question until the survey is sent."""
    question = step_of(pulse, PulseForm(typed.step)).question
    if question is None or not typed.answer:
        return Answer(422, _CHOOSE)
    body = {"question": question.question, "answer": typed.level}
    return await page.send("feedback", f"pulses/{pulse.pulse_id}/answers-so-far", body)


async def send(page: OwnPage, pulse: OwnPulse, typed: PulseForm) -> Answer:
    """Send the answers that were kept and the one on this page; none at all skips the survey."""
    given = dict(pulse.answers_so_far)
    question = step_of(pulse, PulseForm(typed.step)).question
    if question and typed.answer:
        given[question.question] = typed.level
    if typed.act == "send" and not given:
        return Answer(422, _CHOOSE)
    kept = {} if typed.act == "skip" else given
    answers = {name: level for name, level in kept.items() if level is not None}
    return await page.send("feedback", f"pulses/{pulse.pulse_id}/answer", {"answers": answers})


def following(pulse: OwnPulse, typed: PulseForm) -> int:
    """Return the number of the page after an answer was kept: the first one that is still to do."""
    question = step_of(pulse, PulseForm(typed.step)).question
    now_kept = {question.question: typed.level} if question else {}
    return _first_to_do(pulse, {**pulse.answers_so_far, **now_kept})


def is_open(page: OwnPage, pulse: OwnPulse) -> bool:
    """Return whether the survey can still be answered."""
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


def _first_to_do(pulse: OwnPulse, kept: Mapping[str, int | None]) -> int:
    """Return the first page whose question has no answer yet; the one with all answers if each has."""
    open_places = (place for place, asked in enumerate(pulse.questions, 1) if asked.question not in kept)
    return next(open_places, len(pulse.questions) + 1)


def _kept(pulse: OwnPulse, number: int) -> str:
    """Return the answer on a page as it was kept, in the form's terms."""
    for asked in pulse.questions[number - 1 : number]:
        if asked.question in pulse.answers_so_far:
            level = pulse.answers_so_far[asked.question]
            return _RATHER_NOT if level is None else str(level)
    return ""
