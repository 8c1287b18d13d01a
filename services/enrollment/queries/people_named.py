"""Employees: whom somebody names by mail address or employee id, and who takes part."""

from collections.abc import Iterable
from typing import Final

from services.enrollment.domain.employee import Employee, search_key
from services.enrollment.store import EMPLOYEES, PARTICIPANTS
from shared.kernel import RuleBroken
from shared.messaging import UnitOfWork

_FIELD: Final = "person"


async def find_person(uow: UnitOfWork, person: str) -> Employee:
    """Return the one employee who has this mail address or id.

    Raises:
        RuleBroken: nobody who is employed has it, or several share the address.
    """
    key = search_key(person)
    query = {"left": False, "$or": [{"id": key}, {"email_key": key}]}
    employees = await uow.find(EMPLOYEES, query, limit=2)
    if not employees:
        raise RuleBroken("nobody has this address or id", code="person-unknown", field=_FIELD)
    if len(employees) > 1:
        raise RuleBroken("several people share this address", code="person-ambiguous", field=_FIELD)
    return employees[0]


async def employees_of(uow: UnitOfWork, participant_ids: Iterable[str]) -> dict[str, Employee]:
    """Find the employees who these participants are, by participant id."""
    participants = await uow.find(PARTICIPANTS, {"id": {"$in": sorted(participant_ids)}})
    ids = sorted({one.employee_id for one in participants})
    employees = {one.id: one for one in await uow.find(EMPLOYEES, {"id": {"$in": ids}})}
    return {one.id: employees[one.employee_id] for one in participants if one.employee_id in employees}
