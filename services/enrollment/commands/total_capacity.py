"""State how many partners an employee takes at a time over all programmes of the organisation."""

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.participant import ParticipantState
from services.enrollment.queries.reporting_lines import load_with_lines
from services.enrollment.store import EMPLOYEES, PARTICIPANTS, PARTICIPANTS_OF_ALL_PROGRAMMES
from shared.kernel import Conflict
from shared.messaging import UnitOfWork


async def state_total_capacity(uow: UnitOfWork, employee_id: str, total: int | None) -> Employee:
    """Keep the number, and let matching know in every programme in which the employee is ready.

    Args:
        uow: the unit of work.
        employee_id: whose, who asks: nobody else gives places.
        total: pairings at a time; None: no number over all programmes.

    Raises:
        NotFound: no such employee.
        Conflict: the employee has left the organisation.
    """
    employee = await uow.require(EMPLOYEES, employee_id)
    if employee.left:
        raise Conflict("this employee has left the organisation", code="left-organisation")
    if employee.total_capacity == total:
        return employee
    uow.save(EMPLOYEES, employee.changed(total_capacity=total))
    ready = {"employee_id": employee_id, "state": ParticipantState.READY.value}
    participants = await uow.find(PARTICIPANTS_OF_ALL_PROGRAMMES, ready, sort=[("id", 1)])
    stated, line = (await load_with_lines(uow, [employee_id]))[employee_id]
    for participant in participants:
        settled, events = participant.settle(stated, line, uow.now)
        uow.save(PARTICIPANTS, settled, *events)
    return stated
