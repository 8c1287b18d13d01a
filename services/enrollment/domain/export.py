"""An HR export as a whole: the file's form, its rows, and people who appear twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from services.enrollment.domain.csv_file import CsvRow, at_most, check_header, is_text, read_rows
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.row_faults import BadCell, HrFault, RowError
from services.enrollment.domain.rows import (
    COLUMNS,
    OPTIONAL,
    STATUS,
    TERMINATED,
    Faults,
    email_key,
    is_email,
    is_employed,
    is_employee_id,
    read_person,
)
from shared.kernel import RuleBroken

MOST_FAULTS: Final = 1000
"""A file with more is broken, and nothing of it is taken."""
MOST_WARNINGS: Final = 1000
"""The most that are kept; further ones are only counted."""
MOST_ROWS: Final = 250_000
_SHOWN_FAULTS: Final = 3
_SHOWN_COLUMNS: Final = 20
_LONGEST_NAME: Final = 64

_ID: Final = "employee_id"


@dataclass
class Export:
    """The content of a file: people whose rows are sound, and what is wrong with the others.

    Attributes:
        employees: by id.
        lines: where each id was first named, sound row or not.
        gone: ids of rows that state that the person is no longer employed.
        emails: the id of the first row with each address, sound row or not.
        manager_emails: for each of the employees whose row names the manager by address, that address.
        mentioned: words of damaged rows, and of cells over several lines; any may be the id of a lost row.
        nameless: lines of rows that are somebody's, but don't say whose.
        ignored: names of columns that are not read.
        errors: one for each wrong cell.
        warnings: what was taken, but HR should know of.
        warning_count: how many there are, kept or not.
    """

    employees: dict[str, Employee] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    emails: dict[str, str] = field(default_factory=dict)
    manager_emails: dict[str, str] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)
    nameless: list[int] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)
    warning_count: int = 0

    def refuse(self, employee_id: str, column: str, fault: BadCell) -> None:
        """Take an accepted row out again."""
        del self.employees[employee_id]
        self.fault(self.lines[employee_id], employee_id, column, fault)

    def fault(self, line: int, employee_id: str, column: str, fault: BadCell) -> None:
        """Record a fault of a row.

        Raises:
            RuleBroken: there are too many faults, so the file is broken.
        """
        self.errors.append(RowError(line, employee_id, column, str(fault), fault.code, fault.params))
        if len(self.errors) > MOST_FAULTS:
            first = "; ".join(
                f"line {error.line}, {error.field}: {error.message}"
                for error in sorted(self.errors)[:_SHOWN_FAULTS]
            )
            raise RuleBroken(
                f"the file is broken: it has more than {MOST_FAULTS} faults, so nothing of it was taken. "
                f"The first are: {first}",
                code="too-many-faults",
                field="file",
            )

    def warn(self, employee_id: str, column: str, doubt: BadCell) -> None:
        """Record a warning about an accepted row."""
        self.warning_count += 1
        if len(self.warnings) < MOST_WARNINGS:
            line = self.lines[employee_id]
            self.warnings.append(RowError(line, employee_id, column, str(doubt), doubt.code, doubt.params))

    def names(self, employee_id: str) -> bool:
        """Return whether the file has a row of this person, or may have one that is damaged."""
        return employee_id in self.lines or employee_id in self.mentioned

    @property
    def rejected(self) -> int:
        """How many rows were refused."""
        return len({error.line for error in self.errors})


def read_export(content: bytes, tenant: str, today: date) -> Export:
    """Read a file; rows that are wrong are set aside with the reason.

    Raises:
        RuleBroken: the header is not what it should be, so no row can be read; or the file is too long, or
            has too many faults.
    """
    rows = read_rows(content, (*COLUMNS, *OPTIONAL))
    header = check_header(next(rows, None), [(column,) for column in COLUMNS], OPTIONAL)
    export = Export(ignored=_ignored(header))
    for row in at_most(rows, MOST_ROWS):
        _take_row(export, row, header, tenant, today)
    return export


def _ignored(header: Sequence[str]) -> list[str]:
    unknown = [name for name in header if name and name not in {*COLUMNS, *OPTIONAL}]
    shown = [name[:_LONGEST_NAME].encode("utf-8", "replace").decode() for name in unknown[:_SHOWN_COLUMNS]]
    return [*shown, "…"] if len(unknown) > _SHOWN_COLUMNS else shown


def _take_row(export: Export, row: CsvRow, header: Sequence[str], tenant: str, today: date) -> None:
    employee_id = _id_of(row, header)
    if row.fault or row.lines > 1:
        export.mentioned |= row.words()
    if not is_employee_id(employee_id):
        export.nameless.append(row.line)
    earlier = export.lines.setdefault(employee_id, row.line) if employee_id else row.line
    if row.fault:
        faults: Faults = [("row", row.fault)]
    elif earlier != row.line and employee_id not in export.gone:
        faults = [(_ID, BadCell(HrFault.ID_TWICE, "appears twice; line {line} counts", line=earlier))]
    else:
        faults = _take_cells(export, row, header, tenant, today)
    shown = employee_id[:_LONGEST_NAME] if is_text(employee_id) else ""
    for column, fault in faults:
        export.fault(row.line, shown, column, fault)


def _id_of(row: CsvRow, header: Sequence[str]) -> str:
    """Return the employee id of a row; empty where it is unclear.

    In a row with too few or too many cells only the first can't have been shifted.
    """
    column = header.index(_ID)
    if row.fault and column > 0:
        return ""
    cell = row.cells[column].strip()
    if is_employee_id(cell):
        return cell.lower()
    return "" if row.fault else cell


def _take_cells(export: Export, row: CsvRow, header: Sequence[str], tenant: str, today: date) -> Faults:
    """Keep the person of a row that is whole; return what is wrong."""
    named = dict(zip(header, row.cells, strict=True))
    columns = () if is_text(row.raw) else (*COLUMNS, *OPTIONAL)
    unreadable = [column for column in columns if not is_text(named.get(column, ""))]
    if unreadable:
        return [(column, BadCell(HrFault.NOT_UTF_8, "is not UTF-8")) for column in unreadable]
    id_ = named[_ID].strip().lower()
    try:
        employed = is_employed(named, today)
    except BadCell as fault:
        return [(STATUS if named.get(STATUS, "").strip() else TERMINATED, fault)]
    if not employed and is_employee_id(id_):
        export.gone.add(id_)
        return []
    if id_ in export.gone:  # an earlier row describes a former employment
        export.gone.discard(id_)
        export.lines[id_] = row.line
    return _take_employed(export, named, tenant, today)


def _take_employed(export: Export, named: dict[str, str], tenant: str, today: date) -> Faults:
    person, faults = read_person(named, tenant, today)
    id_, email = named[_ID].strip().lower(), email_key(named["email"])
    if is_employee_id(id_) and is_email(email):
        other = export.emails.setdefault(email, id_)
        if other != id_:
            taken = BadCell(
                HrFault.EMAIL_IN_FILE,
                "is already the address of {employee} on line {line}; that line counts",
                employee=other,
                line=export.lines[other],
            )
            return [*faults, ("email", taken)]
    if person is None:
        return faults
    export.employees[id_] = person.employee
    if person.manager_email:
        export.manager_emails[id_] = person.manager_email
    if person.is_own_manager:
        own = BadCell(HrFault.OWN_MANAGER, "is their own manager, so counts as the head of the organisation")
        export.warn(id_, "manager_id", own)
    return []
