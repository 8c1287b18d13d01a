"""Questions of the programme to the caller's role, and the caller's answers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import HTMLResponse

from services.console.clients.enrollment import OwnParticipations
from services.console.clients.own_questions import OwnAnswers, OwnQuestion, OwnQuestions, in_language
from services.console.clients.services import Answer
from services.console.clients.topics import Topics
from services.console.pages.common.reader import voice_of
from services.console.pages.common.refusals import faults_of
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage
from services.console.pages.participant.programme import current
from shared.contracts.vocabulary import Role

router = APIRouter(
    prefix=f"{PREFIX}/programme/questions", include_in_schema=False, dependencies=[PARTICIPANTS]
)

Filled = Mapping[str, Sequence[str]]
_SEVERAL: Final = frozenset({"choices", "topics"})
_NUMBERS: Final = frozenset({"scale", "number"})


@router.get("")
async def own_questions(page: Own, said: Literal["", "answered"] = "") -> HTMLResponse:
    """Show the questions, with the caller's answers if there are any."""
    participant_id, asked = await _asked(page)
    answers = await page.fetch("enrollment", OwnAnswers, f"participants/{participant_id}/answers")
    known = {
        id_: [str(each) for each in value] if isinstance(value, list) else [str(value)]
        for id_, value in answers.answers.items()
    }
    return await _show(page, asked, known, notice=said)


@router.post("", response_model=None)
async def answer(page: Own) -> Response:
    """Send the answers."""
    async with page.request.form(max_fields=1000) as form:
        filled = {name: [str(value) for value in form.getlist(name)] for name in form}
    participant_id, asked = await _asked(page)
    if page.switches(next(iter(filled.get("language", ())), "")):
        return await _show(page, asked, filled)
    version = next(iter(filled.get("version", ())), "")
    given = {each.id: _given(each, filled) for each in asked.questions}
    body = {
        "version": int(version) if version.isdecimal() and len(version) < 3 else asked.number,
        "answers": {id_: value for id_, value in given.items() if value not in ("", [])},
    }
    sent = await page.send("enrollment", f"participants/{participant_id}/answers", body)
    if sent.problem:
        return await _show(page, asked, filled, after=sent)
    return page.redirect("/programme/questions?said=answered")


def _given(question: OwnQuestion, filled: Filled) -> Any:
    """Return an answer as enrollment takes it; a number that is none goes as it is, to be refused by name."""
    typed = [text.strip() for text in filled.get(f"q-{question.id}", ()) if text.strip()]
    if question.kind in _SEVERAL:
        return typed
    text = next(iter(typed), "")
    is_number = question.kind in _NUMBERS and re.fullmatch(r"-?\d{1,4}", text)
    return int(text) if is_number else text


async def _asked(page: OwnPage) -> tuple[str, OwnQuestions]:
    """Return the id of the caller's participant, and what the programme asks them."""
    participant_id, role = await _participant(page)
    return participant_id, await page.fetch("enrollment", OwnQuestions, f"questions/{role}")


async def _participant(page: OwnPage) -> tuple[str, Role]:
    """Return the caller's id and role; enrollment is asked only if the console does not know them yet."""
    known = (await page.participation()).current
    if known and known.role:
        return known.id, known.role
    own = current(await page.fetch("enrollment", OwnParticipations, "me"))
    if own is None:
        raise HTTPException(404, "you do not take part in this programme")
    return own.participant_id, own.role


async def _show(
    page: OwnPage, asked: OwnQuestions, known: Filled, *, after: Answer = FINE, notice: str = ""
) -> HTMLResponse:
    voice = voice_of(page.request)
    topics = Topics(items=[])
    if any(each.kind == "topics" for each in asked.questions):
        topics = await page.fetch("enrollment", Topics, "topics")
    return page.render(
        "own_questions.html",
        after=after,
        notice=notice,
        asked=asked,
        known={name.removeprefix("q-"): values for name, values in known.items()},
        topics=topics.items,
        faults=faults_of(voice, after),
        text=lambda texts: in_language(texts, voice.language),
    )
