"""The policy's editor: save it, or try it as a what-if."""

import uuid
from typing import Annotated, Final, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console import queries
from services.console.domain.faults import Faults
from services.console.domain.learned import Learned
from services.console.domain.policies import Catalogue, Decisions, PolicyVersion
from services.console.domain.policy_draft import Draft, NotJson
from services.console.domain.policy_form import draft_from, draft_of
from services.console.domain.policy_sections import SECTIONS
from services.console.domain.policy_words import changes
from services.console.owners import Answer
from services.console.pages.matching_api import ask_matching, tell_matching
from services.console.pages.view import Coordinator, ProgrammeId, render
from shared.runtime.auth import Caller
from shared.service.commands import Read

router = APIRouter(prefix="/programmes/{programme_id}/policy", include_in_schema=False)

_DEFAULT: Final = 0


@router.get("")
async def edit(
    request: Request,
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    version: Annotated[int | None, Query(ge=1)] = None,
    said: Literal["", "policy"] = "",
    *,
    learned: bool = False,
) -> HTMLResponse:
    """The policy in a form; filled in from an earlier ``version``, or with weights ``learned``, if asked."""
    await read.read(caller, programme_id, queries.overview)
    catalogue = await ask_matching(request, Catalogue, _path(programme_id) + "/catalogue")
    current = await ask_matching(request, PolicyVersion, _path(programme_id))
    start = await _version(request, programme_id, version) if version else current
    suggestion = await _suggestion(request, programme_id, current)
    taken = learned and suggestion is not None and not version
    decisions = suggestion.taken_over(start.decisions) if suggestion and taken else start.decisions
    return _page(
        request,
        programme_id,
        caller,
        catalogue,
        draft_of(decisions, catalogue, current.number),
        current=current,
        start=start,
        notice=said,
        suggestion=suggestion,
        taken=taken,
    )


@router.post("", response_model=None)
async def change(request: Request, programme_id: ProgrammeId, caller: Coordinator, read: Read) -> Response:
    """Take the form: one row more or fewer, a what-if, or the new policy."""
    await read.read(caller, programme_id, queries.overview)
    catalogue = await ask_matching(request, Catalogue, _path(programme_id) + "/catalogue")
    current = await ask_matching(request, PolicyVersion, _path(programme_id))
    async with request.form(max_fields=5000) as form:
        fields = {name: [str(value) for value in form.getlist(name)] for name in form}
    draft = draft_from(fields, catalogue)
    action = (fields.get("action") or ["save"])[0]
    if action.startswith(("add-", "remove-")):
        return _page(request, programme_id, caller, catalogue, draft.edited(action), current=current)
    try:
        decisions = draft.decisions(await _rest(request, programme_id, draft, current))
    except NotJson as error:
        faults = Faults({error.path: error.message})
        return _page(request, programme_id, caller, catalogue, draft, current=current, faults=faults)
    if action == "what-if":
        answer = await _try(request, programme_id, decisions, (fields.get("key") or [""])[0])
        target = f"/programmes/{programme_id}/rounds/{answer.body['id']}?said=what-if" if answer.body else ""
    else:
        body = {**decisions, "based_on": draft.based_on}
        answer = await tell_matching(request, _path(programme_id), body, method="PUT")
        target = f"{_path(programme_id)}?said=policy"
    if not answer.problem:
        return RedirectResponse(target, 303)
    return await _refused(request, programme_id, caller, catalogue, draft, current, answer)


async def _suggestion(request: Request, programme_id: str, current: PolicyVersion) -> Learned | None:
    """What outcomes suggest about this version; a form can do without, should matching not tell."""
    try:
        found = await ask_matching(request, Learned, _path(programme_id) + "/learned")
    except HTTPException:
        return None
    return found if found.based_on == current.number else None


async def _try(request: Request, programme_id: str, decisions: Decisions, key: str) -> Answer:
    wish = {"preview": True, "policy": decisions}
    return await tell_matching(request, f"/programmes/{programme_id}/rounds", wish, key)


async def _refused(
    request: Request,
    programme_id: str,
    caller: Caller,
    catalogue: Catalogue,
    draft: Draft,
    current: PolicyVersion,
    answer: Answer,
) -> HTMLResponse:
    """The form again with what is wrong; after somebody else's change, with what that was."""
    if answer.status == 409 and draft.based_on != current.number:
        before = await _base(request, programme_id, draft.based_on)
        lines = changes(before.decisions, current.decisions) if before else []
        return _page(
            request, programme_id, caller, catalogue, draft, current=current, status=409, overtaken=lines
        )
    faults = Faults.of(answer.errors, answer.problem)
    return _page(
        request, programme_id, caller, catalogue, draft, current=current, faults=faults, status=answer.status
    )


async def _rest(request: Request, programme_id: str, draft: Draft, current: PolicyVersion) -> Decisions:
    """The parts that the form doesn't show, as in the version it was edited from."""
    if draft.based_on == current.number:
        return current.decisions
    base = await _base(request, programme_id, draft.based_on)
    return base.decisions if base else {}


async def _base(request: Request, programme_id: str, number: int) -> PolicyVersion | None:
    """An earlier version; None of the default, which matching shows only while it holds."""
    return None if number == _DEFAULT else await _version(request, programme_id, number)


async def _version(request: Request, programme_id: str, number: int) -> PolicyVersion:
    return await ask_matching(request, PolicyVersion, f"{_path(programme_id)}/versions/{number}")


def _path(programme_id: str) -> str:
    """Both here and at matching."""
    return f"/programmes/{programme_id}/policy"


def _page(
    request: Request,
    programme_id: str,
    caller: Caller,
    catalogue: Catalogue,
    draft: Draft,
    *,
    current: PolicyVersion,
    start: PolicyVersion | None = None,
    faults: Faults | None = None,
    overtaken: list[str] | None = None,
    notice: str = "",
    status: int = 0,
    suggestion: Learned | None = None,
    taken: bool = False,
) -> HTMLResponse:
    return render(
        request,
        "policy.html",
        caller,
        status=status or (422 if faults else 200),
        programme_id=programme_id,
        catalogue=catalogue,
        draft=draft,
        sections=SECTIONS,
        current=current,
        start=start,
        faults=faults or Faults(),
        overtaken=overtaken,
        notice=notice,
        suggestion=suggestion,
        taken=taken,
        key=uuid.uuid4().hex,
    )
