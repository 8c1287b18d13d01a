"""Sessions of a programme."""

from typing import Literal

from fastapi.responses import HTMLResponse

from services.console.charts import programme_charts as charts
from services.console.pages.common.view import PageNumber, both_of
from services.console.pages.coordinator.page_context import ProgrammePage, make_router
from services.console.queries import programme_queries as queries
from services.console.read_models import figures
from services.console.read_models.idle import ladder

router = make_router()


@router.get("/sessions")
async def sessions(
    context: ProgrammePage,
    state: Literal["", "planned", "held", "missed", "cancelled", "dropped"] = "",
    page: PageNumber = 1,
) -> HTMLResponse:
    """The alarms, who does not meet, and one page of sessions."""
    shown = await context.overview()
    rows = await context.read(queries.sessions, state, page)
    idle = await context.read(queries.idle)
    return await context.render(
        "sessions.html",
        named=both_of([*rows.items, *shown.alarms, *idle]),
        live=context.path("live"),
        numbers=figures.headline(shown.tally),
        tally=shown.tally,
        alarms=shown.alarms,
        idle=idle,
        ladder=ladder(shown.programme.rules),
        charts=[charts.sessions_by_week(shown.tally)],
        page=rows,
        filters={"state": state},
    )
