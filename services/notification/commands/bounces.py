"""Note that messages did not reach their address."""

from services.notification.commands.planning import count_in_digest
from services.notification.domain.delivery import Delivery
from services.notification.queries.preferences import preferences_of
from services.notification.store import DELIVERIES, PARTICIPANTS, PREFERENCES
from shared.messaging import UnitOfWork


async def note_bounce(uow: UnitOfWork, delivery_id: str) -> bool:
    """Note that a message that was sent did not reach its address, and that the address does not work.

    Returns:
        whether there is such a message, sent and not bounced before.
    """
    delivery = await uow.get(DELIVERIES, delivery_id)
    if delivery is None or not delivery.can_bounce:
        return False
    uow.save(DELIVERIES, delivery.bounced())
    await _note_address(uow, delivery)
    return True


async def _note_address(uow: UnitOfWork, delivery: Delivery) -> None:
    """Send the reader nothing more at this address, and let the coordinators know."""
    person = await uow.get(PARTICIPANTS, delivery.participant_id) if delivery.participant_id else None
    if person is None or not delivery.address_key:
        return
    preferences = await preferences_of(uow, person.employee_id)
    if preferences.dead_address != delivery.address_key:
        uow.save(PREFERENCES, preferences.without_address(delivery.address_key))
        await count_in_digest(uow, uow.now, "addresses-not-working")
