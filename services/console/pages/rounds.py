"""All rounds of a programme, and starting one: for real or as a what-if."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console import queries
from services.console.domain import figures
from services.console.pages.matching_api import tell_matching
from services.console.pages.view import Coordinator, PageNumber, ProgrammeId, render
from shared.kernel import Identifier
from shared.runtime.auth import Caller
from shared.service.commands import Read, Runner

router = APIRouter(prefix="/programmes/{programme_id}", include_in_schema=False)

Key = Annotated[str, Form(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]
"""Made with the form, so that a double click is one command."""


@router.get("/rounds")
async def rounds(
    request: Request, programme_id: ProgrammeId, caller: Coordinator, read: Read, page: PageNumber = 1
) -> HTMLResponse:
    """One page of rounds, the latest first."""
    return await _show(request, programme_id, caller, read, page=page)


@router.post("/rounds", response_model=None)
async def start_round(
    request: Request,
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    key: Key,
    kind: Annotated[str, Form(pattern="^(round|what-if)$")] = "round",
    minutes: Annotated[float, Form(ge=0.1, le=60)] = 10,
    short_of: Annotated[float, Form(ge=0, le=10_000_000)] = 0,
    people: Annotated[list[Identifier] | None, Form()] = None,
    few: Annotated[bool, Form()] = False,  # noqa: FBT002 (says that people were to be picked)
    lists: Annotated[bool, Form()] = False,  # noqa: FBT002 (a checkbox)
) -> Response:
    """Ask matching for a round, and show how it goes; with ``people`` for these only."""
    if few and not people:
        problem = "Pick at least one person who is ready, on the page of the people."
        return await _show(request, programme_id, caller, read, page=1, problem=problem, status=422)
    wish: dict[str, Any] = {
        "preview": kind == "what-if",
        "time_limit_seconds": round(minutes * 60),
        "gap_target": round(short_of * 100),
    }
    wish |= {"people": people} if people else {}
    wish |= {"lists": True} if lists else {}
    answer = await tell_matching(request, f"/programmes/{programme_id}/rounds", wish, key)
    if answer.problem:
        return await _show(
            request, programme_id, caller, read, page=1, problem=answer.problem, status=answer.status
        )
    return RedirectResponse(f"/programmes/{programme_id}/rounds/{answer.body['id']}?said={kind}", 303)


async def _show(
    request: Request,
    programme_id: str,
    caller: Caller,
    read: Runner,
    *,
    page: int,
    problem: str = "",
    status: int = 200,
) -> HTMLResponse:
    shown = await read.read(caller, programme_id, queries.overview)
    found = await read.read(caller, programme_id, queries.all_rounds, page)
    return render(
        request,
        "rounds.html",
        caller,
        status=status,
        programme_id=programme_id,
        live=f"/programmes/{programme_id}/live",
        problem=problem,
        numbers=figures.headline(shown.tally),
        waiting=shown.tally.group("round"),
        page=found,
        comparable=[each for each in found.items if each.done in {"proposed", "previewed"}],
        filters={},
        key=uuid.uuid4().hex,
    )
