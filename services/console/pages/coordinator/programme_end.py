"""The end of a programme: what its dates bring, and closing, completing or cancelling it before them."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Final, Literal

from fastapi import HTTPException, Path, Response
from fastapi.responses import HTMLResponse

from services.console.clients.certificates import Certificates
from services.console.clients.enrollment import ProgrammeDefinition
from services.console.clients.matching.waiting import FreePeople
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
from services.console.queries import programme_queries as queries
from services.console.read_models.figures import headline

router = make_router("/end")

Step = Annotated[str, Path(max_length=40)]
_ALL: Final = ("close", "complete", "cancel")
_STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "open": _ALL,
    "running": _ALL,
    "closing": ("complete", "cancel"),
}
"""The steps that a coordinator may take in each state; none once the programme is over."""
_OWNER: Final = "enrollment"


@router.get("")
async def programme_end(
    context: ProgrammePage, said: Literal["", "programme-changed"] = "", page: PageNumber = 1
) -> HTMLResponse:
    """Show the state of the programme, what is open or came of it, and the steps that may be taken."""
    return await _show(context, await _programme(context), notice=said, number=page)


@router.get("/{step}")
async def check_step(context: ProgrammePage, step: Step) -> HTMLResponse:
    """Show the effects of a step before it is taken."""
    programme = await _programme(context, step)
    if step not in _STEPS.get(programme.state, ()):
        raise HTTPException(409, f"The programme is {programme.state} already.")
    numbers = headline((await context.overview()).tally)
    return await context.render(
        "programme_end_check.html",
        name=programme.name,
        programme=programme,
        step=step,
        numbers=numbers,
        free=await _free_people(context),
        key=uuid.uuid4().hex,
    )


@router.post("/{step}", response_model=None)
async def take_step(context: ProgrammePage, step: Step, key: Key) -> Response:
    """Close, complete or cancel the programme."""
    programme = await _programme(context, step)
    answer = await context.send(step, {}, key, owner=_OWNER)
    if answer.problem:
        return await _show(context, programme, after=answer)
    return context.redirect("end?said=programme-changed")


async def _show(
    context: PageContext,
    programme: ProgrammeDefinition,
    *,
    after: Answer = FINE,
    notice: str = "",
    number: int = 1,
) -> HTMLResponse:
    """Show what is open, and once the programme is completing, what came of it."""
    tally = (await context.overview()).tally
    issued = await context.section(Certificates, "certificates", window(number), owner=_OWNER)
    return await context.render(
        "programme_end.html",
        name=programme.name,
        programme=programme,
        steps=_STEPS.get(programme.state, ()),
        numbers=headline(tally),
        ended=tally.get("pairings", "ended"),
        completed=await context.read(queries.completed_pairings),
        final=await context.read(queries.final_figures) is not None,
        free=await _free_people(context) if programme.state in _STEPS else None,
        certificates=issued.on_page(number) if issued else None,
        next_on=programme.ends_on and programme.ends_on + timedelta(days=1),
        named=[each.participant_id for each in issued.items] if issued else [],
        after=after,
        notice=notice,
    )


async def _free_people(context: PageContext) -> int | None:
    """Return the number of people who wait for a partner; None while matching is unavailable."""
    free = await context.section(FreePeople, "summary", owner="matching")
    return None if free is None else free.free_mentors + free.free_mentees


async def _programme(context: PageContext, step: str = "close") -> ProgrammeDefinition:
    """Return the programme as its owner knows it.

    Raises:
        HTTPException: there is no such step, or enrollment refuses or is unavailable.
        NotFound: the caller's organisation has no such programme, even while enrollment is unavailable.
    """
    await context.overview()
    if step not in _ALL:
        raise HTTPException(404, "No such page")
    return await context.fetch(ProgrammeDefinition, "", owner=_OWNER)
