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
    state: Literal["all", "planned", "held", "missed", "cancelled", "dropped"] = "planned",
    page: PageNumber = 1,
) -> HTMLResponse:
    """Sessions, the planned ones unless filtered; pairs with alarms, and pairs that don't meet."""
    shown = await context.overview()
    rows = await context.read(queries.sessions, "" if state == "all" else state, page)
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
        charts=[charts.sessions_by_week(await context.voice(), shown.tally)],
        page=rows,
        filters={"state": state},
    )
