"""What a coordinator changes about a proposed round before approving it, and what each change costs."""

import uuid
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Form, Path, Query, Response
from fastapi.responses import HTMLResponse

from services.console.domain.reports import RoundReport
from services.console.domain.ruling_reports import WHAT, PairOf, Rulings
from services.console.owners import Answer
from services.console.pages.rounds import Key
from services.console.pages.two_typed import Two
from services.console.pages.view import PageNumber, both_of
from services.console.pages.visit import COORDINATORS, FINE, AtRound, RoundVisit, window
from services.console.paging import Page
from shared.kernel import Identifier

router = APIRouter(
    prefix="/programmes/{programme_id}/rounds/{round_id}",
    include_in_schema=False,
    dependencies=[COORDINATORS],
)

Why = Annotated[str, Form(max_length=500)]
_MOST_NAMED: Final = 5
"""Pairs named with a cost; the what-if has them all."""


@router.get("/decisions")
async def decisions(
    visit: AtRound,
    page: PageNumber = 1,
    mentor: Annotated[str, Query(max_length=64)] = "",
    mentee: Annotated[str, Query(max_length=64)] = "",
    proposal: Annotated[str, Query(max_length=64)] = "",
    said: Literal["", "decided"] = "",
) -> HTMLResponse:
    """All decisions on the round; the forms may come filled in with a pair."""
    typed = {
        "mentor": mentor,
        "mentee": mentee,
        "proposal": proposal,
        "what": "forbid" if proposal else "make",
    }
    return await _show(visit, page=page, typed=typed, notice=said)


@router.post("/overrides", response_model=None)
async def override(
    visit: AtRound,
    key: Key,
    what: Annotated[Literal["make", "forbid", "free"], Form()],
    two: Two,
    why: Why = "",
) -> Response:
    """Decide on one pair."""
    typed = {**two.texts, "proposal": "", "what": what}
    found = await two.found(visit)
    if found.problem:
        return await _show(visit, typed=typed, after=found)
    body = {**found.body, "what": what, **_reason(why)}
    return await _tell(visit, f"{visit.round}/overrides", body, key, typed)


@router.post("/rejection/{proposal_id}", response_model=None)
async def reject(
    visit: AtRound, proposal_id: Annotated[Identifier, Path()], key: Key, why: Why = ""
) -> Response:
    """Take one proposal back at once."""
    return await _tell(visit, f"proposals/{proposal_id}/rejection", {"reason": why}, key)


@router.post("/replay", response_model=None)
async def replay(visit: AtRound, key: Key) -> Response:
    """Compute the round once more from its stored inputs, and show what comes out."""
    answer = await visit.tell(f"{visit.round}/replay", {}, key)
    if answer.problem:
        return await _show(visit, after=answer)
    return visit.to(f"rounds/{answer.body['id']}?said=what-if")


@router.post("/{command}", response_model=None)
async def command(
    visit: AtRound, command: Literal["recomputation", "discard"], key: Key, why: Why = ""
) -> Response:
    """Compute the round again with all decisions, or discard it."""
    body = _reason(why) if command == "discard" else {}
    return await _tell(visit, f"{visit.round}/{command}", body, key)


async def _tell(
    visit: RoundVisit, below: str, body: dict[str, Any], key: str, typed: dict[str, str] | None = None
) -> Response:
    """Send a decision, and show all of them: with it, or with what is wrong with it."""
    answer = await visit.tell(below, body, key)
    if answer.problem:
        return await _show(visit, typed=typed, after=answer)
    return visit.to(f"{visit.round}/decisions?said=decided")


def _reason(why: str) -> dict[str, str]:
    return {"reason": why.strip()} if why.strip() else {}


async def _show(
    visit: RoundVisit,
    *,
    page: int = 1,
    typed: dict[str, str] | None = None,
    notice: str = "",
    after: Answer = FINE,
) -> HTMLResponse:
    await visit.overview()
    report = await visit.ask(RoundReport, visit.round)
    found = await visit.ask(Rulings, f"{visit.round}/rulings", window(page))
    return await visit.show(
        "round_decisions.html",
        named=_people(found),
        after=after,
        notice=notice,
        round=report,
        page=Page(found.items, page, found.total),
        what=WHAT,
        most=_MOST_NAMED,
        typed=typed or {"mentor": "", "mentee": "", "proposal": "", "what": "make"},
        key=uuid.uuid4().hex,
    )


def _people(found: Rulings) -> list[str]:
    pairs: list[PairOf] = [each.pair for each in found.items if each.pair]
    for each in found.items:
        if each.cost:
            pairs += [*each.cost.gone[:_MOST_NAMED], *each.cost.come[:_MOST_NAMED]]
    return both_of(pairs)
