"""What a coordinator changes about a proposed round before approving it, and what each change costs."""

import uuid
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console import queries
from services.console.domain.reports import RoundReport
from services.console.domain.ruling_reports import WHAT, PairOf, Rulings
from services.console.pages.matching_api import ask_matching, tell_matching
from services.console.pages.rounds import Key
from services.console.pages.view import Coordinator, PageNumber, ProgrammeId, naming, render
from services.console.queries import PAGE_SIZE, Page
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier, NotFound
from shared.runtime.auth import Caller
from shared.service.commands import Read, Runner

router = APIRouter(prefix="/programmes/{programme_id}/rounds/{round_id}", include_in_schema=False)

RoundId = Annotated[Identifier, Path()]
Why = Annotated[str, Form(max_length=500)]
_MOST_NAMED: Final = 5
"""Pairs named with a cost; the what-if has them all."""


@router.get("/decisions")
async def decisions(
    request: Request,
    programme_id: ProgrammeId,
    round_id: RoundId,
    caller: Coordinator,
    read: Read,
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
    return await _show(request, programme_id, round_id, caller, read, page=page, typed=typed, notice=said)


@router.post("/overrides", response_model=None)
async def override(
    request: Request,
    programme_id: ProgrammeId,
    round_id: RoundId,
    caller: Coordinator,
    read: Read,
    key: Key,
    what: Annotated[Literal["make", "forbid", "free"], Form()],
    mentor: Annotated[str, Form(max_length=64)] = "",
    mentee: Annotated[str, Form(max_length=64)] = "",
    why: Why = "",
) -> Response:
    """Decide on one pair, named by the employees' or the participants' ids."""
    typed = {"mentor": mentor.strip(), "mentee": mentee.strip(), "proposal": "", "what": what}
    try:
        one = await read.read(caller, programme_id, queries.person_called, typed["mentor"], Role.MENTOR)
        other = await read.read(caller, programme_id, queries.person_called, typed["mentee"], Role.MENTEE)
    except NotFound as error:
        return await _show(
            request, programme_id, round_id, caller, read, typed=typed, problem=error.message, status=422
        )
    body = {"mentor_id": one.id, "mentee_id": other.id, "what": what} | _reason(why)
    path = f"{_path(programme_id, round_id)}/overrides"
    return await _tell(request, programme_id, round_id, caller, read, path, body, key, typed)


@router.post("/rejection/{proposal_id}", response_model=None)
async def reject(
    request: Request,
    programme_id: ProgrammeId,
    round_id: RoundId,
    proposal_id: Annotated[Identifier, Path()],
    caller: Coordinator,
    read: Read,
    key: Key,
    why: Why = "",
) -> Response:
    """Take one proposal back at once."""
    path = f"/programmes/{programme_id}/proposals/{proposal_id}/rejection"
    return await _tell(request, programme_id, round_id, caller, read, path, {"reason": why}, key)


@router.post("/replay", response_model=None)
async def replay(
    request: Request,
    programme_id: ProgrammeId,
    round_id: RoundId,
    caller: Coordinator,
    read: Read,
    key: Key,
) -> Response:
    """Compute the round once more from its stored inputs, and show what comes out."""
    answer = await tell_matching(request, f"{_path(programme_id, round_id)}/replay", {}, key)
    if answer.problem:
        return await _show(
            request, programme_id, round_id, caller, read, problem=answer.problem, status=answer.status
        )
    return RedirectResponse(f"{_path(programme_id, answer.body['id'])}?said=what-if", 303)


@router.post("/{command}", response_model=None)
async def command(
    request: Request,
    programme_id: ProgrammeId,
    round_id: RoundId,
    command: Literal["recomputation", "discard"],
    caller: Coordinator,
    read: Read,
    key: Key,
    why: Why = "",
) -> Response:
    """Compute the round again with all decisions, or discard it."""
    path = f"{_path(programme_id, round_id)}/{command}"
    body = _reason(why) if command == "discard" else {}
    return await _tell(request, programme_id, round_id, caller, read, path, body, key)


async def _tell(
    request: Request,
    programme_id: str,
    round_id: str,
    caller: Caller,
    read: Runner,
    path: str,
    body: dict[str, Any],
    key: str,
    typed: dict[str, str] | None = None,
) -> Response:
    """Send a decision, and show all of them: with it, or with what is wrong with it."""
    answer = await tell_matching(request, path, body, key)
    if not answer.problem:
        return RedirectResponse(f"{_path(programme_id, round_id)}/decisions?said=decided", 303)
    return await _show(
        request,
        programme_id,
        round_id,
        caller,
        read,
        typed=typed,
        problem=answer.problem,
        status=answer.status,
    )


def _reason(why: str) -> dict[str, str]:
    return {"reason": why.strip()} if why.strip() else {}


def _path(programme_id: str, round_id: str) -> str:
    return f"/programmes/{programme_id}/rounds/{round_id}"


async def _show(
    request: Request,
    programme_id: str,
    round_id: str,
    caller: Caller,
    read: Runner,
    *,
    page: int = 1,
    typed: dict[str, str] | None = None,
    notice: str = "",
    problem: str = "",
    status: int = 200,
) -> HTMLResponse:
    await read.read(caller, programme_id, queries.overview)
    base = _path(programme_id, round_id)
    report = await ask_matching(request, RoundReport, base)
    window = {"limit": PAGE_SIZE, "offset": (page - 1) * PAGE_SIZE}
    found = await ask_matching(request, Rulings, f"{base}/rulings", window)
    people = await read.read(caller, programme_id, queries.people_named, _people(found))
    return render(
        request,
        "round_decisions.html",
        caller,
        status=status,
        programme_id=programme_id,
        notice=notice,
        problem=problem,
        round=report,
        page=Page(found.items, page, found.total),
        what=WHAT,
        most=_MOST_NAMED,
        typed=typed or {"mentor": "", "mentee": "", "proposal": "", "what": "make"},
        key=uuid.uuid4().hex,
        who=await naming(request, programme_id, people.values()),
    )


def _people(found: Rulings) -> list[str]:
    pairs: list[PairOf] = [each.pair for each in found.items if each.pair]
    for each in found.items:
        if each.cost:
            pairs += [*each.cost.gone[:_MOST_NAMED], *each.cost.come[:_MOST_NAMED]]
    return [id_ for pair in pairs for id_ in (pair.mentor_id, pair.mentee_id)]
