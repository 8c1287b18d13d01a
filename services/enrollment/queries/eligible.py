"""The employees who may take part in a programme."""

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.programme import Programme
from services.enrollment.store import EMPLOYEES
from shared.kernel import RuleBroken
from shared.messaging import UnitOfWork


async def employee_for(uow: UnitOfWork, programme: Programme, employee_id: str) -> Employee:
    """Return the employee, if they may take part in the programme.

    Raises:
        RuleBroken: unknown, gone, of a region the programme is not held in, or not begun yet.
    """
    employee = await uow.get(EMPLOYEES, employee_id)
    if employee is None or employee.left:
        raise RuleBroken(
            "no such employee: {employee_id}",
            code="unknown-employee",
            employee_id=employee_id,
            field="employee_id",
        )
    if employee.region not in programme.plan.regions:
        raise RuleBroken(
            "the programme is not held in the employee's region, {region}",
            code="region-not-in-programme",
            region=employee.region,
            field="employee_id",
        )
    if employee.hired_on > uow.now.date():
        raise RuleBroken(
            "the employee starts on {day} and can enrol from that day on",
            code="employee-not-begun",
            day=employee.hired_on.isoformat(),
            field="employee_id",
        )
    return employee
