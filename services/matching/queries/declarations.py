"""The conflicts of interest that a participant declared."""

from services.matching.domain.people.commitments import Commitments
from services.matching.domain.people.declaration import Declaration
from services.matching.queries.pages import find_programme_page
from services.matching.queries.participations import commitments_of
from services.matching.store import DECLARATIONS, DECLARATIONS_OF_ALL_PROGRAMMES
from shared.messaging import UnitOfWork
from shared.runtime.caller import Caller
from shared.service import Found, PageRequest


async def list_own_declarations(uow: UnitOfWork, caller: Caller, page: PageRequest) -> Found[Declaration]:
    """Return the conflicts of interest the caller declared."""
    return await find_programme_page(uow, DECLARATIONS, {"by_employee_id": caller.require_employee()}, page)


async def is_declared(uow: UnitOfWork, employee_id: str, other_id: str) -> bool:
    """Return whether one of two employees has declared a conflict with the other, in whatever programme."""
    one, other = await commitments_of(uow, employee_id), await commitments_of(uow, other_id)
    return bool(await _declarations(uow, one, other) or await _declarations(uow, other, one))


async def _declarations(uow: UnitOfWork, by: Commitments, about: Commitments) -> list[Declaration]:
    ids = [each.participant_id for each in about.participations]
    query = {"by_employee_id": by.id, "with_id": {"$in": ids}}
    return await uow.find(DECLARATIONS_OF_ALL_PROGRAMMES, query, limit=1)
