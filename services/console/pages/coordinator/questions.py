"""Questions of a programme to a role, written in fields and published in versions."""

from typing import Literal

from fastapi import Response
from fastapi.responses import HTMLResponse

from services.console.clients.own_questions import OwnQuestions
from services.console.clients.services import Answer
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.question_fields import parts_of, read_form
from services.console.pages.coordinator.questions_form import JOINING, QuestionsForm, form_of
from shared.contracts.vocabulary import Role

router = make_router("/questions")


@router.get("")
async def questions(
    context: ProgrammePage, role: Role = Role.MENTOR, said: Literal["", "questions"] = ""
) -> HTMLResponse:
    """Show the questions to a role, in a form."""
    return await _show(context, role, notice=said)


@router.post("", response_model=None)
async def change(context: ProgrammePage, role: Role = Role.MENTOR) -> Response:
    """Take the form: one question more, fewer or further up, or the next version."""
    await context.overview()
    form, edited = await read_form(context, JOINING)
    if edited:
        return await _show(context, role, edited)
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
    return await context.render(
        "questions.html",
        after=Answer(after.status),
        notice=notice,
        role=role.value,
        published=published,
        **await parts_of(context, form or form_of(published.questions, published.number, JOINING), after),
    )
