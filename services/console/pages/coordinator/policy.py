"""The policy's editor: save it, or try it as a what-if."""

import uuid
from typing import Annotated, Final, Literal

from fastapi import HTTPException, Query, Response
from fastapi.responses import HTMLResponse

from services.console.clients.matching.learned import Learned
from services.console.clients.matching.policy import Catalogue, Decisions, PolicyVersion
from services.console.clients.services import Answer
from services.console.pages.coordinator.page_context import PageContext, ProgrammePage, make_router
from services.console.policy_editor.draft import Draft, NotJson
from services.console.policy_editor.faults import Faults
from services.console.policy_editor.form import draft_from, draft_of
from services.console.policy_editor.sections import SECTIONS
from services.console.policy_editor.words import changes

router = make_router("/policy")

_DEFAULT: Final = 0


@router.get("")
async def edit(
    context: ProgrammePage,
    version: Annotated[int | None, Query(ge=1, le=10_000_000)] = None,
    said: Literal["", "policy"] = "",
    *,
    learned: bool = False,
) -> HTMLResponse:
    """The policy in a form; filled in from an earlier ``version``, or with weights ``learned``, if asked."""
    await context.overview()
    catalogue = await context.fetch(Catalogue, "policy/catalogue")
    current = await context.fetch(PolicyVersion, "policy")
    start = await _version(context, version) if version else current
    suggestion = await _suggestion(context, current)
    taken = learned and suggestion is not None and not version
    decisions = suggestion.taken_over(start.decisions) if suggestion and taken else start.decisions
    return await _page(
        context,
        catalogue,
        draft_of(decisions, catalogue, current.number),
        current=current,
        start=start,
        notice=said,
        suggestion=suggestion,
        taken=taken,
    )


@router.post("", response_model=None)
async def change(context: ProgrammePage) -> Response:
    """Take the form: one row more or fewer, a what-if, or the new policy."""
    await context.overview()
    catalogue = await context.fetch(Catalogue, "policy/catalogue")
    current = await context.fetch(PolicyVersion, "policy")
    async with context.request.form(max_fields=5000) as form:
        fields = {name: [str(value) for value in form.getlist(name)] for name in form}
    draft = draft_from(fields, catalogue)
    action = (fields.get("action") or ["save"])[0]
    if action.startswith(("add-", "remove-")):
        return await _page(context, catalogue, draft.edited(action), current=current)
    try:
        decisions = draft.decisions(await _rest(context, draft, current))
    except NotJson as error:
        faults = Faults({error.path: error.message})
        return await _page(context, catalogue, draft, current=current, faults=faults)
    if action == "what-if":
        answer = await _try(context, decisions, (fields.get("key") or [""])[0])
        target = f"rounds/{answer.body['id']}?said=what-if" if answer.body else ""
    else:
        body = {**decisions, "based_on": draft.based_on}
        answer = await context.send("policy", body, method="PUT")
        target = "policy?said=policy"
    if not answer.problem:
        return context.redirect(target)
    return await _refused(context, catalogue, draft, current, answer)


async def _suggestion(context: PageContext, current: PolicyVersion) -> Learned | None:
    """Return the weights that outcomes suggest; None while matching does not return any."""
    try:
        found = await context.fetch(Learned, "policy/learned")
    except HTTPException:
        return None
    return found if found.based_on == current.number else None


async def _try(context: PageContext, decisions: Decisions, key: str) -> Answer:
    wish = {"preview": True, "policy": decisions}
    return await context.send("rounds", wish, key)


async def _refused(
    context: PageContext,
    catalogue: Catalogue,
    draft: Draft,
    current: PolicyVersion,
    answer: Answer,
) -> HTMLResponse:
    """The form again with what is wrong; after somebody else's change, with what that was."""
    if answer.status == 409 and draft.based_on != current.number:
        before = await _base(context, draft.based_on)
        lines = changes(before.decisions, current.decisions) if before else []
        return await _page(context, catalogue, draft, current=current, status=409, overtaken=lines)
    faults = Faults.of(answer.errors, answer.problem)
    return await _page(context, catalogue, draft, current=current, faults=faults, status=answer.status)


async def _rest(context: PageContext, draft: Draft, current: PolicyVersion) -> Decisions:
    """The parts that the form doesn't show, as in the version it was edited from."""
    if draft.based_on == current.number:
        return current.decisions
    base = await _base(context, draft.based_on)
    return base.decisions if base else {}


async def _base(context: PageContext, number: int) -> PolicyVersion | None:
    """An earlier version; None of the default, which matching shows only while it holds."""
    return None if number == _DEFAULT else await _version(context, number)


async def _version(context: PageContext, number: int) -> PolicyVersion:
    return await context.fetch(PolicyVersion, f"policy/versions/{number}")


async def _page(
    context: PageContext,
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
    return await context.render(
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
