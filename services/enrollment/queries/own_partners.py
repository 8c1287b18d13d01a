"""The employees of whom a coordinator learns nothing, since they are paired with them."""

from typing import Any

from services.enrollment.store import INTRODUCTIONS_OF_ALL_PROGRAMMES, PARTICIPANTS_OF_ALL_PROGRAMMES
from shared.messaging import UnitOfWork


async def hidden_from(uow: UnitOfWork, employee_id: str | None) -> frozenset[str]:
    """Return a coordinator and all their partners, in whichever programme of the tenant.

    Args:
        uow: of the tenant.
        employee_id: the coordinator as an employee; None for one who is none.
    """
    if employee_id is None:
        return frozenset()
    own = await uow.find(PARTICIPANTS_OF_ALL_PROGRAMMES, {"employee_id": employee_id})
    ids = {"$in": sorted(one.id for one in own)}
    sides: dict[str, Any] = {"$or": [{"mentor_id": ids}, {"mentee_id": ids}], "paired": True}
    pairings = await uow.find(INTRODUCTIONS_OF_ALL_PROGRAMMES, sides) if own else []
    both = sorted({id_ for each in pairings for id_ in (each.mentor_id, each.mentee_id)})
    people = await uow.find(PARTICIPANTS_OF_ALL_PROGRAMMES, {"id": {"$in": both}}) if both else []
    return frozenset({employee_id, *(one.employee_id for one in people)})
