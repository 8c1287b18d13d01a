"""Setting a programme up: its plan, opening it, discarding a draft."""

import uuid
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from fastapi import HTTPException, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console.clients.enrollment import ProgrammeDefinition
from services.console.clients.own_modules import OwnModules
from services.console.clients.services import Answer
from services.console.pages.common.refusals import faults_of
from services.console.pages.coordinator import plan_form
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.rounds import Key

router = make_router("/set-up")

_OWNER: Final = "enrollment"
_DRAFT: Final = "draft"
_OVER: Final = ("completed", "cancelled")


@router.get("")
async def set_up(
    context: ProgrammePage,
    said: Literal["", "draft", "drafted", "plan"] = "",
    cadence_weeks: Annotated[int | None, Query(ge=1, le=13)] = None,
    session_minutes: Annotated[int | None, Query(ge=30, le=90)] = None,
) -> HTMLResponse:
    """Show the plan in a form; values to try are filled in, and not saved."""
    plan = await context.plan()
    tried = {"cadence_weeks": cadence_weeks, "session_minutes": session_minutes}
    texts = {f"rules.{name}": str(value) for name, value in tried.items() if value is not None}
    notice = "tried" if texts else said
    return await _page(context, plan, plan_form.texts_of(plan) | texts, notice=notice)


@router.post("", response_model=None)
async def save(context: ProgrammePage) -> Response:
    """Save the plan; if somebody else was faster, show both versions."""
    plan = await context.plan()
    async with context.request.form(max_fields=200) as form:
        texts = {name: ", ".join(map(str, form.getlist(name))) for name in form}
    answer = await context.send("", plan_form.body_of(texts), owner=_OWNER, method="PUT")
    if not answer.problem:
        return context.redirect("set-up?said=plan")
    return await _page(context, plan, texts, after=answer)


@router.get("/open")
async def check_opening(context: ProgrammePage) -> HTMLResponse:
    """Show what opening the programme brings, before it is opened."""
    return await _check(context, await _draft(context))


@router.post("/open", response_model=None)
async def open_programme(context: ProgrammePage, key: Key) -> Response:
    """Open the programme; its own pages appear as soon as the event has arrived here."""
    answer = await context.send("open", {}, key, owner=_OWNER)
    if answer.problem:
        return await _check(context, await context.plan(), answer)
    return RedirectResponse("/?said=opened", 303)


@router.post("/discard", response_model=None)
async def discard(context: ProgrammePage) -> Response:
    """Delete a draft."""
    answer = await context.send("", {}, owner=_OWNER, method="DELETE")
    if answer.problem:
        plan = await context.plan()
        return await _page(context, plan, plan_form.texts_of(plan), after=answer)
    return RedirectResponse("/?said=discarded", 303)


async def _draft(context: PageContext) -> ProgrammeDefinition:
    plan = await context.plan()
    if plan.state != _DRAFT:
        raise HTTPException(409, "The programme is open already.")
    return plan


async def _check(context: PageContext, plan: ProgrammeDefinition, after: Answer = FINE) -> HTMLResponse:
    return await context.render_plan("set_up_open.html", plan, plan=plan, after=after, key=uuid.uuid4().hex)


async def _page(
    context: PageContext,
    plan: ProgrammeDefinition,
    texts: Mapping[str, str],
    *,
    after: Answer = FINE,
    notice: str = "",
) -> HTMLResponse:
    written = await context.fetch(OwnModules, "training-modules", owner=_OWNER)
    voice = await context.voice()
    return await context.render_plan(
        "set_up.html",
        plan,
        plan=plan,
        after=after,
        notice=notice,
        texts=texts,
        saved=plan_form.texts_of(plan),
        overtaken="based_on" in after.errors,
        faults=faults_of(voice, after),
        own_choices={plan_form.TRAINING: written.titles(voice.language)},
        fields=plan_form,
        is_over=plan.state in _OVER,
        key=uuid.uuid4().hex,
    )
