"""Orders to invite many people, and the people they are about."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.invitation_list import Line
from services.enrollment.domain.invitation_order import Group, InvitationOrder, OrderState
from services.enrollment.domain.programme import Programme
from services.enrollment.store import (
    CERTIFICATES_OF_ALL_PROGRAMMES,
    EMPLOYEES,
    INVITATION_ORDERS,
    PROGRAMMES,
)
from shared.contracts.vocabulary import Role
from shared.kernel import EmployeeId, Identifier, NotFound
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page


async def list_orders(uow: UnitOfWork, account: str | None, page: PageRequest) -> Found[InvitationOrder]:
    """Return a page of the orders of an account (None: of all), the latest first."""
    await uow.require(PROGRAMMES, uow.scope.programme)
    query: dict[str, Any] = {"state": {"$ne": OrderState.RECEIVING.value}}
    if account is not None:
        query["ordered_by"] = account
    return await find_page(uow, INVITATION_ORDERS, query, page, sort=[("ordered_at", -1), ("id", 1)])


async def require_order(uow: UnitOfWork, order_id: str, account: str | None) -> InvitationOrder:
    """Return one order.

    Raises:
        NotFound: there is none, or it is another account's than the only one that is allowed.
    """
    order = await uow.require(INVITATION_ORDERS, order_id)
    if account is not None and order.ordered_by != account:
        raise NotFound(f"no such order: {order_id}")
    return order


async def find_named(
    uow: UnitOfWork, programme: Programme, lines: Sequence[Line], *, by_name: bool
) -> list[Employee]:
    """Return those whom some lines may name and who can take part.

    All others are as if they were not there.
    """
    keys = {"$in": sorted({line.key for line in lines})}
    fields = ("id", "email_key", *(("name_key",) if by_name else ()))
    query = {"left": False, "$or": [{field: keys} for field in fields]}
    employees = await uow.find(EMPLOYEES, query, sort=[("id", 1)])
    today = uow.now.date()
    return [each for each in employees if each.region in programme.plan.regions and each.hired_on <= today]


def in_group(programme: Programme, group: Group, today: date) -> dict[str, Any]:
    """Return the query for the employees of a group who can take part."""
    return {
        "left": False,
        "region": {"$in": list(group.regions or programme.plan.regions)},
        "grade": {"$gte": group.grade_min, "$lte": group.grade_max},
        "hired_on": {"$lte": today},
        **({"department": group.department} if group.department else {}),
    }


async def count_group(uow: UnitOfWork, programme: Programme, group: Group, role: Role) -> int:
    """Return the number of people of a group who can take part; of a cohort, of those who completed it."""
    if group.completed_in is None:
        return await uow.count(EMPLOYEES, in_group(programme, group, uow.now.date()))
    completed = await uow.find(CERTIFICATES_OF_ALL_PROGRAMMES, _of_cohort(group.completed_in, role))
    return len({certificate.employee_id for certificate in completed})


async def completed_after(
    uow: UnitOfWork, programme_id: str, role: Role, after: str, most: int
) -> list[EmployeeId]:
    """Return the next employees who completed a programme in a role, by id.

    One may be there several times.
    """
    query = _of_cohort(programme_id, role) | {"employee_id": {"$gt": after}}
    certificates = await uow.find(
        CERTIFICATES_OF_ALL_PROGRAMMES, query, sort=[("employee_id", 1)], limit=most
    )
    return [certificate.employee_id for certificate in certificates]


def _of_cohort(programme_id: str, role: Role) -> dict[str, Any]:
    return {"programme": programme_id, "role": role.value}


def lines_id(order_id: str, chunk: int) -> Identifier:
    """Return the id of a chunk of an order's list, the first being 0."""
    return f"{order_id}-{chunk}"
