"""Deliveries that a mail server tells about, by their Message-ID."""

from services.notification.store import TENANT_DELIVERIES
from shared.messaging import UnitOfWork


async def programme_of(uow: UnitOfWork, delivery_id: str) -> str | None:
    """Return the programme of one of the organisation's deliveries."""
    matches = await uow.find(TENANT_DELIVERIES, {"id": delivery_id}, limit=1)
    return matches[0].programme if matches else None
