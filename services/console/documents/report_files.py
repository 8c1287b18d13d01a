"""The report of a programme as PDF and as CSV."""

import base64
import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from services.console.documents.report import Report
from services.console.drawing_process import DrawingProcess

_COLUMNS: Final = (
    *("part", "code", "name", "value", "margin", "low", "high", "unit", "people"),
    *("baseline", "target", "beyond_target", "key_results", "answers_as_of", "final"),
)


class ReportDrawings:
    """Draws reports, in a process of its own (``report_process.py``)."""

    def __init__(self) -> None:
        self._process = DrawingProcess("services.console.documents.report_process")

    async def draw(self, report: Report) -> bytes:
        """Return the report as PDF.

        Raises:
            DrawingFailed: it could not be drawn in time or at all.
        """
        return base64.b64decode(await self._process.draw(asdict(report)))

    async def close(self) -> None:
        """End the process, if there is one."""
        await self._process.close()


def report_csv(report: Report) -> str:
    """Write the report as CSV: a row for each figure, numbers with a decimal point, names in its language.

    Figures that are not shown are empty. Spreadsheets take the mark at the beginning for UTF-8.
    """
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_rows(report))
    return text.getvalue()


def _rows(report: Report) -> Iterator[dict[str, str | float | None]]:
    whole = {"answers_as_of": report.as_of, "final": "yes" if report.final else "no"}
    for result in report.results:
        yield {
            **whole,
            "part": "key-results",
            "code": result.code,
            "name": f"{result.name}: {result.measure}",
            "value": result.actual,
            "baseline": result.baseline,
            "target": result.target,
            "beyond_target": result.beyond,
        }
    for part in report.parts:
        for figure in part.figures:
            yield {
                **whole,
                "part": part.code,
                "code": figure.code,
                "name": figure.name,
                "value": figure.value,
                "margin": figure.margin,
                "low": figure.low,
                "high": figure.high,
                "unit": figure.unit,
                "people": figure.people,
                "key_results": ", ".join(figure.serves),
            }
