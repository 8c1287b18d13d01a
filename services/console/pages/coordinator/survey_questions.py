"""Questions of the programme's own in check-ins and surveys, to a role on an occasion."""

from typing import Literal

from fastapi import Response
from fastapi.responses import HTMLResponse

from services.console.clients.own_questions import SurveyQuestions
from services.console.clients.services import Answer
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.question_fields import parts_of, read_form
from services.console.pages.coordinator.questions_form import SURVEYS, QuestionsForm, form_of
from shared.contracts.vocabulary import Role

router = make_router("/survey-questions")

Occasion = Literal["check-in", "pulse", "closing"]


@router.get("")
async def survey_questions(
    context: ProgrammePage,
    occasion: Occasion = "pulse",
    role: Role = Role.MENTOR,
    said: Literal["", "questions"] = "",
) -> HTMLResponse:
    """Show the questions, in a form."""
    return await _show(context, occasion, role, notice=said)


@router.post("", response_model=None)
async def change(context: ProgrammePage, occasion: Occasion = "pulse", role: Role = Role.MENTOR) -> Response:
    """Take the form: one question more, fewer or further up, or the next version."""
    await context.overview()
    form, edited = await read_form(context, SURVEYS)
    if edited:
        return await _show(context, occasion, role, edited)
    answer = await context.send(
        f"own-questionnaires/{occasion}/{role}", form.body(), method="PUT", owner="feedback"
    )
    if answer.problem:
        return await _show(context, occasion, role, form, after=answer)
    return context.redirect(f"survey-questions?occasion={occasion}&role={role}&said=questions")


async def _show(
    context: PageContext,
    occasion: Occasion,
    role: Role,
    form: QuestionsForm | None = None,
    *,
    after: Answer = FINE,
    notice: str = "",
) -> HTMLResponse:
    await context.overview()
    published = await context.fetch(
        SurveyQuestions, f"own-questionnaires/{occasion}/{role}", owner="feedback"
    )
    return await context.render(
        "survey_questions.html",
        after=Answer(after.status),
        notice=notice,
        occasion=occasion,
        role=role.value,
        published=published,
        **await parts_of(context, form or form_of(published.questions, published.number, SURVEYS), after),
    )
