"""Rounds and proposals, and the coordinator's two commands on them."""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console import queries
from services.console.domain import figures
from services.console.owners import Answer
from services.console.pages.view import (
    Coordinator,
    PageNumber,
    ProgrammeId,
    naming,
    owners_of,
    render,
    token_of,
)
from shared.kernel import Identifier
from shared.runtime.auth import Caller
from shared.service.commands import Read, Runner

router = APIRouter(prefix="/programmes/{programme_id}", include_in_schema=False)

ProposalFilter = Literal["", "made", "approved", "accepted", "declined", "expired", "withdrawn"]
Key = Annotated[str, Form(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]


@router.get("/matches")
async def matches(
    request: Request,
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    state: ProposalFilter = "",
    page: PageNumber = 1,
    said: Literal["", "round", "stopping", "approved"] = "",
) -> HTMLResponse:
    """Rounds, and one page of proposals."""
    return await _show(request, programme_id, caller, read, state=state, page=page, said=said)


@router.post("/rounds", response_model=None)
async def start_round(
    request: Request, programme_id: ProgrammeId, caller: Coordinator, read: Read, key: Key
) -> Response:
    """Ask matching for a round."""
    answer = await owners_of(request).command(
        "matching", f"/programmes/{programme_id}/rounds", token_of(request), {}, key=key
    )
    return await _after(request, programme_id, caller, read, answer, "round")


@router.post("/rounds/{round_id}/cancellation", response_model=None)
async def cancel(
    request: Request,
    programme_id: ProgrammeId,
    round_id: Annotated[Identifier, Path()],
    caller: Coordinator,
    read: Read,
    key: Key,
    keep: Annotated[bool, Form()],
) -> Response:
    """Ask matching to stop a round, with the best matching so far or without any."""
    path = f"/programmes/{programme_id}/rounds/{round_id}/cancellation"
    answer = await owners_of(request).command("matching", path, token_of(request), {"keep": keep}, key=key)
    return await _after(request, programme_id, caller, read, answer, "stopping")


@router.post("/rounds/{round_id}/approval", response_model=None)
async def approve(
    request: Request,
    programme_id: ProgrammeId,
    round_id: Annotated[Identifier, Path()],
    caller: Coordinator,
    read: Read,
    key: Key,
    hold_back: Annotated[list[Identifier] | None, Form()] = None,
) -> Response:
    """Ask matching to publish a round's proposals, except those held back."""
    path = f"/programmes/{programme_id}/rounds/{round_id}/approval"
    body = {"except": hold_back or []}
    answer = await owners_of(request).command("matching", path, token_of(request), body, key=key)
    return await _after(request, programme_id, caller, read, answer, "approved")


async def _after(
    request: Request,
    programme_id: str,
    caller: Caller,
    read: Runner,
    answer: Answer,
    said: Literal["round", "stopping", "approved"],
) -> Response:
    """Back to the page: with a notice, or with what went wrong."""
    if not answer.problem:
        return RedirectResponse(f"/programmes/{programme_id}/matches?said={said}", 303)
    return await _show(
        request, programme_id, caller, read, state="", page=1, problem=answer.problem, status=answer.status
    )


async def _show(
    request: Request,
    programme_id: str,
    caller: Caller,
    read: Runner,
    *,
    state: ProposalFilter,
    page: int,
    said: str = "",
    problem: str = "",
    status: int = 200,
) -> HTMLResponse:
    shown = await read.read(caller, programme_id, queries.overview)
    rounds = await read.read(caller, programme_id, queries.rounds)
    proposals, people = await read.read(caller, programme_id, queries.proposals, state, page)
    return render(
        request,
        "matches.html",
        caller,
        status=status,
        programme_id=programme_id,
        live=f"/programmes/{programme_id}/live",
        notice=said,
        problem=problem,
        numbers=figures.headline(shown.tally),
        waiting=shown.tally.group("round"),
        rounds=rounds,
        page=proposals,
        filters={"state": state},
        key=uuid.uuid4().hex,
        who=await naming(request, programme_id, people.values()),
    )
