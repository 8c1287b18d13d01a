"""Handlers of concerns, and the concerns that each may see."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from services.feedback.domain.concern import OPEN, Concern, ConcernState
from services.feedback.domain.handler import Handler
from services.feedback.queries.access import outside_pairs, readable
from services.feedback.queries.sponsors import sponsor_id_of
from services.feedback.store import CONCERNS, HANDLERS, PROGRAMMES
from shared.kernel import EmployeeId, NotFound
from shared.messaging import UnitOfWork


class HandlerAccount(BaseModel):
    """Somebody who asks for concerns: a coordinator, a sponsor, or both.

    Attributes:
        account: at the issuer.
        employee_id: None for a coordinator who is no employee.
        coordinates: whether they coordinate this programme.
        whole_organisation: whether they coordinate all programmes.
    """

    model_config = ConfigDict(frozen=True)

    account: str
    employee_id: EmployeeId | None
    coordinates: bool
    whole_organisation: bool


def handler_id_of(uow: UnitOfWork, coordinator: HandlerAccount) -> str:
    """Return the id that a coordinator has as a handler."""
    who = coordinator.employee_id or f"account:{coordinator.account}"
    return uow.keyed_id("handler", uow.scope.tenant, uow.scope.programme, who)


def handler_ids_of(uow: UnitOfWork, reader: HandlerAccount) -> list[str]:
    """Return the ids under which concerns are assigned to somebody: as a coordinator, and as a sponsor."""
    as_coordinator = [handler_id_of(uow, reader)] if reader.coordinates else []
    as_sponsor = [sponsor_id_of(uow, reader.employee_id)] if reader.employee_id else []
    return [*as_coordinator, *as_sponsor]


async def list_handlers(uow: UnitOfWork) -> list[Handler]:
    """Return the handlers of the programme.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    return await uow.find(HANDLERS, sort=[("since", 1), ("id", 1)])


async def own_handling(uow: UnitOfWork, coordinator: HandlerAccount) -> Handler | None:
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


async def visible_concerns(uow: UnitOfWork, reader: HandlerAccount) -> dict[str, Any]:
    """Return the query for the concerns that somebody handles, and for those that a coordinator may take."""
    own: dict[str, Any] = {
        "handler_id": {"$in": handler_ids_of(uow, reader)},
        "concern_state": {"$ne": ConcernState.WITHDRAWN},
    }
    unassigned = {"handler_id": None, "concern_state": {"$in": sorted(OPEN)}}
    may_take = reader.coordinates and reader.whole_organisation
    either = [own, unassigned] if may_take else [own]
    return {"$and": [{"$or": either}, await readable(uow, reader.employee_id)]}


async def require_concern(uow: UnitOfWork, concern_id: str, reader: HandlerAccount) -> Concern:
    """Return a concern that somebody handles, or that a coordinator may take.

    Raises:
        NotFound: they have no such concern.
    """
    query = {"$and": [{"id": concern_id}, await visible_concerns(uow, reader)]}
    matches = await uow.find(CONCERNS, query, limit=1)
    if not matches:
        raise NotFound(f"no such concern: {concern_id}")
    return matches[0]


async def require_assigned(uow: UnitOfWork, concern_id: str, reader: HandlerAccount) -> Concern:
    """Return a concern that somebody handles.

    Raises:
        NotFound: they handle no such concern.
    """
    concern = await require_concern(uow, concern_id, reader)
    if concern.handler_id is None:
        raise NotFound(f"no such concern: {concern_id}")
    return concern
