"""Plan deliveries to webhooks."""

from datetime import UTC, datetime
from typing import Final

from services.notification.domain.webhooks.delivery import KEPT, WebhookDelivery, webhook_delivery_id
from services.notification.domain.webhooks.payload import body_of
from services.notification.domain.webhooks.subscription import ALL
from services.notification.store import SUBSCRIPTIONS, WEBHOOK_DELIVERIES
from shared.messaging import Event, UnitOfWork
from shared.schema import EventData
from shared.schema.personal import without_personal

SIGNAL: Final = "webhooks"
"""Wakes the worker."""


async def plan_webhooks(uow: UnitOfWork, event: Event[EventData]) -> None:
    """Plan a delivery to each subscription that wants an event, unless the event has made it before."""
    subscriptions = await uow.get(SUBSCRIPTIONS, ALL)
    if subscriptions is None:
        return
    for subscription in subscriptions.wanting(event.envelope.type, event.scope.programme):
        id_ = webhook_delivery_id(subscription.id, event.id)
        if not await uow.get(WEBHOOK_DELIVERIES, id_):
            save_planned(uow, _planned(uow, id_, subscription.id, event))


def save_planned(uow: UnitOfWork, delivery: WebhookDelivery) -> None:
    """Save a delivery and wake the worker after the commit."""
    uow.save(WEBHOOK_DELIVERIES, delivery)
    uow.notify(SIGNAL)


def forget_at() -> datetime:
    """Return until when the database keeps a delivery that is made now."""
    return datetime.now(UTC) + KEPT


def _planned(uow: UnitOfWork, id_: str, subscription_id: str, event: Event[EventData]) -> WebhookDelivery:
    envelope, contract = event.envelope, event.data.contract
    key = f"{contract.aggregate}/{envelope.subject}"
    return WebhookDelivery(
        id=id_,
        tenant=uow.scope.tenant,
        subscription_id=subscription_id,
        event_id=event.id,
        event_type=envelope.type,
        event_time=event.time,
        key=f"{event.scope.programme}/{key}",
        sequence=envelope.sequence,
        body=body_of(
            event_id=event.id,
            event_type=envelope.type,
            time=event.time,
            programme=event.scope.programme,
            key=key,
            sequence=envelope.sequence,
            data=without_personal(event.data),
        ),
        next_at=uow.now,
        forget_at=forget_at(),
    )
