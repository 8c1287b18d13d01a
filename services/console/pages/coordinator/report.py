"""The report of a programme: on the page, as PDF and as CSV, with the same figures."""

from fastapi import HTTPException, Response
from fastapi.responses import HTMLResponse

from services.console.charts import programme_charts as charts
from services.console.documents.report import Report
from services.console.documents.report_contents import make_report
from services.console.documents.report_files import ReportDrawings, report_csv
from services.console.drawing import DrawingFailed
from services.console.pages.coordinator.page_context import PageContext, ProgrammePage, make_router
from services.console.queries import programme_queries as queries
from shared.contracts.measures import SMALLEST_CELL

router = make_router()


@router.get("/report")
async def report(context: ProgrammePage) -> HTMLResponse:
    """Key results, figures by subject, and charts of what is counted."""
    facts = await context.read(queries.report_facts)
    name = (await context.known()).name
    voice = await context.voice()
    enough = facts.tally.total("match-days") >= SMALLEST_CELL
    names = ("sessions", "time-to-match") if enough else ("sessions",)
    return await context.render(
        "report.html",
        name=name,
        report=make_report(voice, name, facts),
        next_at=None if facts.final or facts.figures is None else facts.figures.next_at,
        charts=[charts.ALL[each](voice, facts.tally) for each in names],
    )


@router.get("/report.pdf")
async def report_as_pdf(context: ProgrammePage) -> Response:
    """The report as PDF, in the language of the pages."""
    drawings: ReportDrawings = context.request.app.state.report_drawings
    try:
        drawn = await drawings.draw(await _made(context))
    except DrawingFailed as error:
        raise HTTPException(503, "the report can't be drawn just now; try again in a minute") from error
    return _file(context, drawn, "pdf", "application/pdf")


@router.get("/report.csv")
async def report_as_csv(context: ProgrammePage) -> Response:
    """The report as CSV, with names in the language of the pages."""
    return _file(context, report_csv(await _made(context)).encode(), "csv", "text/csv; charset=utf-8")


async def _made(context: PageContext) -> Report:
    facts = await context.read(queries.report_facts)
    return make_report(await context.voice(), (await context.known()).name, facts)


def _file(context: PageContext, content: bytes, ending: str, media_type: str) -> Response:
    name = f"report-{context.programme_id}.{ending}"
    return Response(
        content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
