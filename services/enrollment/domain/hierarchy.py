"""Who reports to whom, over a file and what is known already: unknown managers and circles."""

from collections import defaultdict
from collections.abc import Mapping

from services.enrollment.domain.export import Export

Managers = Mapping[str, str | None]
"""Each known employee's manager."""


def check_managers(export: Export, known: Managers) -> None:
    """Refuse rows whose manager nobody knows, or who would end up above themselves.

    A refused row leaves its person as known before, or unknown; so refusing one can break another.

    Args:
        export: the file; refused rows are taken out of it.
        known: employees who stay as they are unless the file says otherwise.
    """
    _refuse_unknown(export, known)
    # Old facts hold no circle, so each circle has a row of the file in it and every turn refuses one.
    while circles := _circles(export, known):
        for circle in circles:
            path = " → ".join([*circle[:6], "…"] if len(circle) > 6 else [*circle, circle[0]])
            for employee_id in circle:
                if employee_id in export.employees:
                    export.refuse(employee_id, "manager_id", f"managers in a circle: {path}")
        _refuse_unknown(export, known)


def _refuse_unknown(export: Export, known: Managers) -> None:
    reports: dict[str, list[str]] = defaultdict(list)
    for employee in export.employees.values():
        if employee.manager_id and employee.manager_id not in known:
            reports[employee.manager_id].append(employee.id)
    # Each manager who is not there takes the reports along, and theirs.
    absent = [manager_id for manager_id in reports if manager_id not in export.employees]
    while absent:
        manager_id = absent.pop()
        refused = manager_id in export.lines
        for employee_id in reports[manager_id]:
            if employee_id not in export.employees:
                continue
            where = f"; their own row, line {export.lines[manager_id]}, was refused" if refused else ""
            export.refuse(employee_id, "manager_id", f"no such employee: {manager_id}{where}")
            if employee_id not in known:
                absent.append(employee_id)


def _circles(export: Export, known: Managers) -> list[list[str]]:
    """Every circle, each beginning with its smallest id."""
    cleared: set[str] = set()
    circles: list[list[str]] = []
    for start in sorted(export.employees):
        path: dict[str, int] = {}
        current: str | None = start
        while current is not None and current not in cleared and current not in path:
            path[current] = len(path)
            employee = export.employees.get(current)
            current = employee.manager_id if employee else known.get(current)
        if current is not None and current in path:
            circle = list(path)[path[current] :]
            first = circle.index(min(circle))
            circles.append(circle[first:] + circle[:first])
        cleared.update(path)
    return circles
