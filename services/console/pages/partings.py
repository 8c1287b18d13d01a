"""Who is not to be matched again: listed, added, lifted."""

import uuid
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Response
from fastapi.responses import HTMLResponse

from services.console.domain.partings import Partings, Summary
from services.console.owners import Answer
from services.console.pages.rounds import Key
from services.console.pages.two_typed import Two
from services.console.pages.view import PageNumber, both_of
from services.console.pages.visit import COORDINATORS, FINE, AtProgramme, Visit, window
from services.console.paging import Page
from shared.kernel import Identifier

router = APIRouter(
    prefix="/programmes/{programme_id}/partings", include_in_schema=False, dependencies=[COORDINATORS]
)

_THERE: Final = "do-not-match-again"
"""Where matching has them."""


@router.get("")
async def partings(
    visit: AtProgramme, page: PageNumber = 1, said: Literal["", "parting"] = ""
) -> HTMLResponse:
    """One page of them, and how many conflicts of interest were declared: never by whom."""
    return await _show(visit, page=page, notice=said)


@router.post("", response_model=None)
async def part(visit: AtProgramme, key: Key, two: Two) -> Response:
    """Don't match two again."""
    answer = await two.found(visit)
    if not answer.problem:
        answer = await visit.tell(_THERE, answer.body, key)
    return await _after(visit, answer, two.texts)


@router.post("/{parting_id}/lifting", response_model=None)
async def lift(visit: AtProgramme, parting_id: Annotated[Identifier, Path()]) -> Response:
    """Let two be matched again."""
    return await _after(visit, await visit.tell(f"{_THERE}/{parting_id}", {}, method="DELETE"))


async def _after(visit: Visit, answer: Answer, typed: dict[str, str] | None = None) -> Response:
    if answer.problem:
        return await _show(visit, typed=typed, after=answer)
    return visit.to("partings?said=parting")


async def _show(
    visit: Visit,
    *,
    page: int = 1,
    typed: dict[str, str] | None = None,
    notice: str = "",
    after: Answer = FINE,
) -> HTMLResponse:
    await visit.overview()
    found = await visit.ask(Partings, _THERE, window(page))
    return await visit.show(
        "partings.html",
        named=both_of(found.items),
        after=after,
        notice=notice,
        summary=await visit.ask(Summary, "summary"),
        page=Page(found.items, page, found.total),
        typed=typed or {"mentor": "", "mentee": ""},
        key=uuid.uuid4().hex,
    )
