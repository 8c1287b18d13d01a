"""One programme at a glance, with its charts."""

import hashlib
from typing import Annotated, Final

from fastapi import HTTPException, Path, Response
from fastapi.responses import HTMLResponse

from services.console.browser_theme import theme_of
from services.console.charts import programme_charts as charts
from services.console.charts.chart_theme import in_theme
from services.console.charts.drawing import Drawings
from services.console.clients.help_channel import HelpQuestions
from services.console.drawing_process import DrawingFailed
from services.console.pages.coordinator.page_context import ProgrammePage, make_router
from services.console.queries import programme_queries as queries
from services.console.read_models import figures
from shared.locale import translatable

router = make_router()

_STAGES: Final = {
    "open": translatable("Open"),
    "running": translatable("In progress"),
    "closing": translatable("Closing"),
    "completed": translatable("Completed"),
}
_SVG_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@router.get("")
async def overview(context: ProgrammePage) -> HTMLResponse:
    """Show a programme at a glance."""
    shown = await context.overview()
    tally = shown.tally
    known = await context.known()
    voice = await context.voice()
    questions = await context.section(HelpQuestions, "help-questions", {"limit": 1}, owner="enrollment")
    return await context.render(
        "overview.html",
        name=known.name,
        live=context.path("live"),
        programme=shown.programme,
        state=known.state,
        stages=_STAGES,
        numbers=figures.headline(tally) | ({"questions": questions.total} if questions else {}),
        progress=[figures.progress(tally, objective) for objective in shown.programme.objectives],
        charts=[charts.ALL[name](voice, tally) for name in ("sessions", "funnel", "health", "time-to-match")],
    )


@router.get("/charts/{name}.svg")
async def chart(context: ProgrammePage, name: Annotated[str, Path(max_length=40)]) -> Response:
    """Show one chart; the browser asks again only when the numbers have changed."""
    if name not in charts.ALL:
        raise HTTPException(404, "No such chart")
    tally = await context.read(queries.tally)
    made = charts.ALL[name](await context.voice(), tally)
    if made.hidden:
        raise HTTPException(404, made.hidden)
    theme = theme_of(context.request)
    mark = f'"{hashlib.sha256(repr((made, theme)).encode()).hexdigest()[:32]}"'
    headers = {"ETag": mark, "Cache-Control": "private, no-cache", "Content-Security-Policy": _SVG_POLICY}
    if context.request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    drawings: Drawings = context.request.app.state.drawings
    try:
        drawn = await drawings.draw(made)
    except DrawingFailed as error:
        raise HTTPException(503, "The chart can't be drawn just now; its table has the numbers") from error
    return Response(in_theme(drawn, theme), media_type="image/svg+xml", headers=headers)
