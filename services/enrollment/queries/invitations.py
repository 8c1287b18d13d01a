"""Open invitations."""

from services.enrollment.domain.invitation import Invitation
from services.enrollment.store import INVITATIONS, PROGRAMMES
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page


async def list_invitations(uow: UnitOfWork, employee_id: str | None, page: PageRequest) -> Found[Invitation]:
    """A page of the programme's open invitations, or of one employee's, and how many there are."""
    await uow.require(PROGRAMMES, uow.scope.programme)
    query = {"employee_id": employee_id} if employee_id else {}
    return await find_page(uow, INVITATIONS, query, page, sort=[("employee_id", 1)])
