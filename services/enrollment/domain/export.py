"""An HR export as a whole: the file's form, its rows, and people who appear twice."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.rows import COLUMNS, OPTIONAL, read_employee
from shared.kernel import RuleBroken


@dataclass(frozen=True, slots=True, order=True)
class RowError:
    """Why a row was refused, for the people who keep the HR data."""

    line: int
    """Where the row starts in the file; the header is line 1."""
    employee_id: str
    field: str
    message: str


@dataclass
class Export:
    """What a file holds: people whose rows are sound, what is wrong with the others.

    Attributes:
        employees: by id.
        lines: where each id was first named, sound row or not.
        errors: one for each wrong cell.
    """

    employees: dict[str, Employee] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)

    def refuse(self, employee_id: str, column: str, message: str) -> None:
        """Take an accepted row out again."""
        del self.employees[employee_id]
        self.errors.append(RowError(self.lines[employee_id], employee_id, column, message))

    @property
    def rejected(self) -> int:
        """How many rows were refused."""
        return len({error.line for error in self.errors})


def read_export(content: bytes, tenant: str) -> Export:
    """Read a file; rows that are wrong are set aside with the reason.

    Raises:
        RuleBroken: the file as a whole can't be read: encoding, header, broken quoting.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RuleBroken(f"the file is not UTF-8: see line {line}", field="body") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    export = Export()
    try:
        header = _check_header(next(reader, []))
        for line, cells in _numbered(reader):
            _take_row(export, line, cells, header, tenant)
    except csv.Error as error:
        raise RuleBroken(f"line {reader.line_num} is not CSV: {error}", field="body") from error
    return export


def _check_header(cells: list[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise RuleBroken(f"the header lacks: {', '.join(missing)}", field="header")
    twice = [column for column in (*COLUMNS, *OPTIONAL) if header.count(column) > 1]
    if twice:
        raise RuleBroken(f"the header repeats: {', '.join(twice)}", field="header")
    return header


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line it starts at: quoted cells may span lines."""
    start = 2
    for cells in reader:
        if cells:
            yield start, cells
        start = reader.line_num + 1  # type: ignore[attr-defined]  # csv's reader has no public type


def _take_row(export: Export, line: int, cells: list[str], header: list[str], tenant: str) -> None:
    if len(cells) != len(header):
        message = f"has {len(cells)} cells where the header has {len(header)}"
        export.errors.append(RowError(line, "", "row", message))
        return
    named = dict(zip(header, cells, strict=True))
    employee_id = named["employee_id"].strip()
    earlier = export.lines.setdefault(employee_id, line) if employee_id else line
    if earlier != line:
        message = f"appears twice; line {earlier} counts"
        export.errors.append(RowError(line, employee_id, "employee_id", message))
        return
    employee, faults = read_employee(named, tenant)
    if employee:
        export.employees[employee.id] = employee
    export.errors.extend(RowError(line, employee_id[:64], column, message) for column, message in faults)
