"""Pairs that must, or must not, be made: added and removed one by one, each a version of the policy."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console import queries
from services.console.domain.people import Person
from services.console.domain.policies import Catalogue, PolicyVersion
from services.console.pages.matching_api import ask_matching, tell_matching
from services.console.pages.view import Coordinator, PageNumber, ProgrammeId, naming, render
from services.console.queries import PAGE_SIZE, Page
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier, NotFound
from shared.runtime.auth import Caller
from shared.service.commands import Read, Runner

router = APIRouter(prefix="/programmes/{programme_id}/policy/pairs", include_in_schema=False)

Kind = Annotated[Literal["must_pair", "must_not_pair"], Form()]
Version = Annotated[int, Form(ge=0)]
KINDS: Final = {"must_pair": "Must be made", "must_not_pair": "Must not be made"}


@router.get("")
async def pairs(
    request: Request,
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    page: PageNumber = 1,
    said: Literal["", "policy", "still-paired"] = "",
) -> HTMLResponse:
    """One page of such pairs."""
    return await _show(request, programme_id, caller, read, page=page, notice=said)


@router.post("", response_model=None)
async def add(
    request: Request,
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    kind: Kind,
    based_on: Version,
    mentor: Annotated[str, Form(max_length=64)] = "",
    mentee: Annotated[str, Form(max_length=64)] = "",
    despite: Annotated[list[str] | None, Form()] = None,
    end_pairings: Annotated[bool, Form()] = False,  # noqa: FBT002 (a checkbox)
) -> Response:
    """Add a pair; both are named by their employee's or participant's id."""
    typed = {"kind": kind, "mentor": mentor.strip(), "mentee": mentee.strip()}
    try:
        pair: dict[str, Any] = {
            "mentor_id": (await _named(read, caller, programme_id, typed["mentor"], Role.MENTOR)).id,
            "mentee_id": (await _named(read, caller, programme_id, typed["mentee"], Role.MENTEE)).id,
        }
    except NotFound as error:
        return await _show(
            request, programme_id, caller, read, typed=typed, problem=error.message, status=422
        )
    if kind == "must_pair" and despite:
        pair["despite"] = despite
    return await _decide(
        request, programme_id, caller, read, based_on, kind, add=pair, typed=typed, end_pairings=end_pairings
    )


@router.post("/removal", response_model=None)
async def remove(
    request: Request,
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    kind: Kind,
    based_on: Version,
    mentor_id: Annotated[Identifier, Form()],
    mentee_id: Annotated[Identifier, Form()],
) -> Response:
    """Remove a pair."""
    pair = {"mentor_id": mentor_id, "mentee_id": mentee_id}
    return await _decide(request, programme_id, caller, read, based_on, kind, remove=pair)


async def _named(read: Runner, caller: Caller, programme_id: str, text: str, role: Role) -> Person:
    return await read.read(caller, programme_id, queries.person_called, text, role)


async def _decide(
    request: Request,
    programme_id: str,
    caller: Caller,
    read: Runner,
    based_on: int,
    kind: str,
    *,
    add: dict[str, Any] | None = None,
    remove: dict[str, Any] | None = None,
    typed: dict[str, str] | None = None,
    end_pairings: bool = False,
) -> Response:
    """Put the present policy with one pair more or fewer; matching says if it has moved on meanwhile."""
    path = f"/programmes/{programme_id}/policy"
    current = await ask_matching(request, PolicyVersion, path)
    others = [pair for pair in current.decisions.get(kind, ()) if _ids(pair) != _ids(add or remove or {})]
    decisions = {**current.decisions, kind: [*others, add] if add else others}
    body = {**decisions, "based_on": based_on} | ({"end_pairings": True} if end_pairings else {})
    answer = await tell_matching(request, path, body, method="PUT")
    if not answer.problem:
        said = "still-paired" if answer.body.get("still_paired") else "policy"
        return RedirectResponse(f"{path}/pairs?said={said}", 303)
    return await _show(
        request, programme_id, caller, read, typed=typed, problem=answer.problem, status=answer.status
    )


def _ids(pair: Mapping[str, Any]) -> tuple[Any, Any]:
    """What makes it the same pair, whatever else is decided about it."""
    return pair.get("mentor_id"), pair.get("mentee_id")


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
    current = await ask_matching(request, PolicyVersion, f"/programmes/{programme_id}/policy")
    catalogue = await ask_matching(request, Catalogue, f"/programmes/{programme_id}/policy/catalogue")
    listed = [(kind, pair) for kind in KINDS for pair in current.decisions.get(kind, ())]
    shown = listed[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    named = [id_ for _, pair in shown for id_ in (pair["mentor_id"], pair["mentee_id"])]
    people = await read.read(caller, programme_id, queries.people_named, named)
    return render(
        request,
        "policy_pairs.html",
        caller,
        status=status,
        programme_id=programme_id,
        notice=notice,
        problem=problem,
        current=current,
        kinds=KINDS,
        rules=[rule for rule in catalogue.rules if not rule.always],
        typed=typed or {"kind": "must_pair", "mentor": "", "mentee": ""},
        page=Page(shown, page, len(listed)),
        who=await naming(request, programme_id, people.values()),
    )
