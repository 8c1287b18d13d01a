"""The conflicts of interest that a participant declared."""

from services.matching.domain.people.declaration import Declaration
from services.matching.queries.pages import find_programme_page
from services.matching.store import DECLARATIONS
from shared.messaging import UnitOfWork
from shared.runtime.caller import Caller
from shared.service import Found, PageRequest


async def list_own_declarations(uow: UnitOfWork, caller: Caller, page: PageRequest) -> Found[Declaration]:
    """Return the conflicts of interest the caller declared."""
    return await find_programme_page(uow, DECLARATIONS, {"by_employee_id": caller.require_employee()}, page)
