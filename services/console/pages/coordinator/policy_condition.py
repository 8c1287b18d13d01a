"""One condition of the policy, built from fields."""

import re
import uuid
from typing import Annotated

from fastapi import Query, Response
from fastapi.responses import HTMLResponse

from services.console.clients.matching.policy import Catalogue, Decisions, PolicyVersion
from services.console.clients.services import Answer
from services.console.pages.common.refusals import faults_of, refusal_of
from services.console.pages.coordinator.page_context import PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.policy_effect import PolicyEffect, effect_of, try_out
from services.console.policy_editor.conditions import ConditionForm, comparisons, form_from, form_of
from services.console.policy_editor.faults import Faults
from services.console.policy_editor.form import one
from services.console.policy_editor.policy_in_words import changes
from services.console.wording.conditions import condition_sentence
from shared.kernel import Identifier

router = make_router("/policy/condition")

Place = Annotated[int | None, Query(ge=0, le=100)]


@router.get("")
async def edit(
    context: ProgrammePage,
    place: Place = None,
    tried: Annotated[Identifier | None, Query()] = None,
    held: Annotated[Identifier | None, Query()] = None,
) -> HTMLResponse:
    """Show a condition of the policy, a new one, or the one that was tried."""
    await context.overview()
    current = await context.fetch(PolicyVersion, "policy")
    effect = await effect_of(context, tried, held) if tried else None
    shown = (effect and effect.tried.options.policy) or current.decisions
    conditions = shown.get("conditions", [])
    at = len(conditions) - 1 if place is None and effect else place
    if at is None or at >= len(conditions):
        return await _page(context, current, ConditionForm(current.number))
    form = form_of(conditions[at], current.number, at)
    if form and place is None:
        form = form.as_new()
    return await _page(context, current, form or ConditionForm(current.number), effect=effect)


@router.post("", response_model=None)
async def change(context: ProgrammePage) -> Response:
    """Take the form: one test more or fewer, a try-out, or the policy with this condition."""
    current = await context.fetch(PolicyVersion, "policy")
    catalogue = await context.fetch(Catalogue, "policy/catalogue")
    async with context.request.form(max_fields=200) as sent:
        fields = {name: [str(value) for value in sent.getlist(name)] for name in sent}
    form, action = form_from(fields), one(fields, "action") or "try"
    if action == "add-test":
        feature = next((each for each in catalogue.testable if each.name == one(fields, "new-test")), None)
        return await _page(context, current, form.with_test(feature) if feature else form)
    if removed := re.fullmatch(r"remove-test-(\d{1,2})", action):
        return await _page(context, current, form.without_test(int(removed[1])))
    voice = await context.voice()
    kinds = {each.name: each.kind for each in catalogue.testable}
    if wrong := form.faults(kinds):
        faults = Faults({path: voice.say(words) for path, words in wrong.items()})
        return await _page(context, current, form, faults=faults)
    decisions = await _with_condition(context, current, form)
    if action == "save":
        body = {**decisions, "based_on": form.based_on}
        answer, target = await context.send("policy", body, method="PUT"), "policy?said=policy#conditions"
    else:
        answer, query = await try_out(context, decisions, one(fields, "key"))
        at = "" if form.place is None else f"place={form.place}&"
        target = f"policy/condition?{at}{query}#effect"
    return await _refused(context, current, form, answer) if answer.problem else context.redirect(target)


@router.post("/removal", response_model=None)
async def remove(context: ProgrammePage) -> Response:
    """Save the policy without a condition."""
    current = await context.fetch(PolicyVersion, "policy")
    async with context.request.form(max_fields=10) as sent:
        fields = {name: [str(value) for value in sent.getlist(name)] for name in sent}
    form = form_from(fields)
    left = [each for n, each in enumerate(current.decisions.get("conditions", [])) if n != form.place]
    body = {**current.decisions, "conditions": left, "based_on": form.based_on}
    answer = await context.send("policy", body, method="PUT")
    if answer.problem:
        return await _refused(context, current, form, answer)
    return context.redirect("policy?said=policy#conditions")


async def _with_condition(context: PageContext, current: PolicyVersion, form: ConditionForm) -> Decisions:
    """Return the policy that holds with this condition: a new one comes last."""
    conditions = list(current.decisions.get("conditions", []))
    place = len(conditions) if form.place is None else min(form.place, len(conditions))
    others = [each["name"] for n, each in enumerate(conditions) if n != place]
    sentence = condition_sentence(await context.voice(), form.allow) if form.tests else ""
    conditions[place : place + 1] = [form.condition(others, sentence)]
    return {**current.decisions, "conditions": conditions}


async def _refused(
    context: PageContext, current: PolicyVersion, form: ConditionForm, answer: Answer
) -> HTMLResponse:
    """Show the form again with what matching refused; after somebody else's change, with what that was."""
    voice = await context.voice()
    if answer.status == 409 and form.based_on != current.number:
        base = form.based_on and await context.fetch(PolicyVersion, f"policy/versions/{form.based_on}")
        lines = changes(voice, base.decisions, current.decisions) if base else []
        return await _page(context, current, form, status=409, overtaken=lines)
    faults = Faults.of(faults_of(voice, answer), refusal_of(voice, answer))
    return await _page(context, current, form, status=answer.status, faults=faults)


async def _page(
    context: PageContext,
    current: PolicyVersion,
    form: ConditionForm,
    *,
    status: int = 0,
    faults: Faults | None = None,
    overtaken: list[str] | None = None,
    effect: PolicyEffect | None = None,
) -> HTMLResponse:
    await context.overview()
    catalogue = await context.fetch(Catalogue, "policy/catalogue")
    return await context.render(
        "policy_condition.html",
        after=Answer(status or (422 if faults else 200)),
        form=form,
        current=current,
        catalogue=catalogue,
        comparisons={each.name: comparisons(each) for each in catalogue.testable},
        faults=faults or Faults(),
        overtaken=overtaken,
        effect=effect,
        key=uuid.uuid4().hex,
    )
