"""Load people together with their reporting lines."""

from collections.abc import Sequence
from typing import Any, Final

from services.enrollment.domain.employee import MAX_LINE, Employee, reporting_line
from services.enrollment.store import EMPLOYEES
from shared.kernel import EmployeeId
from shared.messaging import UnitOfWork

Line = tuple[EmployeeId, ...]

_ABOVE: Final = "above"


async def load_with_lines(uow: UnitOfWork, employee_ids: Sequence[str]) -> dict[str, tuple[Employee, Line]]:
    """Return these employees with the ids of their managers up to the head, by id.

    Two queries, however deep.
    """
    keys = [EMPLOYEES.document_id(uow.scope, id_) for id_ in sorted(set(employee_ids))]
    chosen = {"_id": {"$in": keys}}
    managers: dict[str, str | None] = {}
    for row in await uow.aggregate(EMPLOYEES, _stages(uow.scope.tenant), chosen):
        managers[row["id"]] = row["manager_id"]
        managers.update((above["id"], above["manager_id"]) for above in row[_ABOVE])
    employees = await uow.find(EMPLOYEES, chosen)
    return {employee.id: (employee, reporting_line(employee.id, managers)) for employee in employees}


def _stages(tenant: str) -> list[dict[str, Any]]:
    names = {"_id": 0, "id": 1, "manager_id": 1}
    return [
        {
            "$graphLookup": {
                "from": EMPLOYEES.name,
                "startWith": "$manager_id",
                "connectFromField": "manager_id",
                "connectToField": "id",
                "restrictSearchWithMatch": {"tenant": tenant},
                "maxDepth": MAX_LINE - 1,
                "as": _ABOVE,
            }
        },
        {"$project": {**names, f"{_ABOVE}.id": 1, f"{_ABOVE}.manager_id": 1}},
    ]
