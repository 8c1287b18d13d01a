"""Send again what was sent, or given up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.notification.commands.webhooks.planning import SIGNAL, save_planned
from services.notification.domain.webhooks.catalogue import TEST_TYPE
from services.notification.domain.webhooks.delivery import WebhookDelivery, WebhookState, webhook_delivery_id
from services.notification.queries.webhooks import get_subscription
from services.notification.store import WEBHOOK_DELIVERIES
from shared.kernel import NotFound, RuleBroken
from shared.messaging import UnitOfWork

AT_ONCE: Final = 1000
_YEARS: Final = range(2000, 2200)
_SETTLED: Final = (WebhookState.DELIVERED.value, WebhookState.GIVEN_UP.value)


@dataclass(frozen=True)
class Replayed:
    """The outcome of a replay.

    Attributes:
        deliveries: how many.
        next_since: where to go on, if there are more.
    """

    deliveries: int
    next_since: datetime | None


async def replay(
    uow: UnitOfWork, id_: str, since: datetime | None, event_id: str | None, until: datetime | None
) -> Replayed:
    """Send a webhook's events again from a point on, in their order; a thousand at a time.

    Args:
        uow: of the organisation.
        id_: the webhook.
        since: the time of the first event; or
        event_id: the first event.
        until: events from this time on are left out.

    Raises:
        NotFound: the organisation has no such webhook, or the webhook no such event.
        RuleBroken: both points are named, or none, or a time is of another century.
    """
    await get_subscription(uow, id_)
    for field, instant in (("since", since), ("until", until)):
        if instant and instant.year not in _YEARS:
            raise RuleBroken("must be from 2000 to 2199", code="time-out-of-range", field=field)
    first = await _first(uow, id_, since, event_id)
    times: dict[str, Any] = {"$gte": first} | ({"$lt": until} if until else {})
    query = {
        "subscription_id": id_,
        "state": {"$in": _SETTLED},
        "event_time": times,
        "event_type": {"$ne": TEST_TYPE},
    }
    # One more than is sent again says whether there are more.
    order = [("event_time", 1), ("id", 1)]
    settled = await uow.find(WEBHOOK_DELIVERIES, query, sort=order, limit=AT_ONCE + 1)
    for delivery in settled[:AT_ONCE]:
        save_planned(uow, delivery.planned_again(uow.now))
    more = settled[AT_ONCE:]
    return Replayed(len(settled) - len(more), more[0].event_time if more else None)


async def retry(uow: UnitOfWork, id_: str, delivery_id: str) -> WebhookDelivery:
    """Try one delivery now.

    Raises:
        NotFound: the organisation has no such webhook, or the webhook no such delivery.
        Conflict: it was delivered.
    """
    await get_subscription(uow, id_)
    delivery = await uow.require(WEBHOOK_DELIVERIES, delivery_id)
    if delivery.subscription_id != id_:
        raise NotFound(f"no such delivery: {delivery_id}")
    uow.notify(SIGNAL)
    return uow.save(WEBHOOK_DELIVERIES, delivery.retried(uow.now))


async def _first(uow: UnitOfWork, id_: str, since: datetime | None, event_id: str | None) -> datetime:
    if (since is None) == (event_id is None):
        raise RuleBroken("name either since or event_id", code="since-or-event-needed", field="since")
    if since is not None:
        return since
    delivery = await uow.get(WEBHOOK_DELIVERIES, webhook_delivery_id(id_, event_id or ""))
    if delivery is None:
        raise NotFound(f"no such event of this webhook: {event_id}")
    return delivery.event_time
