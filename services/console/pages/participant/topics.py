"""Topics: what a mentor offers, or what a mentee wants to learn."""

import asyncio
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Form, HTTPException, Query, Response
from fastapi.responses import HTMLResponse
from pydantic import Field

from services.console.clients.enrollment import OwnParticipation, OwnParticipations
from services.console.clients.services import Answer
from services.console.clients.topics import Topics
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage
from services.console.pages.participant.programme import current
from shared.contracts.vocabulary import Topic
from shared.locale import translatable

router = APIRouter(prefix=f"{PREFIX}/topics", include_in_schema=False, dependencies=[PARTICIPANTS])

Text = Annotated[str, Query(max_length=100)]
Chosen = Annotated[list[Topic], Form(max_length=100)]
Levels = Annotated[list[Annotated[int, Field(ge=0, le=3)]], Form(max_length=100)]
_MIDDLE: Final = 2
"""The level of a topic that was just added."""
_CHOOSE_ONE: Final = translatable("Choose a topic first.")


@router.get("")
async def topics(page: Own, text: Text = "", said: Literal["", "topics"] = "") -> HTMLResponse:
    """Show the caller's topics, all others, and those that a text may mean."""
    return await _show(page, text=text.strip(), notice=said)


@router.post("", response_model=None)
async def change(page: Own, topic: Chosen = [], level: Levels = []) -> Response:  # noqa: B006 (never changed)
    """Change the levels; a topic without one is no longer chosen."""
    own = await _own(page)
    levels = {id_: at for id_, at in zip(topic, level, strict=False) if at}
    return await _choose(page, own, levels)


@router.post("/addition", response_model=None)
async def add(page: Own, topic: Chosen = []) -> Response:  # noqa: B006 (never changed)
    """Add topics to those that are chosen."""
    if not topic:
        return await _show(page, after=Answer(422, _CHOOSE_ONE))
    own = await _own(page)
    chosen = {each.topic: each.level for each in own.topics}
    return await _choose(page, own, {**dict.fromkeys(topic, _MIDDLE), **chosen})


async def _choose(page: OwnPage, own: OwnParticipation, levels: dict[str, int]) -> Response:
    body = {"topics": [{"topic": id_, "level": level} for id_, level in levels.items()]}
    sent = await page.send("enrollment", f"participants/{own.participant_id}/topics", body)
    return await _show(page, after=sent) if sent.problem else page.redirect("/topics?said=topics")


async def _show(page: OwnPage, *, text: str = "", after: Answer = FINE, notice: str = "") -> HTMLResponse:
    own, known, near = await asyncio.gather(
        _own(page), page.fetch("enrollment", Topics, "topics"), _near(page, text)
    )
    chosen = {each.topic: each.level for each in own.topics}
    context: dict[str, Any] = {"own": own, "known": known.items, "near": near, "chosen": chosen, "text": text}
    return page.render("topics.html", after=after, notice=notice, **context)


async def _near(page: OwnPage, text: str) -> Topics | None:
    """Fetch the topics that a text may mean; None without a text."""
    return await page.fetch("enrollment", Topics, "topic-suggestions", {"text": text}) if text else None


async def _own(page: OwnPage) -> OwnParticipation:
    own = current(await page.fetch("enrollment", OwnParticipations, "me"))
    if own is None:
        raise HTTPException(404, "you do not take part in this programme")
    return own
