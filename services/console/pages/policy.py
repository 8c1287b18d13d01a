"""The policy's editor: save it, or try it as a what-if."""

import uuid
from typing import Annotated, Final, Literal

from fastapi import APIRouter, HTTPException, Query, Response
from fastapi.responses import HTMLResponse

from services.console.domain.faults import Faults
from services.console.domain.learned import Learned
from services.console.domain.policies import Catalogue, Decisions, PolicyVersion
from services.console.domain.policy_draft import Draft, NotJson
from services.console.domain.policy_form import draft_from, draft_of
from services.console.domain.policy_sections import SECTIONS
from services.console.domain.policy_words import changes
from services.console.owners import Answer
from services.console.pages.visit import COORDINATORS, AtProgramme, Visit

router = APIRouter(
    prefix="/programmes/{programme_id}/policy", include_in_schema=False, dependencies=[COORDINATORS]
)

_DEFAULT: Final = 0


@router.get("")
async def edit(
    visit: AtProgramme,
    version: Annotated[int | None, Query(ge=1, le=10_000_000)] = None,
    said: Literal["", "policy"] = "",
    *,
    learned: bool = False,
) -> HTMLResponse:
    """The policy in a form; filled in from an earlier ``version``, or with weights ``learned``, if asked."""
    await visit.overview()
    catalogue = await visit.ask(Catalogue, "policy/catalogue")
    current = await visit.ask(PolicyVersion, "policy")
    start = await _version(visit, version) if version else current
    suggestion = await _suggestion(visit, current)
    taken = learned and suggestion is not None and not version
    decisions = suggestion.taken_over(start.decisions) if suggestion and taken else start.decisions
    return await _page(
        visit,
        catalogue,
        draft_of(decisions, catalogue, current.number),
        current=current,
        start=start,
        notice=said,
        suggestion=suggestion,
        taken=taken,
    )


@router.post("", response_model=None)
async def change(visit: AtProgramme) -> Response:
    """Take the form: one row more or fewer, a what-if, or the new policy."""
    await visit.overview()
    catalogue = await visit.ask(Catalogue, "policy/catalogue")
    current = await visit.ask(PolicyVersion, "policy")
    async with visit.request.form(max_fields=5000) as form:
        fields = {name: [str(value) for value in form.getlist(name)] for name in form}
    draft = draft_from(fields, catalogue)
    action = (fields.get("action") or ["save"])[0]
    if action.startswith(("add-", "remove-")):
        return await _page(visit, catalogue, draft.edited(action), current=current)
    try:
        decisions = draft.decisions(await _rest(visit, draft, current))
    except NotJson as error:
        faults = Faults({error.path: error.message})
        return await _page(visit, catalogue, draft, current=current, faults=faults)
    if action == "what-if":
        answer = await _try(visit, decisions, (fields.get("key") or [""])[0])
        target = f"rounds/{answer.body['id']}?said=what-if" if answer.body else ""
    else:
        body = {**decisions, "based_on": draft.based_on}
        answer = await visit.tell("policy", body, method="PUT")
        target = "policy?said=policy"
    if not answer.problem:
        return visit.to(target)
    return await _refused(visit, catalogue, draft, current, answer)


async def _suggestion(visit: Visit, current: PolicyVersion) -> Learned | None:
    """What outcomes suggest about this version; a form can do without, should matching not tell."""
    try:
        found = await visit.ask(Learned, "policy/learned")
    except HTTPException:
        return None
    return found if found.based_on == current.number else None


async def _try(visit: Visit, decisions: Decisions, key: str) -> Answer:
    wish = {"preview": True, "policy": decisions}
    return await visit.tell("rounds", wish, key)


async def _refused(
    visit: Visit,
    catalogue: Catalogue,
    draft: Draft,
    current: PolicyVersion,
    answer: Answer,
) -> HTMLResponse:
    """The form again with what is wrong; after somebody else's change, with what that was."""
    if answer.status == 409 and draft.based_on != current.number:
        before = await _base(visit, draft.based_on)
        lines = changes(before.decisions, current.decisions) if before else []
        return await _page(visit, catalogue, draft, current=current, status=409, overtaken=lines)
    faults = Faults.of(answer.errors, answer.problem)
    return await _page(visit, catalogue, draft, current=current, faults=faults, status=answer.status)


async def _rest(visit: Visit, draft: Draft, current: PolicyVersion) -> Decisions:
    """The parts that the form doesn't show, as in the version it was edited from."""
    if draft.based_on == current.number:
        return current.decisions
    base = await _base(visit, draft.based_on)
    return base.decisions if base else {}


async def _base(visit: Visit, number: int) -> PolicyVersion | None:
    """An earlier version; None of the default, which matching shows only while it holds."""
    return None if number == _DEFAULT else await _version(visit, number)


async def _version(visit: Visit, number: int) -> PolicyVersion:
    return await visit.ask(PolicyVersion, f"policy/versions/{number}")


async def _page(
    visit: Visit,
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
    return await visit.show(
        "policy.html",
        after=Answer(status or (422 if faults else 200)),
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
