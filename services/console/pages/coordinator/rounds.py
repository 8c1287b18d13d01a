"""All rounds of a programme, and starting one: as a what-if or for real."""

import uuid
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from services.console.clients.matching.waiting import FreePeople
from services.console.clients.services import Answer
from services.console.pages.common.view import PageNumber
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.queries import programme_queries as queries
from services.console.read_models import figures
from shared.kernel import Identifier
from shared.locale import translatable

router = make_router()

Key = Annotated[str, Form(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]
"""Made with the form, so that a double click is one command."""


@router.get("/rounds")
async def rounds(context: ProgrammePage, page: PageNumber = 1) -> HTMLResponse:
    """Show one page of rounds, the latest first."""
    return await _show(context, page=page)


@router.post("/rounds", response_model=None)
async def start_round(
    context: ProgrammePage,
    key: Key,
    kind: Annotated[str, Form(pattern="^(round|what-if)$")] = "round",
    minutes: Annotated[float, Form(ge=0.1, le=30)] = 10,
    short_of: Annotated[float, Form(ge=0, le=10_000_000)] = 0,
    people: Annotated[list[Identifier] | None, Form(max_length=10_000)] = None,
    few: Annotated[bool, Form()] = False,  # noqa: FBT002 (says that people were to be picked)
    shortlists: Annotated[bool, Form()] = False,  # noqa: FBT002 (a checkbox)
) -> Response:
    """Ask matching for a round, and show how it goes; with ``people`` for these only."""
    if few and not people:
        problem = translatable("Select at least one person who is ready on the People page.")
        return await _show(context, after=Answer(422, problem))
    wish: dict[str, Any] = {
        "preview": kind == "what-if",
        "time_limit_seconds": round(minutes * 60),
        "gap_target": round(short_of * 100),
    }
    wish |= {"people": people} if people else {}
    wish |= {"shortlists": True} if shortlists else {}
    answer = await context.send("rounds", wish, key)
    if answer.problem:
        return await _show(context, after=answer)
    return context.redirect(f"rounds/{answer.body['id']}?said={kind}")


async def _show(context: PageContext, *, page: int = 1, after: Answer = FINE) -> HTMLResponse:
    shown = await context.overview()
    rounds = await context.read(queries.all_rounds, page)
    numbers = figures.headline(shown.tally)
    return await context.render(
        "rounds.html",
        after=after,
        live=context.path("live"),
        numbers=numbers,
        programme=shown.programme,
        free=await _free(context, numbers),
        waiting=shown.tally.group("round"),
        page=rounds,
        comparable=[each for each in rounds.items if each.done in {"proposed", "previewed"}],
        filters={},
        key=uuid.uuid4().hex,
    )


async def _free(context: PageContext, numbers: Mapping[str, int | float]) -> FreePeople:
    """Return how many people can be matched; while matching is unavailable, how many are ready."""
    try:
        return await context.fetch(FreePeople, "summary")
    except HTTPException:
        return FreePeople(
            free_mentors=int(numbers["ready-mentors"]), free_mentees=int(numbers["ready-mentees"])
        )
