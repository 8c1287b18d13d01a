"""Access of a caller to proposals and pairings."""

from typing import Any

from services.matching.domain.pairs.pairing import Pairing
from services.matching.domain.pairs.proposal import Proposal
from services.matching.queries.relations import relations_of
from shared.messaging import UnitOfWork
from shared.runtime.caller import Caller, CallerRole


def is_own(pair: Proposal | Pairing, caller: Caller) -> bool:
    """Return whether a participant asks for something of their own."""
    return caller.has(CallerRole.PARTICIPANT) and pair.role_of(caller.employee_id) is not None


async def may_coordinate(uow: UnitOfWork, pair: Proposal | Pairing, caller: Caller) -> bool:
    """Return whether a coordinator asks for something that is not concealed from them."""
    if not caller.may_coordinate(uow.scope.programme):
        return False
    relations = await relations_of(uow, caller.employee_id)
    return not relations.conceal(pair.mentor_id, pair.mentee_id)


def own_pairs(caller: Caller) -> dict[str, Any]:
    """Return the query for the caller's own pairs."""
    own = caller.require_employee()
    return {"$or": [{"mentor_employee_id": own}, {"mentee_employee_id": own}]}
