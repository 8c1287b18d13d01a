"""The employees who may take part in a programme."""

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.programme import Programme
from services.enrollment.store import EMPLOYEES
from shared.kernel import RuleBroken
from shared.messaging import UnitOfWork


async def employee_for(uow: UnitOfWork, programme: Programme, employee_id: str) -> Employee:
    """The employee, if they may take part in the programme.

    Raises:
        RuleBroken: unknown, gone, of a region the programme is not held in, or not begun yet.
    """
    employee = await uow.get(EMPLOYEES, employee_id)
    if employee is None or employee.left:
        raise RuleBroken(f"no such employee: {employee_id}", field="employee_id")
    if employee.region not in programme.plan.regions:
        message = f"the programme is not held in the employee's region, {employee.region}"
        raise RuleBroken(message, field="employee_id")
    if employee.hired_on > uow.now.date():
        message = f"the employee starts on {employee.hired_on} and can enrol from that day on"
        raise RuleBroken(message, field="employee_id")
    return employee
