"""The training: its modules, one module to read, and the short check at its end."""

import asyncio
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import HTMLResponse

from services.console.clients.enrollment import Checked, OwnModule, OwnTraining, TrainingModule
from services.console.clients.services import Answer
from services.console.pages.common.markdown import render_markdown
from services.console.pages.common.reader import LanguageChoice, voice_of
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage, PathId
from shared.locale import translatable

router = APIRouter(prefix=f"{PREFIX}/training", include_in_schema=False, dependencies=[PARTICIPANTS])

_ANSWER_ALL: Final = translatable("Choose an answer to each question.")
_MOST_QUESTIONS: Final = 10
_NOTHING: Final[Mapping[str, str]] = {}


@router.get("")
async def training(page: Own) -> HTMLResponse:
    """Show the modules for the caller's role."""
    return page.render("training.html", training=await _own(page))


@router.get("/{module_id}")
async def module(page: Own, module_id: PathId) -> HTMLResponse:
    """Show a module to read, and its check."""
    shown, own = await _read(page, module_id)
    return _render(page, shown, own)


@router.post("/{module_id}", response_model=None)
async def answer(page: Own, module_id: PathId, language: LanguageChoice = "") -> Response:
    """Answer the check; the page then explains each answer."""
    async with page.request.form(max_fields=_MOST_QUESTIONS + 5) as form:
        given = {name: str(value) for name, value in form.items()}
    switches = page.switches(language)
    shown, own = await _read(page, module_id)
    if switches:
        return _render(page, shown, own, given=given)
    if own.participant_id is None:
        raise HTTPException(404, "you do not take part in this programme")
    answers = [given.get(f"q{number}", "") for number in range(len(shown.questions))]
    if not all(each.isdecimal() and len(each) == 1 for each in answers):
        return _render(page, shown, own, given=given, after=Answer(422, _ANSWER_ALL))
    body = {"version": shown.version, "answers": [int(each) for each in answers]}
    below = f"participants/{own.participant_id}/training/{module_id}/answers?language={shown.language}"
    sent = await page.send("enrollment", below, body)
    checked = None if sent.problem else Checked.model_validate(sent.body)
    return _render(page, shown, own, given=given, after=sent if sent.problem else FINE, checked=checked)


def _render(
    page: OwnPage,
    module: TrainingModule,
    own: OwnTraining,
    *,
    given: Mapping[str, str] = _NOTHING,
    after: Answer = FINE,
    checked: Checked | None = None,
) -> HTMLResponse:
    return page.render(
        "training_module.html",
        after=after,
        module=module,
        text=render_markdown(module.text),
        own=next((each for each in own.items if each.module == module.module), None),
        next_module=_next(own, module.module),
        given=given,
        checked=checked,
    )


def _next(own: OwnTraining, module_id: str) -> OwnModule | None:
    """Return the first module that the programme asks for and that is still to do, apart from this one."""
    left = (each for each in own.items if each.required and each.completed_at is None)
    return next((each for each in left if each.module != module_id), None)


async def _own(page: OwnPage) -> OwnTraining:
    return await page.fetch("enrollment", OwnTraining, "me/training", _language(page))


async def _read(page: OwnPage, module_id: str) -> tuple[TrainingModule, OwnTraining]:
    module = page.fetch("enrollment", TrainingModule, f"training/{module_id}", _language(page))
    return await asyncio.gather(module, _own(page))


def _language(page: OwnPage) -> dict[str, str]:
    return {"language": voice_of(page.request).language}
