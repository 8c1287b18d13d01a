"""Pausing one pair, and letting it go on."""

from typing import Annotated, Literal

from fastapi import Form, Path, Response
from fastapi.responses import HTMLResponse

from services.console.clients.matching.pauses import PausedPairing
from services.console.clients.services import Answer
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from shared.kernel import Identifier

router = make_router("/feedback/pairings/{pairing_id}")

Id = Annotated[Identifier, Path()]
Day = Annotated[str, Form(max_length=10)]


@router.get("/pause")
async def pause(
    context: ProgrammePage, pairing_id: Id, said: Literal["", "pair-paused", "pair-resumed"] = ""
) -> HTMLResponse:
    """Show whether the pair is paused, and the form to pause it."""
    return await _show(context, pairing_id, notice=said)


@router.post("/pause", response_model=None)
async def begin_pause(context: ProgrammePage, pairing_id: Id, until: Day = "") -> Response:
    """Pause the pair."""
    sent = await context.send(f"pairings/{pairing_id}/pause", {"until": until or None})
    if sent.problem:
        return await _show(context, pairing_id, after=sent, typed=until)
    return context.redirect(f"feedback/pairings/{pairing_id}/pause?said=pair-paused")


@router.post("/resumption", response_model=None)
async def resume(context: ProgrammePage, pairing_id: Id) -> Response:
    """End the coordinators' pause."""
    sent = await context.send(f"pairings/{pairing_id}/resumption", {})
    if sent.problem:
        return await _show(context, pairing_id, after=sent)
    return context.redirect(f"feedback/pairings/{pairing_id}/pause?said=pair-resumed")


async def _show(
    context: PageContext, pairing_id: str, *, after: Answer = FINE, notice: str = "", typed: str = ""
) -> HTMLResponse:
    await context.overview()
    pairing = await context.fetch(PausedPairing, f"pairings/{pairing_id}")
    return await context.render(
        "pause.html",
        named=[pairing.mentor_id, pairing.mentee_id],
        after=after,
        notice=notice,
        pairing=pairing,
        typed=typed,
    )
