"""Two rounds side by side."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from services.console import queries
from services.console.domain.reports import ComparedPair, Comparison, RoundReport
from services.console.pages.matching_api import ask_matching
from services.console.pages.view import Coordinator, ProgrammeId, naming, render
from shared.kernel import Identifier
from shared.service.commands import Read

router = APIRouter(prefix="/programmes/{programme_id}/rounds", include_in_schema=False)

MOST_PAIRS: Final = 50
"""Of each side."""


@router.get("/comparison")
async def compare(
    request: Request,
    programme_id: ProgrammeId,
    caller: Coordinator,
    read: Read,
    one: Annotated[Identifier, Query()],
    other: Annotated[Identifier, Query()],
) -> HTMLResponse:
    """What the one chose and the other did not."""
    await read.read(caller, programme_id, queries.overview)
    base = f"/programmes/{programme_id}/rounds"
    found = await ask_matching(request, Comparison, f"{base}/{one}/comparison/{other}")
    rounds = [await ask_matching(request, RoundReport, f"{base}/{id_}") for id_ in (one, other)]
    sides = (found.one, found.other)
    shown = [side.first_only_here[:MOST_PAIRS] for side in sides]
    people = await read.read(caller, programme_id, queries.people_named, _people(shown))
    return render(
        request,
        "comparison.html",
        caller,
        programme_id=programme_id,
        comparison=found,
        sides=list(zip(rounds, sides, shown, strict=True)),
        who=await naming(request, programme_id, people.values()),
    )


def _people(sides: list[tuple[ComparedPair, ...]]) -> list[str]:
    return [id_ for side in sides for pair in side for id_ in (pair.mentor_id, pair.mentee_id)]
