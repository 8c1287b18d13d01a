"""The topics of the organisation: those that are shipped, and its own."""

import uuid
from typing import Annotated, Literal

from fastapi import Form, Response
from fastapi.responses import HTMLResponse

from services.console.clients.services import Answer
from services.console.clients.topics import Topics
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.rounds import Key

router = make_router("/topics")

Short = Annotated[str, Form(max_length=80)]


@router.get("")
async def topics(context: ProgrammePage, said: Literal["", "topic"] = "") -> HTMLResponse:
    """Show all topics by group, and the form to add one."""
    return await _show(context, notice=said)


@router.post("", response_model=None)
async def add(
    context: ProgrammePage,
    key: Key,
    name: Short = "",
    group: Short = "",
    synonyms: Annotated[str, Form(max_length=900)] = "",
) -> Response:
    """Add a topic."""
    words = [word.strip() for word in synonyms.split(",") if word.strip()]
    body = {"name": name.strip(), "group": group, "synonyms": words}
    sent = await context.send("topics", body, key, owner="enrollment")
    if sent.problem:
        typed = {"name": name, "group": group, "synonyms": synonyms}
        return await _show(context, typed=typed, after=sent)
    return context.redirect("topics?said=topic")


async def _show(
    context: PageContext, *, typed: dict[str, str] | None = None, notice: str = "", after: Answer = FINE
) -> HTMLResponse:
    await context.overview()
    known = await context.fetch(Topics, "topics", owner="enrollment")
    return await context.render(
        "topics.html",
        after=after,
        notice=notice,
        known=known.items,
        typed=typed or {"name": "", "group": "", "synonyms": ""},
        key=uuid.uuid4().hex,
    )
