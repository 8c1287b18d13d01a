"""The appointments of an employee: as a sponsor or as a delegate."""

from typing import Final, TypeVar

from services.enrollment.domain.appointment import OPEN, Appointment, AppointmentState
from services.enrollment.store import EMPLOYEES, PROGRAMMES
from shared.messaging import Collection, UnitOfWork

A = TypeVar("A", bound=Appointment)

_MOST: Final = 200
"""More than one person is named for in one programme."""


async def own_appointments(uow: UnitOfWork, collection: Collection[A], employee_id: str) -> list[A]:
    """Return what an employee is asked for, or has accepted; that which waits for an answer comes first.

    Raises:
        NotFound: there is no such programme, or the employee is not known.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    await uow.require(EMPLOYEES, employee_id)
    query = {"employee_id": employee_id, "state": {"$in": [state.value for state in OPEN]}}
    own = await uow.find(collection, query, sort=[("id", 1)], limit=_MOST)
    return sorted(own, key=lambda each: each.state is not AppointmentState.ASKED)
