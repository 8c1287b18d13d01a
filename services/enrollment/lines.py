"""Loading people together with everybody above them."""

from collections.abc import Iterable

from services.enrollment.domain.employee import Employee
from services.enrollment.store import EMPLOYEES
from shared.messaging.unit_of_work import UnitOfWork


async def load_with_managers(uow: UnitOfWork, employee_ids: Iterable[str]) -> dict[str, Employee]:
    """These employees and their managers up to the head, by id: one query for each level."""
    found: dict[str, Employee] = {}
    wanted = set(employee_ids)
    while wanted:
        keys = [EMPLOYEES.document_id(uow.scope, id_) for id_ in sorted(wanted)]
        level = await uow.find(EMPLOYEES, {"_id": {"$in": keys}})
        found.update((employee.id, employee) for employee in level)
        wanted = {employee.manager_id for employee in level if employee.manager_id} - found.keys()
    return found
