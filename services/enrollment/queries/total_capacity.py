"""How many partners an employee takes at a time, over all programmes and in each role."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.enrollment.domain.participant import ParticipantState
from services.enrollment.queries.employees import get_own
from services.enrollment.store import PARTICIPANTS_OF_ALL_PROGRAMMES
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork


@dataclass(frozen=True)
class OwnCapacity:
    """An employee's numbers.

    Attributes:
        total: over all programmes, as stated; None if it was not.
        largest: the largest number given in one programme, for each role that the employee has; it holds
            over all programmes as long as no total is stated.
    """

    total: int | None
    largest: Mapping[Role, int]


async def get_own_capacity(uow: UnitOfWork, employee_id: str) -> OwnCapacity:
    """Return an employee's own numbers.

    Raises:
        NotFound: the organisation does not employ the caller.
    """
    employee = await get_own(uow, employee_id)
    here = {"employee_id": employee_id, "state": {"$ne": ParticipantState.WITHDRAWN.value}}
    largest: dict[Role, int] = {}
    for participant in await uow.find(PARTICIPANTS_OF_ALL_PROGRAMMES, here):
        largest[participant.role] = max(largest.get(participant.role, 0), participant.preferences.capacity)
    return OwnCapacity(employee.total_capacity, largest)
