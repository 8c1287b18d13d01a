"""Who is not to be matched again: listed, added, lifted."""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console import queries
from services.console.domain.partings import Partings, Summary
from services.console.owners import Answer
from services.console.pages.matching_api import ask_matching, tell_matching
from services.console.pages.rounds import Key
from services.console.pages.view import Coordinator, PageNumber, ProgrammeId, naming, render
from services.console.queries import PAGE_SIZE, Page
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier, NotFound
from shared.runtime.auth import Caller
from shared.service.commands import Read, Runner

router = APIRouter(prefix="/programmes/{programme_id}/partings", include_in_schema=False)


@router.get("")
async def partings(
    request: Request,
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    page: PageNumber = 1,
    said: Literal["", "parting"] = "",
) -> HTMLResponse:
    """One page of them, and how many conflicts of interest were declared: never by whom."""
    return await _show(request, programme_id, caller, read, page=page, notice=said)


@router.post("", response_model=None)
async def part(
    request: Request,
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    key: Key,
    mentor: Annotated[str, Form(max_length=64)] = "",
    mentee: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Don't match two again, named by the employees' or the participants' ids."""
    typed = {"mentor": mentor.strip(), "mentee": mentee.strip()}
    try:
        one = await read.read(caller, programme_id, queries.person_called, typed["mentor"], Role.MENTOR)
        other = await read.read(caller, programme_id, queries.person_called, typed["mentee"], Role.MENTEE)
    except NotFound as error:
        answer = Answer(422, error.message)
    else:
        body = {"mentor_id": one.id, "mentee_id": other.id}
        answer = await tell_matching(request, _path(programme_id), body, key)
    return await _after(request, programme_id, caller, read, answer, typed)


@router.post("/{parting_id}/lifting", response_model=None)
async def lift(
    request: Request,
    programme_id: ProgrammeId,
    parting_id: Annotated[Identifier, Path()],
    caller: Coordinator,
    read: Read,
) -> Response:
    """Let two be matched again."""
    answer = await tell_matching(request, f"{_path(programme_id)}/{parting_id}", {}, method="DELETE")
    return await _after(request, programme_id, caller, read, answer)


async def _after(
    request: Request,
    programme_id: str,
    caller: Caller,
    read: Runner,
    answer: Answer,
    typed: dict[str, str] | None = None,
) -> Response:
    if not answer.problem:
        return RedirectResponse(f"/programmes/{programme_id}/partings?said=parting", 303)
    return await _show(
        request, programme_id, caller, read, typed=typed, problem=answer.problem, status=answer.status
    )


def _path(programme_id: str) -> str:
    """At matching."""
    return f"/programmes/{programme_id}/do-not-match-again"


async def _show(
    request: Request,
    programme_id: str,
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
    window = {"limit": PAGE_SIZE, "offset": (page - 1) * PAGE_SIZE}
    found = await ask_matching(request, Partings, _path(programme_id), window)
    summary = await ask_matching(request, Summary, f"/programmes/{programme_id}/summary")
    named = [id_ for each in found.items for id_ in (each.mentor_id, each.mentee_id)]
    people = await read.read(caller, programme_id, queries.people_named, named)
    return render(
        request,
        "partings.html",
        caller,
        status=status,
        programme_id=programme_id,
        notice=notice,
        problem=problem,
        summary=summary,
        page=Page(found.items, page, found.total),
        typed=typed or {"mentor": "", "mentee": ""},
        key=uuid.uuid4().hex,
        who=await naming(request, programme_id, people.values()),
    )
