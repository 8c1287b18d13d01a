"""Questions of a programme to a role, written in fields and published in versions."""

import re
from typing import Literal

from fastapi import Response
from fastapi.responses import HTMLResponse

from services.console.clients.own_questions import OwnQuestions
from services.console.clients.services import Answer
from services.console.pages.common.refusals import faults_of, refusal_of
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.questions_form import (
    COMPARABLE,
    KINDS,
    WITH_BOUNDS,
    WITH_OPTIONS,
    QuestionsForm,
    form_from,
    form_of,
    one,
)
from services.console.policy_editor.faults import Faults
from shared.contracts.vocabulary import Role
from shared.locale import LANGUAGES

router = make_router("/questions")


@router.get("")
async def questions(
    context: ProgrammePage, role: Role = Role.MENTOR, said: Literal["", "questions"] = ""
) -> HTMLResponse:
    """The questions to a role, in a form."""
    return await _show(context, role, notice=said)


@router.post("", response_model=None)
async def change(context: ProgrammePage, role: Role = Role.MENTOR) -> Response:
    """Take the form: one question more, fewer or further up, or the next version."""
    await context.overview()
    async with context.request.form(max_fields=8000) as sent:
        fields = {name: [str(value) for value in sent.getlist(name)] for name in sent}
    form, action = form_from(fields), one(fields, "action")
    if action == "add":
        return await _show(context, role, form.with_question(one(fields, "new-kind")))
    if place := re.fullmatch(r"(remove|up)-(\d{1,2})", action):
        moved = form.without_question if place[1] == "remove" else form.moved_up
        return await _show(context, role, moved(int(place[2])))
    answer = await context.send(f"questions/{role}", form.body(), method="PUT", owner="enrollment")
    if answer.problem:
        return await _show(context, role, form, after=answer)
    return context.redirect(f"questions?role={role}&said=questions")


async def _show(
    context: PageContext,
    role: Role,
    form: QuestionsForm | None = None,
    *,
    after: Answer = FINE,
    notice: str = "",
) -> HTMLResponse:
    await context.overview()
    published = await context.fetch(OwnQuestions, f"questions/{role}", owner="enrollment")
    voice = await context.voice()
    first = voice.language
    faults = Faults.of(faults_of(voice, after), refusal_of(voice, after)) if after.problem else Faults()
    return await context.render(
        "questions.html",
        after=Answer(after.status),
        notice=notice,
        role=role.value,
        published=published,
        form=form or form_of(published.questions, published.number),
        faults=faults,
        written_in=[first, *(language for language in LANGUAGES if language != first)],
        kinds=KINDS,
        comparable=COMPARABLE,
        with_bounds=WITH_BOUNDS,
        with_options=WITH_OPTIONS,
    )
