"""Do-not-match: list, add and lift entries."""

import uuid
from typing import Annotated, Final, Literal

from fastapi import HTTPException, Path, Response
from fastapi.responses import HTMLResponse

from services.console.clients.matching.do_not_match import DoNotMatchPairs, Summary
from services.console.clients.services import Answer
from services.console.pages.common.view import PageNumber, both_of
from services.console.pages.coordinator.page_context import (
    FINE,
    PageContext,
    ProgrammePage,
    make_router,
    window,
)
from services.console.pages.coordinator.rounds import Key
from services.console.pages.coordinator.two_people import NOBODY, Choices, Two, people_in
from shared.kernel import Identifier
from shared.locale import translatable

router = make_router("/do-not-match")

_THERE: Final = "do-not-match"
"""Where matching has them."""
_GONE: Final = translatable("These two are no longer kept apart.")


@router.get("")
async def do_not_match_pairs(
    context: ProgrammePage, page: PageNumber = 1, said: Literal["", "do-not-match"] = ""
) -> HTMLResponse:
    """Show one page of them, and how many conflicts of interest were declared: never by whom."""
    return await _show(context, page=page, notice=said)


@router.post("", response_model=None)
async def add_do_not_match(context: ProgrammePage, key: Key, two: Two) -> Response:
    """Don't match two again."""
    two_people = await two.look_up(context)
    if two_people.answer.problem:
        return await _show(context, typed=two.texts, choices=two_people.choices, after=two_people.answer)
    return await _after(context, await context.send(_THERE, two_people.answer.body, key), two.texts)


@router.get("/{do_not_match_id}/lifting")
async def check_lifting(
    context: ProgrammePage, do_not_match_id: Annotated[Identifier, Path()], page: PageNumber = 1
) -> HTMLResponse:
    """Show what allowing two again means; ``page`` is that of the list which has them."""
    await context.overview()
    kept_apart = await context.fetch(DoNotMatchPairs, _THERE, window(page))
    pair = next((each for each in kept_apart.items if each.id == do_not_match_id), None)
    if pair is None:
        raise HTTPException(404, _GONE)
    return await context.render("do_not_match_lifting.html", named=both_of([pair]), pair=pair)


@router.post("/{do_not_match_id}/lifting", response_model=None)
async def lift(context: ProgrammePage, do_not_match_id: Annotated[Identifier, Path()]) -> Response:
    """Let two be matched again."""
    return await _after(context, await context.send(f"{_THERE}/{do_not_match_id}", {}, method="DELETE"))


async def _after(context: PageContext, answer: Answer, typed: dict[str, str] | None = None) -> Response:
    if answer.problem:
        return await _show(context, typed=typed, after=answer)
    return context.redirect("do-not-match?said=do-not-match")


async def _show(
    context: PageContext,
    *,
    page: int = 1,
    typed: dict[str, str] | None = None,
    choices: Choices = NOBODY,
    notice: str = "",
    after: Answer = FINE,
) -> HTMLResponse:
    await context.overview()
    kept_apart = await context.fetch(DoNotMatchPairs, _THERE, window(page))
    typed = typed or {"mentor": "", "mentee": ""}
    return await context.render(
        "do_not_match.html",
        named=[*both_of(kept_apart.items), *people_in(typed, choices)],
        after=after,
        notice=notice,
        summary=await context.fetch(Summary, "summary"),
        page=kept_apart.on_page(page),
        typed=typed,
        choices=choices,
        key=uuid.uuid4().hex,
    )
