"""Two rounds side by side."""

from typing import Annotated, Final

from fastapi import Query
from fastapi.responses import HTMLResponse

from services.console.clients.matching.comparison import ComparedPair, Comparison
from services.console.clients.matching.rounds import RoundReport
from services.console.pages.common.view import both_of
from services.console.pages.coordinator.page_context import ProgrammePage, make_router
from shared.kernel import Identifier

router = make_router("/rounds")

MOST_PAIRS: Final = 50
"""Of each side."""


@router.get("/comparison")
async def compare(
    context: ProgrammePage, one: Annotated[Identifier, Query()], other: Annotated[Identifier, Query()]
) -> HTMLResponse:
    """Show the pairs that only one of two rounds chose."""
    await context.overview()
    comparison = await context.fetch(Comparison, f"rounds/{one}/comparison/{other}")
    rounds = [await context.fetch(RoundReport, f"rounds/{id_}") for id_ in (one, other)]
    sides = (comparison.one, comparison.other)
    shown = [side.first_only_here[:MOST_PAIRS] for side in sides]
    return await context.render(
        "comparison.html",
        named=_people(shown),
        comparison=comparison,
        sides=list(zip(rounds, sides, shown, strict=True)),
    )


def _people(sides: list[tuple[ComparedPair, ...]]) -> list[str]:
    return [id_ for side in sides for id_ in both_of(side)]
