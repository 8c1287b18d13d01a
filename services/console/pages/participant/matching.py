"""How partners are found in a programme: what counts, what never does, and who decides."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.console.clients.matching.own import Criteria
from services.console.pages.participant.own_page import PARTICIPANTS, PREFIX, Own

router = APIRouter(prefix=f"{PREFIX}/matching", include_in_schema=False, dependencies=[PARTICIPANTS])


@router.get("")
async def matching(page: Own) -> HTMLResponse:
    """Show what counts when people are matched."""
    criteria = await page.section("matching", Criteria, "criteria")
    return page.render("matching.html", criteria=criteria.value)
