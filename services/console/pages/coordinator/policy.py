"""The policy's editor: try it on today's people, or save it."""

import re
import uuid
from typing import Annotated, Final, Literal

from fastapi import HTTPException, Query, Response
from fastapi.responses import HTMLResponse

from services.console.clients.matching.policy import Catalogue, Decisions, PolicyVersion
from services.console.clients.matching.recommended_weights import RecommendedWeights
from services.console.clients.services import Answer
from services.console.pages.common.refusals import faults_of, refusal_of
from services.console.pages.coordinator.page_context import PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.policy_effect import PolicyEffect, effect_of, try_out
from services.console.policy_editor.conditions import form_of
from services.console.policy_editor.draft import Draft
from services.console.policy_editor.faults import Faults
from services.console.policy_editor.form import draft_from, draft_of, number, one, rows_of
from services.console.policy_editor.policy_in_words import AIMS, changes
from services.console.policy_editor.sections import SECTIONS
from services.console.policy_editor.weights import WORDS
from services.console.wording.names import feature_name, plain_code
from shared.kernel import Identifier

router = make_router("/policy")

_DEFAULT: Final = 0
VersionNumber = Annotated[int | None, Query(ge=1, le=10_000_000)]
BasedOn = Annotated[int | None, Query(ge=0, le=10_000_000)]
TriedId = Annotated[Identifier | None, Query()]


@router.get("")
async def edit(
    context: ProgrammePage,
    version: VersionNumber = None,
    said: Literal["", "policy"] = "",
    tried: TriedId = None,
    held: TriedId = None,
    based_on: BasedOn = None,
    *,
    learned: bool = False,
) -> HTMLResponse:
    """Show the policy in a form.

    It is filled in from an earlier ``version``, with weights ``learned``, or as it was ``tried``, if asked.
    """
    await context.overview()
    catalogue = await context.fetch(Catalogue, "policy/catalogue")
    current = await context.fetch(PolicyVersion, "policy")
    start = await _version(context, version) if version else current
    suggestion = await _suggestion(context, current)
    taken = learned and suggestion is not None and not version
    effect = await effect_of(context, tried, held) if tried else None
    decisions = suggestion.taken_over(start.decisions) if suggestion and taken else start.decisions
    if effect and effect.tried.options.policy:
        decisions = effect.tried.options.policy
    edited_from = based_on if effect and based_on is not None else current.number
    return await _page(
        context,
        catalogue,
        draft_of(decisions, catalogue, edited_from, start.number),
        current=current,
        notice=said,
        suggestion=suggestion,
        taken=taken,
        effect=effect,
    )


@router.post("", response_model=None)
async def change(context: ProgrammePage) -> Response:
    """Take the form: a preset, one criterion more or fewer, a try-out, or the new policy."""
    await context.overview()
    catalogue = await context.fetch(Catalogue, "policy/catalogue")
    current = await context.fetch(PolicyVersion, "policy")
    async with context.request.form(max_fields=5000) as form:
        fields = {name: [str(value) for value in form.getlist(name)] for name in form}
    draft = draft_from(fields, catalogue)
    action = one(fields, "action") or "save"
    edited = _edited(draft, catalogue, action, one(fields, "new-criterion"))
    if edited is not None:
        return await _page(context, catalogue, edited, current=current)
    decisions = draft.decisions(await _rest(context, draft, current))
    if action == "try":
        answer, target = await try_out(context, decisions, one(fields, "key"))
        target = f"policy?based_on={draft.based_on}&{target}#effect"
    else:
        body = {**decisions, "based_on": number(fields, "based_on")}
        answer, target = await context.send("policy", body, method="PUT"), "policy?said=policy"
    if not answer.problem:
        return context.redirect(target)
    return await _refused(context, catalogue, draft, current, answer)


def _edited(draft: Draft, catalogue: Catalogue, action: str, new: str) -> Draft | None:
    """Return the draft after a button that only changes the form; None for other buttons."""
    for preset in catalogue.presets:
        if action == f"preset-{preset.name}":
            return draft.with_criteria(rows_of(preset.criteria))
    if removed := re.fullmatch(r"remove-criterion-(\d{1,2})", action):
        return draft.without_criterion(int(removed[1]))
    if action != "add-criterion":
        return None
    measure, _, feature = new.partition(":")
    known = any(feature == each.name and measure in each.measures for each in catalogue.comparable)
    return draft.with_criterion(measure, feature) if known else draft


async def _suggestion(context: PageContext, current: PolicyVersion) -> RecommendedWeights | None:
    """Return the weights that outcomes suggest; None while matching does not return any."""
    try:
        learned = await context.fetch(RecommendedWeights, "policy/recommended-weights")
    except HTTPException:
        return None
    return learned if learned.based_on == current.number else None


async def _refused(
    context: PageContext, catalogue: Catalogue, draft: Draft, current: PolicyVersion, answer: Answer
) -> HTMLResponse:
    """Show the form again with what is wrong; after somebody else's change, with what that was."""
    if answer.status == 409 and draft.based_on != current.number:
        before = await _base(context, draft.based_on)
        voice = await context.voice()
        lines = changes(voice, before.decisions, current.decisions) if before else []
        return await _page(context, catalogue, draft, current=current, status=409, overtaken=lines)
    voice = await context.voice()
    faults = Faults.of(faults_of(voice, answer), refusal_of(voice, answer))
    return await _page(context, catalogue, draft, current=current, faults=faults, status=answer.status)


async def _rest(context: PageContext, draft: Draft, current: PolicyVersion) -> Decisions:
    """Return the parts that the form doesn't show, as in the version it was edited from."""
    base = current if draft.based_on == current.number else await _base(context, draft.based_on)
    rest = base.decisions if base else {}
    if draft.start not in {draft.based_on, _DEFAULT}:
        start = await _version(context, draft.start)
        rest = {**rest, "conditions": start.decisions.get("conditions", [])}
    return rest


async def _base(context: PageContext, number: int) -> PolicyVersion | None:
    """Return an earlier version; None of the default, which matching shows only while it holds."""
    return None if number == _DEFAULT else await _version(context, number)


async def _version(context: PageContext, number: int) -> PolicyVersion:
    return await context.fetch(PolicyVersion, f"policy/versions/{number}")


async def _page(
    context: PageContext,
    catalogue: Catalogue,
    draft: Draft,
    *,
    current: PolicyVersion,
    faults: Faults | None = None,
    overtaken: list[str] | None = None,
    notice: str = "",
    status: int = 0,
    suggestion: RecommendedWeights | None = None,
    taken: bool = False,
    effect: PolicyEffect | None = None,
) -> HTMLResponse:
    shown = draft.start if draft.start not in {current.number, _DEFAULT} else 0
    start = await _version(context, shown) if shown else current
    conditions = start.decisions.get("conditions", [])
    voice = await context.voice()
    return await context.render(
        "policy.html",
        after=Answer(status or (422 if faults else 200)),
        catalogue=catalogue,
        draft=draft,
        sections=SECTIONS,
        words=list(WORDS),
        aims=[(aim, voice.say(AIMS[aim]) if aim in AIMS else plain_code(aim)) for aim in catalogue.aims],
        groups=[(each.name, feature_name(voice, each.name)) for each in catalogue.groups],
        editable=[n for n, each in enumerate(conditions) if form_of(each, current.number, n)],
        current=current,
        start=start,
        faults=faults or Faults(),
        overtaken=overtaken,
        notice=notice,
        suggestion=suggestion,
        taken=taken,
        effect=effect,
        key=uuid.uuid4().hex,
    )
