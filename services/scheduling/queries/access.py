"""People whose sessions a coordinator does not read: themselves and those they are or were paired with."""

from typing import Any

from services.scheduling.store import TENANT_SERIES
from shared.messaging import UnitOfWork

_SESSION_SIDES = ("mentor.employee_id", "mentee.employee_id")
_SERIES_SIDES = ("mentor_employee_id", "mentee_employee_id")


async def hidden_from(uow: UnitOfWork, employee_id: str | None) -> frozenset[str]:
    """Return the coordinator and all their partners, in whichever programme of the tenant.

    Args:
        uow: of the programme.
        employee_id: the coordinator's; None for one who is no employee, and so is paired with nobody.
    """
    if employee_id is None:
        return frozenset()
    own = await uow.find(TENANT_SERIES, {"$or": [{side: employee_id} for side in _SERIES_SIDES]})
    people = {id_ for series in own for id_ in (series.mentor_employee_id, series.mentee_employee_id)}
    return frozenset({employee_id, *people})


async def sessions_for(uow: UnitOfWork, employee_id: str | None) -> dict[str, Any]:
    """Return the query for the sessions that a coordinator may read."""
    return _without(await hidden_from(uow, employee_id), _SESSION_SIDES)


async def series_for(uow: UnitOfWork, employee_id: str | None) -> dict[str, Any]:
    """Return the query for the series that a coordinator may read."""
    return _without(await hidden_from(uow, employee_id), _SERIES_SIDES)


def _without(people: frozenset[str], sides: tuple[str, str]) -> dict[str, Any]:
    if not people:
        return {}
    return {"$nor": [{side: {"$in": sorted(people)}} for side in sides]}
