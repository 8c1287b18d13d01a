"""Questions of participants: the list, one to be answered, and the answers that are published."""

import uuid
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import Depends, Form, Path, Response
from fastapi.responses import HTMLResponse

from services.console.clients.help_channel import HelpQuestion, HelpQuestions, PublishedAnswers
from services.console.clients.services import Answer
from services.console.pages.common.view import PageNumber
from services.console.pages.coordinator.page_context import (
    FINE,
    PageContext,
    ProgrammePage,
    make_router,
    window,
)
from services.console.pages.coordinator.rounds import Key
from shared.kernel import Identifier
from shared.locale import translatable

router = make_router("/help-questions")

_OWNER: Final = "enrollment"
_WORD_IT: Final = translatable("Write the question as everybody is to read it.")

Id = Annotated[Identifier, Path()]
Text = Annotated[str, Form(max_length=2000)]
State = Literal["open", "answered"]
Said = Literal["", "question-answered", "answer-published"]


@dataclass(frozen=True)
class HelpAnswerForm:
    """The fields of the form as they were sent."""

    answer: str = ""
    published_question: str = ""
    publish: str = ""

    @property
    def body(self) -> dict[str, str | None]:
        """The answer for enrollment."""
        published = self.published_question.strip() if self.publish else None
        return {"answer": self.answer.strip(), "published_question": published}

    @property
    def lacks_question(self) -> bool:
        """Whether it is to be published without a question."""
        return bool(self.publish) and not self.published_question.strip()


async def _typed(
    answer: Text = "",
    published_question: Text = "",
    publish: Annotated[Literal["", "yes"], Form()] = "",
) -> HelpAnswerForm:
    return HelpAnswerForm(answer, published_question, publish)


@router.get("")
async def questions(
    context: ProgrammePage, state: State = "open", page: PageNumber = 1, said: Said = ""
) -> HTMLResponse:
    """List the questions, those that wait for an answer unless filtered."""
    await context.overview()
    query = {"state": state, **window(page)}
    listed = await context.fetch(HelpQuestions, "help-questions", query, owner=_OWNER)
    return await context.render(
        "help_questions.html",
        named=[each.participant_id for each in listed.items],
        notice=said,
        page=listed.on_page(page),
        filters={"state": state},
    )


@router.get("/published")
async def published(
    context: ProgrammePage, page: PageNumber = 1, said: Literal["", "answer-taken-back"] = ""
) -> HTMLResponse:
    """List the answers for everybody."""
    return await _show_published(context, page=page, notice=said)


@router.post("/published/{answer_id}/removal", response_model=None)
async def take_back(context: ProgrammePage, answer_id: Id) -> Response:
    """Publish an answer no longer."""
    sent = await context.send(f"published-answers/{answer_id}", {}, method="DELETE", owner=_OWNER)
    if sent.problem:
        return await _show_published(context, after=sent)
    return context.redirect("help-questions/published?said=answer-taken-back")


@router.get("/{question_id}")
async def question(context: ProgrammePage, question_id: Id) -> HTMLResponse:
    """Show one question, and the form to answer it."""
    return await _show(context, question_id, HelpAnswerForm())


@router.post("/{question_id}", response_model=None)
async def answer(
    context: ProgrammePage,
    question_id: Id,
    key: Key,
    typed: Annotated[HelpAnswerForm, Depends(_typed)],
    step: Annotated[Literal["check", "change", "send"], Form()] = "check",
) -> Response:
    """Answer the person alone at once, or everybody after a check."""
    if step == "change":
        return await _show(context, question_id, typed)
    if typed.lacks_question:
        return await _show(context, question_id, typed, after=Answer(422, _WORD_IT))
    if typed.publish and step == "check" and typed.answer.strip():
        return await _show(context, question_id, typed, template="help_question_check.html")
    sent = await context.send(f"help-questions/{question_id}/answer", typed.body, key, owner=_OWNER)
    if sent.problem:
        return await _show(context, question_id, typed, after=sent)
    return context.redirect(
        f"help-questions?said={'answer-published' if typed.publish else 'question-answered'}"
    )


async def _show(
    context: PageContext,
    question_id: str,
    typed: HelpAnswerForm,
    *,
    template: str = "help_question.html",
    after: Answer = FINE,
) -> HTMLResponse:
    await context.overview()
    shown = await context.fetch(HelpQuestion, f"help-questions/{question_id}", owner=_OWNER)
    return await context.render(
        template,
        named=[shown.participant_id],
        after=after,
        question=shown,
        typed=typed,
        key=uuid.uuid4().hex,
    )


async def _show_published(
    context: PageContext, *, page: int = 1, after: Answer = FINE, notice: str = ""
) -> HTMLResponse:
    await context.overview()
    listed = await context.fetch(PublishedAnswers, "published-answers", window(page), owner=_OWNER)
    return await context.render(
        "published_answers.html", after=after, notice=notice, page=listed.on_page(page)
    )
