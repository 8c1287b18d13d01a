"""The questions about oneself: to answer them, and the result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from services.console.clients.assessments import Questionnaire
from services.console.clients.enrollment import OwnParticipation, OwnParticipations
from services.console.clients.services import Answer
from services.console.pages.common.reader import voice_of
from services.console.pages.participant.own_page import FINE, PARTICIPANTS, PREFIX, Own, OwnPage
from services.console.pages.participant.programme import current
from shared.locale import translatable

router = APIRouter(prefix=f"{PREFIX}/questions", include_in_schema=False, dependencies=[PARTICIPANTS])

_LEVELS: Final = ("1", "2", "3", "4", "5")
_ANSWER_ALL: Final = translatable("Some questions have no answer yet. They are marked.")


@dataclass(frozen=True)
class Filled:
    """The form as it was filled in: a choice for each name of a field."""

    choices: Mapping[str, str] = field(default_factory=dict)

    def unanswered(self, asked: Questionnaire) -> list[str]:
        """Return the items and scales that have no answer."""
        options = {item.id: {option.id for option in item.options} for item in asked.items}
        items = [id_ for id_, known in options.items() if self.choices.get(id_) not in known]
        return items + [scale.id for scale in asked.style if self.choices.get(scale.id) not in _LEVELS]

    def body(self, asked: Questionnaire) -> dict[str, Any]:
        """Return the answers as enrollment takes them."""
        version = self.choices.get("version", "")
        return {
            "version": int(version) if version.isdecimal() and len(version) <= len("1000") else asked.version,
            "answers": {item.id: self.choices[item.id] for item in asked.items},
            "style": {scale.id: int(self.choices[scale.id]) for scale in asked.style},
        }


async def filled_in(request: Request) -> Filled:
    """Read the form, whose fields are those of the questionnaire."""
    form = await request.form()
    return Filled({name: value for name, value in form.items() if isinstance(value, str)})


_NOTHING: Final = Filled()


@router.get("")
async def questions(
    page: Own, again: Literal["", "yes"] = "", said: Literal["", "assessed"] = ""
) -> HTMLResponse:
    """Show the result, or the questions where there is none yet or they are answered again."""
    own = await _own(page)
    if own.result and not again:
        return page.render("questions_result.html", notice=said, own=own, result=own.result)
    return await _ask(page, own)


@router.post("", response_model=None)
async def answer(page: Own, filled: Annotated[Filled, Depends(filled_in)]) -> Response:
    """Send the answers."""
    own = await _own(page)
    if page.switches(filled.choices.get("language", "")):
        return await _ask(page, own, filled=filled)
    asked = await _questionnaire(page, own)
    if left := filled.unanswered(asked):
        return await _ask(page, own, filled=filled, left=left, after=Answer(422, _ANSWER_ALL))
    body = filled.body(asked)
    sent = await page.send("enrollment", f"participants/{own.participant_id}/assessment", body)
    if sent.problem:
        return await _ask(page, own, filled=filled, after=sent)
    return page.redirect("/questions?said=assessed")


async def _ask(
    page: OwnPage,
    own: OwnParticipation,
    *,
    filled: Filled = _NOTHING,
    left: list[str] | None = None,
    after: Answer = FINE,
) -> HTMLResponse:
    asked = await _questionnaire(page, own)
    return page.render(
        "questions.html", after=after, own=own, asked=asked, chosen=filled.choices, left=left or []
    )


async def _questionnaire(page: OwnPage, own: OwnParticipation) -> Questionnaire:
    language = voice_of(page.request).language
    return await page.fetch("enrollment", Questionnaire, f"assessments/{own.role}", {"language": language})


async def _own(page: OwnPage) -> OwnParticipation:
    own = current(await page.fetch("enrollment", OwnParticipations, "me"))
    if own is None:
        raise HTTPException(404, "you do not take part in this programme")
    return own
