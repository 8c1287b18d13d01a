"""Modules of the training that the organisation wrote: listed, written, looked at, published, retired."""

import re
import uuid
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from fastapi import HTTPException, Path, Response
from fastapi.responses import HTMLResponse

from services.console.clients.enrollment import ProgrammeDefinition
from services.console.clients.own_modules import OwnModules, WrittenModule
from services.console.clients.services import Answer
from services.console.pages.common.markdown import render_markdown
from services.console.pages.common.refusals import faults_of
from services.console.pages.coordinator.module_form import (
    ModuleForm,
    fields_of,
    form_from,
    form_of,
    label_of,
)
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.rounds import Key
from services.console.pages.coordinator.written_fields import one
from services.console.policy_editor.faults import Faults
from shared.contracts.vocabulary import Topic
from shared.locale import LANGUAGES, Voice, translatable

router = make_router("/training-modules")

ModuleId = Annotated[Topic, Path()]
Said = Literal["", "module-published", "module-retired"]
_OWNER: Final = "enrollment"
_NOTHING_WRITTEN: Final = translatable("Write a title and a text first.")
_NOTHING_MARKED: Final = translatable("Choose the right answer to each question.")


@router.get("")
async def modules(context: ProgrammePage, said: Said = "") -> HTMLResponse:
    """Show the modules that the organisation wrote."""
    await context.overview()
    listed, plan = await _modules(context), await _plan(context)
    return await context.render(
        "training_modules.html", notice=said, modules=listed.items, asked=plan.rules.training
    )


@router.get("/new")
async def new(context: ProgrammePage) -> HTMLResponse:
    """Show the form of a new module."""
    await context.overview()
    return await _form(context, ModuleForm())


@router.get("/{module_id}")
async def module(context: ProgrammePage, module_id: ModuleId) -> HTMLResponse:
    """Show the form of a module that exists; one of another programme to read only."""
    await context.overview()
    known, plan = await _module(context, module_id), await _plan(context)
    form = form_of(known, asked=module_id in plan.rules.training)
    return await (_form(context, form) if known.written_here else _preview(context, form, may_publish=False))


@router.post("", response_model=None)
async def change(context: ProgrammePage) -> Response:
    """Take the form: one question more or fewer, all of it to read, or the next version."""
    await context.overview()
    async with context.request.form(max_fields=2000) as sent:
        fields = {name: [str(value) for value in sent.getlist(name)] for name in sent}
    form, action = form_from(fields), one(fields, "action")
    if action == "add":
        return await _form(context, form.with_question())
    if place := re.fullmatch(r"remove-(\d{1,2})", action):
        return await _form(context, form.without_question(int(place[1])))
    missing = _missing(form)
    if missing or action == "edit":
        return await _form(context, form, after=missing or FINE)
    return await (_publish(context, form) if action == "publish" else _check(context, form))


def _missing(form: ModuleForm) -> Answer | None:
    """Return the reason why a module can't be shown yet."""
    if not form.title.texts or not form.text.texts:
        return Answer(422, _NOTHING_WRITTEN)
    marked = form.questions and all(row.right for row in form.questions)
    return None if marked else Answer(422, _NOTHING_MARKED)


async def _check(context: PageContext, form: ModuleForm) -> HTMLResponse:
    """Show all of a module before it is published, under an id of its own."""
    taken = [each.module for each in (await _modules(context)).items]
    return await _preview(context, form.named(taken))


async def _publish(context: PageContext, form: ModuleForm) -> Response:
    below = f"training-modules/{form.named(()).id}"
    answer = await context.send(below, form.body(), method="PUT", owner=_OWNER)
    if answer.problem:
        return await _form(context, form, after=answer)
    return context.redirect("training-modules?said=module-published")


@router.get("/{module_id}/retirement")
async def check_retirement(context: ProgrammePage, module_id: ModuleId) -> HTMLResponse:
    """Show the effect of retiring a module, before it is retired."""
    return await _check_retirement(context, module_id)


@router.post("/{module_id}/retirement", response_model=None)
async def retire(context: ProgrammePage, module_id: ModuleId, key: Key) -> Response:
    """Ask nobody for the module any more who has not been asked yet."""
    below = f"training-modules/{module_id}/retirement"
    answer = await context.send(below, {}, key, owner=_OWNER)
    if answer.problem:
        return await _check_retirement(context, module_id, answer)
    return context.redirect("training-modules?said=module-retired")


async def _modules(context: PageContext) -> OwnModules:
    return await context.fetch(OwnModules, "training-modules", owner=_OWNER)


async def _module(context: PageContext, module_id: str) -> WrittenModule:
    return await context.fetch(WrittenModule, f"training-modules/{module_id}", owner=_OWNER)


async def _plan(context: PageContext) -> ProgrammeDefinition:
    return await context.fetch(ProgrammeDefinition, "", owner=_OWNER)


async def _check_retirement(context: PageContext, module_id: str, after: Answer = FINE) -> HTMLResponse:
    await context.overview()
    known = await _module(context, module_id)
    if known.retired_at or not known.written_here:
        raise HTTPException(409, "there is nothing to retire")
    return await context.render(
        "training_module_retirement.html", after=after, module=known, key=uuid.uuid4().hex
    )


async def _form(context: PageContext, form: ModuleForm, after: Answer = FINE) -> HTMLResponse:
    voice = await context.voice()
    refused = faults_of(voice, after)
    first = voice.language
    return await context.render(
        "training_module_form.html",
        after=Answer(after.status) if refused else after,
        form=form,
        faults=_listed(voice, refused),
        written_in=[first, *(language for language in LANGUAGES if language != first)],
    )


def _listed(voice: Voice, refused: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return each fault once, with its label; a list whose items have faults has none of its own."""
    faults = Faults.of(refused, "") if refused else Faults()
    own = {path: words for path, words in faults.by_path.items() if len(faults.at(path)) == 1}
    return list(dict.fromkeys((label_of(voice, path), words) for path, words in own.items()))


async def _preview(context: PageContext, form: ModuleForm, *, may_publish: bool = True) -> HTMLResponse:
    voice = await context.voice()
    first = sorted(form.languages, key=lambda language: language != voice.language)
    return await context.render(
        "training_module_preview.html",
        form=form,
        shown=[
            (language, form.text_in(language), render_markdown(form.text.text(language)))
            for language in first
        ],
        missing=[voice.language_name(each) for each in LANGUAGES if each not in form.languages],
        fields=fields_of(form),
        may_publish=may_publish,
    )
