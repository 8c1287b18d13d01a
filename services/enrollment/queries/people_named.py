"""An employee whom somebody names by mail address or employee id."""

from typing import Final

from services.enrollment.domain.employee import Employee, search_key
from services.enrollment.store import EMPLOYEES
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
    found = await uow.find(EMPLOYEES, query, limit=2)
    if not found:
        raise RuleBroken("nobody has this address or id", code="person-unknown", field=_FIELD)
    if len(found) > 1:
        raise RuleBroken("several people share this address", code="person-ambiguous", field=_FIELD)
    return found[0]
