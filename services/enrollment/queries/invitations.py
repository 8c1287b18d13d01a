"""Invitations."""

from collections.abc import Mapping
from itertools import product

from services.enrollment.domain.invitation import Invitation, InvitationState
from services.enrollment.store import INVITATIONS, PROGRAMMES
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page


async def list_invitations(
    uow: UnitOfWork, filters: Mapping[str, str], page: PageRequest
) -> Found[Invitation]:
    """Return a page of the programme's open invitations that match the filters, and how many there are."""
    await uow.require(PROGRAMMES, uow.scope.programme)
    query = {"state": InvitationState.OPEN.value, **filters}
    return await find_page(uow, INVITATIONS, query, page, sort=[("employee_id", 1)])


async def count_invitations(uow: UnitOfWork) -> dict[Role, dict[InvitationState, int]]:
    """Return how many invitations there are in each role and state."""
    await uow.require(PROGRAMMES, uow.scope.programme)
    counts: dict[Role, dict[InvitationState, int]] = {role: {} for role in Role}
    for role, state in product(Role, InvitationState):
        query = {"state": state.value, "role": role.value}
        counts[role][state] = await uow.count(INVITATIONS, query)
    return counts


async def find_usable(uow: UnitOfWork, ids: Mapping[Role, str]) -> Invitation | None:
    """Return the invitation by which an employee may join, if there is one.

    Args:
        uow: the unit of work.
        ids: the employee's id in each role.
    """
    invitations = [await uow.get(INVITATIONS, id_) for id_ in ids.values()]
    usable = [each for each in invitations if each and each.allows_joining(uow.now)]
    return max(usable, key=lambda each: (each.is_open(uow.now), each.invited_at), default=None)
