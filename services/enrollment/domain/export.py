"""An HR export as a whole: the file's form, its rows, and people who appear twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from services.enrollment.domain.csv_file import CsvRow, is_text, read_rows
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.rows import COLUMNS, OPTIONAL, is_employee_id, read_employee
from shared.kernel import RuleBroken

_ID: Final = "employee_id"


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
        mentioned: words of damaged rows, and of cells over several lines; any may be the id of a lost row.
        nameless: lines of rows that are somebody's, but don't say whose.
        errors: one for each wrong cell.
    """

    employees: dict[str, Employee] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)
    nameless: list[int] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    def refuse(self, employee_id: str, column: str, message: str) -> None:
        """Take an accepted row out again."""
        del self.employees[employee_id]
        self.errors.append(RowError(self.lines[employee_id], employee_id, column, message))

    def names(self, employee_id: str) -> bool:
        """Whether the file has a row of this person, or may have one that is damaged."""
        return employee_id in self.lines or employee_id in self.mentioned

    @property
    def rejected(self) -> int:
        """How many rows were refused."""
        return len({error.line for error in self.errors})


def read_export(content: bytes, tenant: str) -> Export:
    """Read a file; rows that are wrong are set aside with the reason.

    Raises:
        RuleBroken: the header is not what it should be, so no row can be read.
    """
    rows = read_rows(content)
    header = _check_header(next(rows, None))
    export = Export()
    for row in rows:
        _take_row(export, row, header, tenant)
    return export


def _check_header(row: CsvRow | None) -> list[str]:
    if row and row.fault:
        raise RuleBroken(f"the header {row.fault}", field="header")
    header = [cell.strip() for cell in row.cells] if row else []
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise RuleBroken(f"the header lacks: {', '.join(missing)}", field="header")
    twice = [column for column in (*COLUMNS, *OPTIONAL) if header.count(column) > 1]
    if twice:
        raise RuleBroken(f"the header repeats: {', '.join(twice)}", field="header")
    return header


def _take_row(export: Export, row: CsvRow, header: Sequence[str], tenant: str) -> None:
    employee_id = _id_of(row, header)
    if row.fault or row.lines > 1:
        export.mentioned |= row.words()
    if not is_employee_id(employee_id):
        export.nameless.append(row.line)
    earlier = export.lines.setdefault(employee_id, row.line) if employee_id else row.line
    employee: Employee | None = None
    if row.fault:
        faults = [("row", row.fault)]
    elif earlier != row.line:
        faults = [(_ID, f"appears twice; line {earlier} counts")]
    else:
        employee, faults = _read_cells(row, header, tenant)
    if employee:
        export.employees[employee.id] = employee
    shown = employee_id[:64] if is_text(employee_id) else ""
    export.errors.extend(RowError(row.line, shown, column, message) for column, message in faults)


def _id_of(row: CsvRow, header: Sequence[str]) -> str:
    """Whose row it is; empty where that can't be told.

    In a row with too few or too many cells only the first can't have been shifted.
    """
    column = header.index(_ID)
    if row.fault and column > 0:
        return ""
    found = row.cells[column].strip()
    if is_employee_id(found):
        return found.lower()
    return "" if row.fault else found


def _read_cells(
    row: CsvRow, header: Sequence[str], tenant: str
) -> tuple[Employee | None, list[tuple[str, str]]]:
    named = dict(zip(header, row.cells, strict=True))
    columns = () if is_text(row.raw) else (*COLUMNS, *OPTIONAL)
    unreadable = [(column, "is not UTF-8") for column in columns if not is_text(named.get(column, ""))]
    return (None, unreadable) if unreadable else read_employee(named, tenant)
