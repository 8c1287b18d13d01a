"""A participant's shortlist: who is on it and why, others in their place, the choice."""

import asyncio
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from services.console.clients.enrollment import OwnPartners
from services.console.clients.matching.own import OwnShortlist
from services.console.clients.services import Answer
from services.console.pages.common.fetch import ask
from services.console.pages.common.reader import voice_of
from services.console.pages.common.refusals import refusal_of
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage
from services.console.pages.participant.people import fetch_people
from shared.kernel import Identifier

router = APIRouter(prefix=f"{PREFIX}/shortlist", include_in_schema=False, dependencies=[PARTICIPANTS])

Chosen = Annotated[Identifier, Form()]
_NONE: Final = frozenset({404, 409})
"""The answers of matching where there is no list; its words say why."""
_MAY_ASK: Final = "no-shortlist"
_LOOKS: Final = 10
_PAUSE_SECONDS: Final = 0.3
"""Enrollment learns of a new list by an event, so its names come a moment later."""


@router.get("")
async def shortlist(page: Own, said: Literal["", "list-swapped", "list-declined"] = "") -> HTMLResponse:
    """Show the people on the list, or why there is none."""
    return await _show(page, notice=said)


@router.post("", response_model=None)
async def ask_for_list(page: Own) -> Response:
    """Ask for a list."""
    return await _send_for_list(page, "me/shortlist", "/shortlist")


@router.get("/more")
async def check_more(page: Own) -> HTMLResponse:
    """Show the swap of the list, to be checked before it happens."""
    return await _check(page, act="more")


@router.post("/more", response_model=None)
async def ask_for_others(page: Own) -> Response:
    """Swap the list for the next best."""
    return await _send_for_list(page, "me/shortlist/more", "/shortlist?said=list-swapped")


@router.get("/decline")
async def check_decline(page: Own) -> HTMLResponse:
    """Show the end of the list without a choice, to be checked before it happens."""
    return await _check(page, act="decline")


@router.post("/decline", response_model=None)
async def decline(page: Own) -> Response:
    """End the list without a choice."""
    return await _send(page, "me/shortlist/decline", "/shortlist?said=list-declined")


@router.get("/choice")
async def check_choice(page: Own, proposal_id: Identifier) -> HTMLResponse:
    """Show the choice, to be checked before the other is asked."""
    return await _check(page, act="choice", proposal_id=proposal_id)


@router.post("/choice", response_model=None)
async def choose(page: Own, proposal_id: Chosen) -> Response:
    """Choose one of the list."""
    return await _send(page, choice_of(proposal_id), f"/proposals/{proposal_id}?said=chosen")


def choice_of(proposal_id: str) -> str:
    """Return matching's path of the choice, below the programme."""
    return f"me/shortlist/{proposal_id}/choice"


async def may_choose(page: OwnPage) -> bool:
    """Return whether the caller has a list, or may ask for one."""
    answer = await _ask(page)
    return not answer.problem or answer.code == _MAY_ASK


async def describe(page: OwnPage) -> dict[str, Any]:
    """Return what templates show of the list; without one, matching's answer says why."""
    answer, people = await asyncio.gather(_ask(page), fetch_people(page))
    return {"answer": answer, "shortlist": _list_in(answer), "people": people}


async def _ask(page: OwnPage) -> Answer:
    return await ask(page.request, "matching", f"/programmes/{page.programme_id}/me/shortlist")


def _list_in(answer: Answer) -> OwnShortlist | None:
    try:
        return None if answer.problem else OwnShortlist.model_validate(answer.body)
    except ValidationError:
        return None


async def _send(page: OwnPage, below: str, then: str) -> Response:
    sent = await page.send("matching", below, {})
    return await _show(page, after=sent) if sent.problem else page.redirect(then)


async def _send_for_list(page: OwnPage, below: str, then: str) -> Response:
    """Have a list made, and show it once enrollment names the people on it, or after a moment."""
    sent = await page.send("matching", below, {})
    if sent.problem:
        return await _show(page, after=sent)
    await _wait_for_names(page)
    return page.redirect(then)


async def _wait_for_names(page: OwnPage) -> None:
    shortlist = _list_in(await _ask(page))
    listed = {entry.partner_id for entry in shortlist.items} if shortlist else set()
    for _ in range(_LOOKS):
        named = (await page.section("enrollment", OwnPartners, "me/partners")).value
        if named is None or listed <= {one.participant_id for one in named.items}:
            return
        await asyncio.sleep(_PAUSE_SECONDS)


async def _show(page: OwnPage, *, after: Answer = FINE, notice: str = "") -> HTMLResponse:
    shown = await describe(page)
    answer, people = shown["answer"], shown["people"]
    return page.render(
        "shortlist.html",
        zone=people.zone,
        after=after,
        notice=notice,
        available=shown["shortlist"] is not None or answer.status in _NONE,
        may_ask=answer.code == _MAY_ASK,
        why_none=refusal_of(voice_of(page.request), answer),
        **shown,
    )


async def _check(page: OwnPage, *, act: str, proposal_id: str = "") -> HTMLResponse:
    shown = await describe(page)
    items = shown["shortlist"].items if shown["shortlist"] else []
    entry = next((each for each in items if each.proposal_id == proposal_id), None)
    possible = entry is not None if act == "choice" else bool(items)
    return page.render(
        "shortlist_check.html", zone=shown["people"].zone, act=act, entry=entry, possible=possible, **shown
    )
