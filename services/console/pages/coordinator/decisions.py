"""Pages for decisions on a proposed round, with the cost of each."""

import uuid
from typing import Annotated, Any, Final, Literal

from fastapi import Form, Path, Query, Response
from fastapi.responses import HTMLResponse

from services.console.clients.matching.decisions import PairOf, RoundDecisions
from services.console.clients.matching.rounds import RoundReport
from services.console.clients.services import Answer
from services.console.pages.common.view import PageNumber, both_of
from services.console.pages.coordinator.page_context import (
    FINE,
    RoundContext,
    RoundPage,
    make_round_router,
    window,
)
from services.console.pages.coordinator.rounds import Key
from services.console.pages.coordinator.two_people import NOBODY, Choices, Two, people_in
from shared.kernel import Identifier

router = make_round_router()

Why = Annotated[str, Form(max_length=500)]
_MOST_NAMED: Final = 5
"""Pairs named with a cost; the what-if has them all."""


@router.get("/decisions")
async def decisions(
    context: RoundPage,
    page: PageNumber = 1,
    mentor: Annotated[str, Query(max_length=64)] = "",
    mentee: Annotated[str, Query(max_length=64)] = "",
    proposal: Annotated[str, Query(max_length=64)] = "",
    said: Literal["", "decided"] = "",
) -> HTMLResponse:
    """Show all decisions on the round; the forms may come filled in with a pair."""
    typed = {
        "mentor": mentor,
        "mentee": mentee,
        "proposal": proposal,
        "what": "forbid" if proposal else "make",
    }
    return await _show(context, page=page, typed=typed, notice=said)


@router.post("/decisions", response_model=None)
async def decide_on_pair(
    context: RoundPage,
    key: Key,
    what: Annotated[Literal["make", "forbid", "free"], Form()],
    two: Two,
    why: Why = "",
) -> Response:
    """Decide on one pair."""
    typed = {**two.texts, "proposal": "", "what": what}
    two_people = await two.look_up(context)
    if two_people.answer.problem:
        return await _show(context, typed=typed, choices=two_people.choices, after=two_people.answer)
    body = {**two_people.answer.body, "what": what, **_reason(why)}
    return await _tell(context, f"{context.round}/decisions", body, key, typed)


@router.post("/rejection/{proposal_id}", response_model=None)
async def reject(
    context: RoundPage, proposal_id: Annotated[Identifier, Path()], key: Key, why: Why = ""
) -> Response:
    """Take one proposal back at once."""
    return await _tell(context, f"proposals/{proposal_id}/rejection", {"reason": why}, key)


@router.post("/replay", response_model=None)
async def replay(context: RoundPage, key: Key) -> Response:
    """Compute the round once more from its stored inputs, and show what comes out."""
    answer = await context.send(f"{context.round}/replay", {}, key)
    if answer.problem:
        return await _show(context, after=answer)
    return context.redirect(f"rounds/{answer.body['id']}?said=what-if")


@router.get("/discard")
async def check_discard(context: RoundPage) -> HTMLResponse:
    """Show what is lost, before a round is discarded."""
    await context.overview()
    report = await context.fetch(RoundReport, context.round)
    return await context.render("round_discard.html", round=report, key=uuid.uuid4().hex)


@router.post("/{command}", response_model=None)
async def command(
    context: RoundPage, command: Literal["recomputation", "discard"], key: Key, why: Why = ""
) -> Response:
    """Compute the round again with all decisions, or discard it."""
    body = _reason(why) if command == "discard" else {}
    return await _tell(context, f"{context.round}/{command}", body, key)


async def _tell(
    context: RoundContext, below: str, body: dict[str, Any], key: str, typed: dict[str, str] | None = None
) -> Response:
    """Send a decision, and show all of them: with it, or with what is wrong with it."""
    answer = await context.send(below, body, key)
    if answer.problem:
        return await _show(context, typed=typed, after=answer)
    return context.redirect(f"{context.round}/decisions?said=decided")


def _reason(why: str) -> dict[str, str]:
    return {"reason": why.strip()} if why.strip() else {}


async def _show(
    context: RoundContext,
    *,
    page: int = 1,
    typed: dict[str, str] | None = None,
    choices: Choices = NOBODY,
    notice: str = "",
    after: Answer = FINE,
) -> HTMLResponse:
    typed = typed or {"mentor": "", "mentee": "", "proposal": "", "what": "make"}
    await context.overview()
    report = await context.fetch(RoundReport, context.round)
    decisions = await context.fetch(RoundDecisions, f"{context.round}/decisions", window(page))
    return await context.render(
        "decisions.html",
        named=[*_people(decisions), *people_in(typed, choices)],
        after=after,
        notice=notice,
        round=report,
        page=decisions.on_page(page),
        most=_MOST_NAMED,
        typed=typed,
        choices=choices,
        key=uuid.uuid4().hex,
    )


def _people(decisions: RoundDecisions) -> list[str]:
    pairs: list[PairOf] = [each.pair for each in decisions.items if each.pair]
    for each in decisions.items:
        if each.cost:
            pairs += [*each.cost.gone[:_MOST_NAMED], *each.cost.come[:_MOST_NAMED]]
    return both_of(pairs)
