"""Reporting lines over a file and the directory: unknown managers, circles, lines that are too deep."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from services.enrollment.domain.employee import MAX_LINE
from services.enrollment.domain.export import Export
from services.enrollment.domain.row_faults import BadCell, HrFault

Managers = Mapping[str, str | None]
"""Each known employee's manager."""

_COLUMN: Final = "manager_id"
_SHOWN: Final = 6


def check_managers(export: Export, known: Managers) -> None:
    """Refuse rows whose manager nobody knows, who would end up above themselves, or too far below the head.

    A refused row leaves its person as known before, or unknown; so refusing one can break another. People
    whose manager's own row was refused are kept: their reporting line ends there until HR corrects that row.

    Args:
        export: the file; refused rows are taken out of it.
        known: employees who stay as they are unless the file says otherwise.
    """
    for employee in list(export.employees.values()):
        manager_id = employee.manager_id
        if manager_id and manager_id not in known and not export.names(manager_id):
            unknown = BadCell(HrFault.MANAGER_UNKNOWN, "no such employee: {employee}", employee=manager_id)
            export.refuse(employee.id, _COLUMN, unknown)
    # Old facts hold no circle and no line that is too deep, so each has a row of the file in it, and every
    # turn refuses one.
    while _refuse_circles(export, known) or _refuse_deep(export, known):
        pass
    for employee in export.employees.values():
        manager_id = employee.manager_id
        if manager_id and manager_id not in known and manager_id not in export.employees:
            export.warn(employee.id, _COLUMN, _gap(export, manager_id))


def _gap(export: Export, manager_id: str) -> BadCell:
    where = f", line {export.lines[manager_id]}," if manager_id in export.lines else ""
    return BadCell(
        HrFault.MANAGER_NOT_TAKEN,
        "the row of the manager, {employee}{where} was not taken, so the reporting line ends there",
        employee=manager_id,
        where=where,
    )


def _refuse_circles(export: Export, known: Managers) -> bool:
    circles = _circles(export, known)
    for circle in circles:
        path = " → ".join([*circle[:_SHOWN], "…"] if len(circle) > _SHOWN else [*circle, circle[0]])
        fault = BadCell(HrFault.MANAGER_CIRCLE, "managers in a circle: {path}", path=path)
        for employee_id in circle:
            if employee_id in export.employees:
                export.refuse(employee_id, _COLUMN, fault)
    return bool(circles)


def _circles(export: Export, known: Managers) -> list[list[str]]:
    """Return every circle, each beginning with its smallest id."""
    cleared: set[str] = set()
    circles: list[list[str]] = []
    for start in sorted(export.employees):
        path: dict[str, int] = {}
        current: str | None = start
        while current is not None and current not in cleared and current not in path:
            path[current] = len(path)
            current = _manager_of(current, export, known)
        if current is not None and current in path:
            circle = list(path)[path[current] :]
            first = circle.index(min(circle))
            circles.append(circle[first:] + circle[:first])
        cleared.update(path)
    return circles


def _refuse_deep(export: Export, known: Managers) -> bool:
    """Refuse rows with too many managers above them, and moves that put too many above others."""
    blamed = {
        culprit
        for employee_id in _too_deep(export, known)
        if (culprit := _nearest_in_file(employee_id, export, known)) is not None
    }
    fault = BadCell(
        HrFault.LINE_TOO_DEEP,
        "a reporting line of more than {most} managers ends or passes here",
        most=MAX_LINE,
    )
    for employee_id in sorted(blamed):
        export.refuse(employee_id, _COLUMN, fault)
    return bool(blamed)


def _too_deep(export: Export, known: Managers) -> Iterator[str]:
    reports: dict[str | None, list[str]] = defaultdict(list)
    for employee_id in {**known, **export.employees}:
        reports[_manager_of(employee_id, export, known)].append(employee_id)
    heads = [
        *reports[None],
        *(manager for manager in reports if manager and not _is_there(manager, export, known)),
    ]
    level, depth = heads, 0
    while level:
        if depth > MAX_LINE:
            yield from level
        level = [report for employee_id in level for report in reports.get(employee_id, ())]
        depth += 1


def _nearest_in_file(employee_id: str, export: Export, known: Managers) -> str | None:
    current: str | None = employee_id
    while current is not None and current not in export.employees:
        current = known.get(current)
    return current


def _is_there(employee_id: str, export: Export, known: Managers) -> bool:
    return employee_id in export.employees or employee_id in known


def _manager_of(employee_id: str, export: Export, known: Managers) -> str | None:
    employee = export.employees.get(employee_id)
    return employee.manager_id if employee else known.get(employee_id)
