"""Handlers of concerns, and the concerns that each may see."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from services.feedback.domain.concern import OPEN, Concern, ConcernState, Handler
from services.feedback.queries.access import outside_pairs, readable
from services.feedback.store import CONCERNS, HANDLERS, PROGRAMMES
from shared.kernel import EmployeeId, NotFound
from shared.messaging import UnitOfWork


class CoordinatorAccount(BaseModel):
    """A coordinator who asks.

    Attributes:
        account: at the issuer.
        employee_id: None for one who is no employee.
        whole_organisation: whether they coordinate all programmes.
    """

    model_config = ConfigDict(frozen=True)

    account: str
    employee_id: EmployeeId | None
    whole_organisation: bool


def handler_id_of(uow: UnitOfWork, coordinator: CoordinatorAccount) -> str:
    """Return the id that a coordinator has as a handler."""
    who = coordinator.employee_id or f"account:{coordinator.account}"
    return uow.keyed_id("handler", uow.scope.tenant, uow.scope.programme, who)


async def list_handlers(uow: UnitOfWork) -> list[Handler]:
    """Return the handlers of the programme.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    return await uow.find(HANDLERS, sort=[("since", 1), ("id", 1)])


async def own_handling(uow: UnitOfWork, coordinator: CoordinatorAccount) -> Handler | None:
    """Return the coordinator as a handler; None for one who handles no concerns.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    return await uow.get(HANDLERS, handler_id_of(uow, coordinator))


async def handlers_for(uow: UnitOfWork, employee_id: str) -> list[Handler]:
    """Return the handlers who may read what an employee reports: nobody near a partner of theirs."""
    handlers = await list_handlers(uow)
    employees = [handler.employee_id for handler in handlers if handler.employee_id]
    pairs = await outside_pairs(uow, employees, [employee_id])
    return [
        handler
        for handler in handlers
        if handler.employee_id is None or (handler.employee_id, employee_id) in pairs
    ]


async def least_busy(uow: UnitOfWork, handlers: list[Handler]) -> Handler | None:
    """Return the handler with the fewest open concerns; None of none."""
    open_states = {"$in": sorted(OPEN)}
    counts = [
        await uow.count(CONCERNS, {"handler_id": handler.id, "concern_state": open_states})
        for handler in handlers
    ]
    return min(zip(counts, handlers, strict=True), key=lambda row: row[0])[1] if handlers else None


async def visible_concerns(uow: UnitOfWork, coordinator: CoordinatorAccount) -> dict[str, Any]:
    """Return the query for a coordinator's own concerns, and for those that they may take."""
    own: dict[str, Any] = {
        "handler_id": handler_id_of(uow, coordinator),
        "concern_state": {"$ne": ConcernState.WITHDRAWN},
    }
    unassigned = {"handler_id": None, "concern_state": {"$in": sorted(OPEN)}}
    either = [own, unassigned] if coordinator.whole_organisation else [own]
    return {"$and": [{"$or": either}, await readable(uow, coordinator.employee_id)]}


async def require_concern(uow: UnitOfWork, concern_id: str, coordinator: CoordinatorAccount) -> Concern:
    """Return a concern that is the coordinator's, or that they may take.

    Raises:
        NotFound: this coordinator has no such concern.
    """
    query = {"$and": [{"id": concern_id}, await visible_concerns(uow, coordinator)]}
    matches = await uow.find(CONCERNS, query, limit=1)
    if not matches:
        raise NotFound(f"no such concern: {concern_id}")
    return matches[0]


async def require_assigned(uow: UnitOfWork, concern_id: str, coordinator: CoordinatorAccount) -> Concern:
    """Return a concern that is assigned to the coordinator.

    Raises:
        NotFound: this coordinator handles no such concern.
    """
    concern = await require_concern(uow, concern_id, coordinator)
    if concern.handler_id is None:
        raise NotFound(f"no such concern: {concern_id}")
    return concern
