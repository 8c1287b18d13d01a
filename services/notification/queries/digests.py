"""The messages that a digest gathers."""

from services.notification.domain.delivery import Delivery
from services.notification.store import DELIVERIES
from shared.messaging import UnitOfWork


async def open_items(uow: UnitOfWork, digest: Delivery) -> list[Delivery]:
    """Return the items of a digest that are still to be sent."""
    await uow.preload({DELIVERIES: digest.items})
    items = [await uow.get(DELIVERIES, id_) for id_ in digest.items]
    return [item for item in items if item and item.is_open]
