"""The organisation's people."""

from collections.abc import Mapping
from typing import Any, Final

from services.enrollment.domain.employee import Employee
from services.enrollment.store import APPLICATIONS, EMPLOYEES, PARTICIPANTS, PROGRAMMES, REPORTING, ReportsTo
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page

_DIRECTORY_PAGE: Final = 2000


async def list_employees(
    uow: UnitOfWork, filters: Mapping[str, Any], page: PageRequest, *, everybody: bool
) -> Found[Employee]:
    """Return a page of those employed now, and how many there are in all.

    Args:
        uow: the unit of work.
        filters: what they must match.
        page: which part of the list.
        everybody: whether to search the whole organisation, or only those who take part or applied.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    query = {"left": False, **filters}
    if not everybody:
        query["id"] = {"$in": await _taking_part(uow, filters.get("id"))}
    return await find_page(uow, EMPLOYEES, query, page, sort=[("id", 1)])


async def get_employee(uow: UnitOfWork, employee_id: str, *, everybody: bool) -> Employee:
    """Return one employee.

    Raises:
        NotFound: there is none, or none who takes part or applied where ``everybody`` is not allowed.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    if not everybody and not await _taking_part(uow, employee_id):
        raise NotFound(f"no such employee: {employee_id}")
    return await uow.require(EMPLOYEES, employee_id)


async def get_own(uow: UnitOfWork, employee_id: str) -> Employee:
    """Return the employee that somebody is.

    Raises:
        NotFound: there is none, or none any more.
    """
    employee = await uow.require(EMPLOYEES, employee_id)
    if employee.left:
        raise NotFound(f"no such employee: {employee_id}")
    return employee


async def _taking_part(uow: UnitOfWork, employee_ids: object) -> list[str]:
    """Return the ids of those who take or took part in the programme or applied.

    All, or of the ids that match.
    """
    query = {"employee_id": employee_ids} if employee_ids else {}
    distinct = [{"$group": {"_id": "$employee_id"}}]
    rows = [
        *await uow.aggregate(PARTICIPANTS, distinct, query),
        *await uow.aggregate(APPLICATIONS, distinct, query),
    ]
    return sorted({row["_id"] for row in rows})


async def employed_after(uow: UnitOfWork, after: str) -> list[ReportsTo]:
    """Return a page of those employed now, by id, after this one.

    Raises:
        NotFound: no such programme.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    query = {"left": False, "id": {"$gt": after}}
    return await uow.find(REPORTING, query, sort=[("id", 1)], limit=_DIRECTORY_PAGE)
