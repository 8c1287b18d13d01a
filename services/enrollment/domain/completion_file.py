"""A file of training that people completed in a learning system."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from services.enrollment.domain.csv_file import CsvRow, at_most, check_header, is_text, read_rows
from services.enrollment.domain.employee import search_key
from services.enrollment.domain.row_faults import BadCell
from services.enrollment.domain.rows import read_day
from shared.kernel import RuleBroken

PERSON: Final = ("employee_id", "email")
"""Columns that name the person; a file has one of them, or both."""
MODULE: Final = "module"
COMPLETED_ON: Final = "completed_on"
MOST_ROWS: Final = 10_000
"""Its rows are recorded while the caller waits."""
_LONGEST_CELL: Final = 300
ALREADY_TOMORROW: Final = timedelta(days=1)
"""Somewhere it is tomorrow already."""


class RowFault(StrEnum):
    """Why a row is not taken."""

    DAMAGED = "row-damaged"
    PERSON_UNKNOWN = "person-not-in-programme"
    PERSON_AMBIGUOUS = "person-ambiguous"
    MODULE_UNKNOWN = "unknown-training"
    OTHER_ROLE = "other-training"
    DAY_UNREADABLE = "day-unreadable"
    DAY_IN_FUTURE = "day-in-future"
    EXPIRED = "training-expired"


@dataclass(frozen=True)
class CompletionRow:
    """One row: a person completed a module.

    Attributes:
        line: of the file, from 1.
        column: the column that names the person.
        person: their employee id or mail address, as `search_key` writes it.
        module: its id.
        completed_on: the day.
    """

    line: int
    column: str
    person: str
    module: str
    completed_on: date


@dataclass(frozen=True)
class FaultyRow:
    """A row that is not taken, and why; ``field`` is the column."""

    line: int
    field: str
    fault: RowFault


def read_completions(content: bytes, today: date) -> list[CompletionRow | FaultyRow]:
    """Read a file row by row; a row that is wrong costs no other.

    Raises:
        RuleBroken: the header lacks a column, or the file has no rows below it, or too many.
    """
    rows = read_rows(content, (*PERSON, MODULE, COMPLETED_ON))
    header = check_header(next(rows, None), (PERSON, (MODULE,), (COMPLETED_ON,)))
    read = [_read(row, header, today) for row in at_most(rows, MOST_ROWS)]
    if not read:
        raise RuleBroken("the file has no rows below its header", code="file-without-rows", field="file")
    return read


def _read(row: CsvRow, header: Sequence[str], today: date) -> CompletionRow | FaultyRow:
    if row.fault or not is_text(row.raw):
        return FaultyRow(row.line, "row", RowFault.DAMAGED)
    cells = {name: cell.strip() for name, cell in zip(header, row.cells, strict=True)}
    column = next((name for name in PERSON if cells.get(name)), None)
    if column is None:
        return FaultyRow(row.line, next(name for name in PERSON if name in cells), RowFault.PERSON_UNKNOWN)
    try:
        day = read_day(cells[COMPLETED_ON])
    except BadCell:
        return FaultyRow(row.line, COMPLETED_ON, RowFault.DAY_UNREADABLE)
    if day > today + ALREADY_TOMORROW:
        return FaultyRow(row.line, COMPLETED_ON, RowFault.DAY_IN_FUTURE)
    person = search_key(cells[column])[:_LONGEST_CELL]
    return CompletionRow(row.line, column, person, cells[MODULE].lower()[:_LONGEST_CELL], day)
