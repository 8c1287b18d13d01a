"""The final report of the programme, as the console gives it to the coordinator."""

import asyncio
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from demo.client import Person

_WEEKS: Final = 15
"""The last answers may come two weeks after the end. The closing within four weeks after that takes one
question of the closing survey, as do the two after it; the mail about the report comes a day later."""
_PAUSE_SECONDS: Final = 0.5
_WEEK: Final = timedelta(weeks=1)
_COLUMNS: Final = ("figure", "value", "±", "people", "target", "beyond it", "key result")


@dataclass(frozen=True)
class FinalReport:
    """The files of the report.

    Attributes:
        pdf: for people.
        csv: the same figures for programs.
    """

    pdf: bytes
    csv: bytes

    def write(self, build: Path) -> Path:
        """Write both files, and return the path of the one for people."""
        path = build / "demo-final-report.pdf"
        path.write_bytes(self.pdf)
        path.with_suffix(".csv").write_bytes(self.csv)
        return path


def weeks_after(end: datetime) -> Iterator[datetime]:
    """Yield an instant of each week in which answers are still closed, until the report is final."""
    for number in range(1, _WEEKS + 1):
        yield end + number * _WEEK


async def fetch_report(coordinator: Person) -> FinalReport:
    """Fetch the report from the service, as soon as participants have been compared with others."""
    while b"stayed-difference" not in await coordinator.download("console", "/report.csv"):
        await asyncio.sleep(_PAUSE_SECONDS)
    pdf, rows = await asyncio.gather(
        *(coordinator.download("console", f"/report.{ending}") for ending in ("pdf", "csv"))
    )
    return FinalReport(pdf, rows)


def print_final(report: FinalReport, console: Console) -> None:
    """Print the figures that the report has."""
    table = Table(title="The programme's final report, from the console", title_justify="left")
    for number, heading in enumerate(_COLUMNS):
        table.add_column(heading, justify="right" if 0 < number < len(_COLUMNS) - 1 else "left")
    names = ("name", "value", "margin", "people", "target", "beyond_target", "key_results")
    for row in csv.DictReader(io.StringIO(report.csv.decode("utf-8-sig"))):
        if row["value"]:
            table.add_row(*(row[name] for name in names))
    console.print(table)
