"""One round: its proof, its pairs, who got nobody, and the coordinator's decision on it."""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console import commands, queries
from services.console.domain import figures
from services.console.domain.reports import LeftOver, LeftOvers, Pair, Pairs, RoundReport
from services.console.owners import Answer
from services.console.pages.matching_api import ask_matching, tell_matching
from services.console.pages.rounds import Key
from services.console.pages.view import Coordinator, PageNumber, ProgrammeId, naming, render
from services.console.queries import PAGE_SIZE, Page
from shared.kernel import Identifier
from shared.runtime.auth import Caller
from shared.service.commands import Read, Run, Runner

router = APIRouter(prefix="/programmes/{programme_id}/rounds/{round_id}", include_in_schema=False)

RoundId = Annotated[Identifier, Path()]
Ids = Annotated[list[Identifier] | None, Form()]


@router.get("")
async def show_round(
    request: Request,
    programme_id: ProgrammeId,
    round_id: RoundId,
    caller: Coordinator,
    read: Read,
    page: PageNumber = 1,
    left: PageNumber = 1,
    said: Literal["", "round", "what-if", "stopping", "held", "approved"] = "",
) -> HTMLResponse:
    """The round; ``page`` is that of its pairs, ``left`` that of the people left over."""
    return await _show(request, programme_id, round_id, caller, read, page=page, left=left, said=said)


@router.post("/cancellation", response_model=None)
async def cancel(
    request: Request,
    programme_id: ProgrammeId,
    round_id: RoundId,
    caller: Coordinator,
    read: Read,
    key: Key,
    keep: Annotated[bool, Form()],
) -> Response:
    """Ask matching to stop a round, with the best matching so far or without any."""
    answer = await tell_matching(
        request, _path(programme_id, round_id) + "/cancellation", {"keep": keep}, key
    )
    if not answer.problem:
        return RedirectResponse(f"{_path(programme_id, round_id)}?said=stopping", 303)
    return await _show(
        request, programme_id, round_id, caller, read, problem=answer.problem, status=answer.status
    )


@router.post("/held-back", response_model=None)
async def hold_back(
    request: Request,
    programme_id: ProgrammeId,
    round_id: RoundId,
    caller: Coordinator,
    run: Run,
    shown: Ids = None,
    held: Ids = None,
    locked: Ids = None,
    was_locked: Ids = None,
    go: Annotated[int, Form(ge=1, le=100_000)] = 1,
) -> Response:
    """Keep what is ticked on one page, and go on to another (or the same)."""
    await run.command(caller, programme_id, commands.hold_back, round_id, shown or (), held or ())
    answer = await _lock(request, programme_id, round_id, set(locked or ()), set(was_locked or ()))
    if answer and answer.problem:
        return await _show(
            request,
            programme_id,
            round_id,
            caller,
            run,
            page=go,
            problem=answer.problem,
            status=answer.status,
        )
    return RedirectResponse(f"{_path(programme_id, round_id)}?said=held&page={go}#pairs", 303)


@router.post("/approval", response_model=None)
async def approve(
    request: Request,
    programme_id: ProgrammeId,
    round_id: RoundId,
    caller: Coordinator,
    run: Run,
    key: Key,
    shown: Ids = None,
    held: Ids = None,
) -> Response:
    """Ask matching to publish a round's proposals, except all that are held back, on whichever page."""
    excluded = await run.command(caller, programme_id, commands.hold_back, round_id, shown or (), held or ())
    path = _path(programme_id, round_id) + "/approval"
    answer = await tell_matching(request, path, {"except": list(excluded)}, key)
    if not answer.problem:
        return RedirectResponse(f"{_path(programme_id, round_id)}?said=approved", 303)
    return await _show(
        request, programme_id, round_id, caller, run, problem=answer.problem, status=answer.status
    )


async def _lock(
    request: Request, programme_id: str, round_id: str, now: set[str], before: set[str]
) -> Answer | None:
    """Lock what is newly ticked, unlock what no longer is; None where nothing has changed."""
    answer = None
    for locked, ids in ((True, now - before), (False, before - now)):
        if ids and not (answer and answer.problem):
            wish = {"proposals": sorted(ids), "locked": locked}
            answer = await tell_matching(request, _path(programme_id, round_id) + "/locks", wish)
    return answer


def _path(programme_id: str, round_id: str) -> str:
    """Both here and at matching."""
    return f"/programmes/{programme_id}/rounds/{round_id}"


async def _show(
    request: Request,
    programme_id: str,
    round_id: str,
    caller: Caller,
    read: Runner,
    *,
    page: int = 1,
    left: int = 1,
    said: str = "",
    problem: str = "",
    status: int = 200,
) -> HTMLResponse:
    shown = await read.read(caller, programme_id, queries.overview)
    report = await ask_matching(request, RoundReport, _path(programme_id, round_id))
    pairs = await _pairs(request, programme_id, report, page)
    left_over = await _left(request, programme_id, report, left)
    named = [id_ for pair in pairs.items for id_ in pair.people]
    named += [person.participant_id for person in left_over.items]
    named += [id_ for pair in report.not_made for id_ in (pair.mentor_id, pair.mentee_id)]
    people = await read.read(caller, programme_id, queries.people_named, named)
    return render(
        request,
        "round.html",
        caller,
        status=status,
        programme_id=programme_id,
        live=f"/programmes/{programme_id}/live" if report.running else "",
        notice=said,
        problem=problem,
        numbers=figures.headline(shown.tally),
        round=report,
        pairs=pairs,
        left_over=left_over,
        held=await read.read(caller, programme_id, queries.held_back, round_id),
        key=uuid.uuid4().hex,
        who=await naming(request, programme_id, people.values()),
    )


async def _pairs(request: Request, programme_id: str, report: RoundReport, number: int) -> Page[Pair]:
    """One page of a round's proposals; of a what-if, of its pairs."""
    kind = "proposals" if report.has_proposals else "pairs"
    if report.certificate is None:
        return Page([], 1, 0)
    found = await ask_matching(request, Pairs, f"{_path(programme_id, report.id)}/{kind}", _window(number))
    return Page(found.items, number, found.total)


async def _left(request: Request, programme_id: str, report: RoundReport, number: int) -> Page[LeftOver]:
    """One page of the people left over."""
    if report.certificate is None:
        return Page([], 1, 0)
    found = await ask_matching(
        request, LeftOvers, f"{_path(programme_id, report.id)}/unmatched", _window(number)
    )
    return Page(found.items, number, found.total)


def _window(number: int) -> dict[str, int]:
    return {"limit": PAGE_SIZE, "offset": (number - 1) * PAGE_SIZE}
