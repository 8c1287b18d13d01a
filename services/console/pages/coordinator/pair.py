"""One pair: what happened, and what helps."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import HTMLResponse

from services.console.pages.coordinator.page_context import ProgrammePage, make_router
from services.console.queries import pair_queries as queries
from services.console.read_models.idle import ladder
from shared.kernel import Identifier

router = make_router()


@router.get("/feedback/pairings/{pairing_id}")
async def pair(context: ProgrammePage, pairing_id: Annotated[Identifier, Path()]) -> HTMLResponse:
    """Show the facts of a pair; nothing that either of the two said."""
    shown = await context.overview()
    pair = await context.read(queries.pair, pairing_id)
    return await context.render(
        "pair.html",
        named=[pair.pairing.mentor_id, pair.pairing.mentee_id],
        pair=pair,
        pairing=pair.pairing,
        rules=shown.programme.rules,
        ladder=ladder(shown.programme.rules),
    )
