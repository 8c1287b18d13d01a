"""The report of a programme: on the page, as PDF and as CSV, with the same figures."""

import asyncio
import uuid
from typing import Annotated, Final, Literal

from fastapi import Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from services.console.charts import programme_charts as charts
from services.console.clients.own_questions import AllSurveyQuestions
from services.console.clients.services import Answer
from services.console.documents.report import Report
from services.console.documents.report_contents import make_report
from services.console.documents.report_files import ReportDrawings, report_csv
from services.console.drawing_process import DrawingFailed
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.rounds import Key
from services.console.queries import programme_queries as queries
from services.console.read_models.entered import entered_on
from services.console.wording.own_figures import OwnRow, own_rows
from shared.contracts.enrollment import Measure
from shared.contracts.measures import SMALLEST_CELL
from shared.contracts.vocabulary import Topic

router = make_router()


_OWNER: Final = "enrollment"
_LOOKS: Final = 20
_PAUSE_SECONDS: Final = 0.1


@router.get("/report")
async def report(context: ProgrammePage, said: Literal["", "figure"] = "") -> HTMLResponse:
    """Key results, figures by subject, and charts of the counts."""
    return await _show(context, notice=said)


@router.post("/report/figures", response_model=None)
async def enter_figure(
    context: ProgrammePage,
    name: Annotated[Topic, Form()],
    value: Annotated[str, Form(max_length=30)],
    measured_on: Annotated[str, Form(max_length=10)],
    key: Key,
) -> Response:
    """Enter a figure of a key result, and show it as soon as the console knows it, or after a moment."""
    body = {"value": value.strip().replace(",", "."), "measured_on": measured_on}
    sent = await context.send(f"key-results/{name}/figures", body, key, owner=_OWNER)
    if sent.problem:
        return await _show(context, after=sent)
    for _ in range(_LOOKS):
        day = entered_on(await context.read(queries.tally), name)
        if day is not None and day.isoformat() >= measured_on:
            break
        await asyncio.sleep(_PAUSE_SECONDS)
    return context.redirect("report?said=figure")


async def _show(context: PageContext, *, after: Answer = FINE, notice: str = "") -> HTMLResponse:
    facts = await context.read(queries.report_facts)
    name = (await context.known()).name
    voice = await context.voice()
    enough = facts.tally.total("match-days") >= SMALLEST_CELL
    names = ("sessions", "time-to-match", "inclusion") if enough else ("sessions", "inclusion")
    made = make_report(voice, name, facts, await _own(context, facts))
    by_hand = {each.name for each in facts.programme.objectives if each.measure == Measure.ENTERED}
    return await context.render(
        "report.html",
        name=name,
        report=made,
        entered=[result for result in made.results if result.code in by_hand],
        key=uuid.uuid4().hex,
        after=after,
        notice=notice,
        next_at=None if facts.final or facts.figures is None else facts.figures.next_at,
        charts=[charts.ALL[each](voice, facts.tally) for each in names],
    )


@router.get("/report.pdf")
async def report_as_pdf(context: ProgrammePage) -> Response:
    """Show the report as PDF, in the language of the pages."""
    drawings: ReportDrawings = context.request.app.state.report_drawings
    try:
        drawn = await drawings.draw(await _made(context))
    except DrawingFailed as error:
        raise HTTPException(503, "the report can't be drawn just now; try again in a minute") from error
    return _file(context, drawn, "pdf", "application/pdf")


@router.get("/report.csv")
async def report_as_csv(context: ProgrammePage) -> Response:
    """Show the report as CSV, with names in the language of the pages."""
    return _file(context, report_csv(await _made(context)).encode(), "csv", "text/csv; charset=utf-8")


async def _made(context: PageContext) -> Report:
    facts = await context.read(queries.report_facts)
    own = await _own(context, facts)
    return make_report(await context.voice(), (await context.known()).name, facts, own)


async def _own(context: PageContext, facts: queries.ReportFacts) -> list[OwnRow]:
    """Return the programme's own questions with their figures; their words are feedback's."""
    if facts.figures is None or not facts.figures.own:
        return []
    asked = await context.fetch(AllSurveyQuestions, "own-questionnaires", owner="feedback")
    return own_rows(asked.items, facts.figures)


def _file(context: PageContext, content: bytes, ending: str, media_type: str) -> Response:
    name = f"report-{context.programme_id}.{ending}"
    return Response(
        content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
