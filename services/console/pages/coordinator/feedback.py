"""The health of the pairings and the released figures; no single answer, author or time."""

from typing import Literal

from fastapi.responses import HTMLResponse

from services.console.charts import programme_charts as charts
from services.console.clients.own_questions import AllSurveyQuestions
from services.console.pages.common.view import PageNumber, both_of
from services.console.pages.coordinator.page_context import ProgrammePage, make_router
from services.console.queries import programme_queries as queries
from services.console.read_models import figures
from services.console.read_models.idle import ladder
from services.console.wording.own_figures import own_rows

router = make_router()


@router.get("/feedback")
async def feedback(
    context: ProgrammePage,
    health: Literal["", "on-track", "needs-attention", "too-early-to-tell"] = "",
    page: PageNumber = 1,
) -> HTMLResponse:
    """Charts, released figures, and one page of pairings."""
    shown = await context.overview()
    tally = shown.tally
    voice = await context.voice()
    rows = await context.read(queries.pairings, health, page)
    released = await context.read(queries.released)
    asked = await context.section(AllSurveyQuestions, "own-questionnaires", owner="feedback")
    return await context.render(
        "feedback.html",
        named=both_of(rows.items),
        live=context.path("live"),
        numbers=figures.headline(tally),
        released=released,
        own=own_rows(asked.items, released) if asked else None,
        rules=shown.programme.rules,
        charts=[charts.health(voice, tally), charts.ratings(voice, tally)],
        page=rows,
        ladder=ladder(shown.programme.rules),
        filters={"health": health},
    )
