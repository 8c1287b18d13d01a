"""Help: ask the coordinators, read their answers and those that are published."""

import asyncio
import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import HTMLResponse

from services.console.clients.help_channel import OwnHelpQuestions, PublishedAnswers
from services.console.clients.services import Answer
from services.console.pages.common.reader import LanguageChoice
from services.console.pages.participant.own_page import (
    FINE,
    MOST,
    PARTICIPANTS,
    PREFIX,
    Key,
    Own,
    OwnPage,
    PathId,
)
from services.console.read_models.paginated import PAGE_SIZE

router = APIRouter(prefix=f"{PREFIX}/help", include_in_schema=False, dependencies=[PARTICIPANTS])

Text = Annotated[str, Form(max_length=2000)]
Number = Annotated[int, Query(ge=1, le=1000)]


@router.get("")
async def help_channel(page: Own, said: Literal["", "asked", "question-deleted"] = "") -> HTMLResponse:
    """Show who reads a question, the form, and the caller's questions with their answers."""
    return await _show(page, notice=said)


@router.post("", response_model=None)
async def ask(page: Own, key: Key, text: Text = "", language: LanguageChoice = "") -> Response:
    """Ask the coordinators."""
    if page.switches(language):
        return await _show(page, typed=text)
    sent = await page.send("enrollment", "help-questions", {"text": text.strip()}, key)
    if sent.problem:
        return await _show(page, after=sent, typed=text)
    return page.redirect("/help?said=asked")


@router.post("/{question_id}/deletion", response_model=None)
async def delete(page: Own, question_id: PathId) -> Response:
    """Delete a question of the caller's."""
    sent = await page.send("enrollment", f"me/help-questions/{question_id}", {}, method="DELETE")
    return await _show(page, after=sent) if sent.problem else page.redirect("/help?said=question-deleted")


@router.get("/answers")
async def answers(page: Own, number: Number = 1) -> HTMLResponse:
    """Show the answers for everybody."""
    part = {"limit": PAGE_SIZE, "offset": (number - 1) * PAGE_SIZE}
    published = await page.fetch("enrollment", PublishedAnswers, "published-answers", part)
    return page.render("help_answers.html", page=published.on_page(number))


async def _show(page: OwnPage, *, after: Answer = FINE, notice: str = "", typed: str = "") -> HTMLResponse:
    participation, questions = await asyncio.gather(
        page.participation(),
        page.section("enrollment", OwnHelpQuestions, "me/help-questions", {"limit": MOST}),
    )
    return page.render(
        "help.html",
        after=after,
        notice=notice,
        takes_part=participation.current is not None,
        role=participation.current.role if participation.current else None,
        questions=questions.value.items if questions.value else None,
        typed=typed,
        key=uuid.uuid4().hex,
    )
