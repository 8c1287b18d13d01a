"""The end of a programme: what its dates bring, and closing, completing or cancelling it before them."""

import uuid
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from fastapi import HTTPException, Path, Response
from fastapi.responses import HTMLResponse

from services.console.clients.enrollment import ProgrammeDefinition
from services.console.pages.coordinator.page_context import PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.rounds import Key

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
async def programme_end(context: ProgrammePage, said: Literal["", "programme-changed"] = "") -> HTMLResponse:
    """The state of the programme, and the steps that may be taken."""
    programme = await _programme(context)
    steps = _STEPS.get(programme.state, ())
    return await context.render(
        "programme_end.html", name=programme.name, programme=programme, steps=steps, notice=said
    )


@router.get("/{step}")
async def check_step(context: ProgrammePage, step: Step) -> HTMLResponse:
    """Show the effects of a step before it is taken."""
    programme = await _programme(context, step)
    if step not in _STEPS.get(programme.state, ()):
        raise HTTPException(409, f"The programme is {programme.state} already.")
    pairings = (await context.overview()).tally.get("pairings", "active")
    return await context.render(
        "programme_end_check.html",
        name=programme.name,
        programme=programme,
        step=step,
        pairings=pairings,
        key=uuid.uuid4().hex,
    )


@router.post("/{step}", response_model=None)
async def take_step(context: ProgrammePage, step: Step, key: Key) -> Response:
    """Close, complete or cancel the programme."""
    programme = await _programme(context, step)
    answer = await context.send(step, {}, key, owner=_OWNER)
    if answer.problem:
        steps = _STEPS.get(programme.state, ())
        return await context.render(
            "programme_end.html", name=programme.name, programme=programme, steps=steps, after=answer
        )
    return context.redirect("end?said=programme-changed")


async def _programme(context: PageContext, step: str = "close") -> ProgrammeDefinition:
    """The programme as its owner knows it.

    Raises:
        HTTPException: there is no such step, or enrollment refuses or is unavailable.
        NotFound: the caller's organisation has no such programme, even while enrollment is unavailable.
    """
    await context.overview()
    if step not in _ALL:
        raise HTTPException(404, "No such page")
    return await context.fetch(ProgrammeDefinition, "", owner=_OWNER)
