"""Deliveries in figures; who got what is for nobody to read."""

from dataclasses import dataclass

from services.notification.domain.delivery import SENDABLE, DeliveryState
from services.notification.domain.kinds import CONFIDENTIAL, Kind
from services.notification.store import DELIVERIES, PROGRAMMES
from shared.messaging import UnitOfWork


@dataclass(frozen=True)
class DeliveryCount:
    """How many messages of a kind are in a state."""

    kind: Kind
    state: DeliveryState
    deliveries: int


async def count_deliveries(uow: UnitOfWork) -> list[DeliveryCount]:
    """Return how many deliveries there are of each kind in each state, without confidential ones.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    group = {"$group": {"_id": {"kind": "$kind", "state": "$state"}, "n": {"$sum": 1}}}
    query = {"kind": {"$nin": sorted(CONFIDENTIAL)}}
    rows = await uow.aggregate(DELIVERIES, [group, {"$sort": {"_id.kind": 1, "_id.state": 1}}], query)
    return [
        DeliveryCount(Kind(row["_id"]["kind"]), DeliveryState(row["_id"]["state"]), row["n"]) for row in rows
    ]


async def count_due(uow: UnitOfWork) -> int:
    """Return how many deliveries are due and not sent yet, without confidential ones.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    due = {"state": {"$in": sorted(SENDABLE)}, "due_at": {"$lte": uow.now}}
    return await uow.count(DELIVERIES, {"kind": {"$nin": sorted(CONFIDENTIAL)}, **due})
