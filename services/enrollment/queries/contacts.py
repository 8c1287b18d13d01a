"""How to reach participants, for services that write to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.programme import Programme
from services.enrollment.store import EMPLOYEES, PARTICIPANTS, PROGRAMMES
from shared.messaging import UnitOfWork

_MOST_SHARING: Final = 20
"""The most people who may share a mail address and get a link each."""


@dataclass(frozen=True)
class Contacts:
    """A programme and some of its participants as employees, by participant id."""

    programme: Programme
    employees: dict[str, Employee]


async def find_contacts(uow: UnitOfWork, participant_ids: Sequence[str]) -> Contacts:
    """Find those of these participants who are employed; the others are left out.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    participants = await uow.find(PARTICIPANTS, {"id": {"$in": list(participant_ids)}})
    employee_ids = sorted({participant.employee_id for participant in participants})
    employed = await uow.find(EMPLOYEES, {"id": {"$in": employee_ids}, "left": False})
    by_id = {employee.id: employee for employee in employed}
    return Contacts(
        programme,
        {each.id: by_id[each.employee_id] for each in participants if each.employee_id in by_id},
    )


async def find_by_address(uow: UnitOfWork, address: str) -> list[Employee]:
    """Find those employed who have this mail address, in upper case or lower case."""
    same = {"$regex": f"^{re.escape(address)}$", "$options": "i"}
    return await uow.find(EMPLOYEES, {"left": False, "email": same}, sort=[("id", 1)], limit=_MOST_SHARING)
