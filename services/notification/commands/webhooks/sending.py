"""Claim deliveries to a webhook in the order of their keys, and note what came of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.notification.commands.planning import plan
from services.notification.domain.delivery import Reader
from services.notification.domain.kinds import Kind
from services.notification.domain.webhooks.delivery import OPEN, Failure, WebhookDelivery, WebhookState
from services.notification.domain.webhooks.subscription import DisabledReason, Subscription
from services.notification.queries.webhooks import subscriptions_of
from services.notification.store import SUBSCRIPTIONS, WEBHOOK_DELIVERIES
from shared.messaging import UnitOfWork

AT_ONCE: Final = 16
"""Deliveries to one webhook at a time."""
_CANDIDATES: Final = 200
_OPEN: Final = {"$in": sorted(OPEN)}


@dataclass(frozen=True)
class Claim:
    """Deliveries that one worker has, and where they go."""

    subscription: Subscription
    deliveries: Sequence[WebhookDelivery]


@dataclass(frozen=True)
class Attempt:
    """The outcome of a try; without a failure the receiver took it."""

    duration_ms: int
    status: int | None = None
    failure: Failure | None = None
    retry_after: timedelta | None = None
    chance: float = 0


async def claim(uow: UnitOfWork, id_: str, until: datetime) -> Claim | None:
    """Take what is due for a webhook: of each key the first that is not delivered; later ones wait for it.

    Args:
        uow: of the organisation.
        id_: the webhook.
        until: other workers may take them after that.

    Returns:
        None where nothing can be sent now.
    """
    entry = (await subscriptions_of(uow)).find(id_)
    if entry is None or not entry.is_active:
        return None
    query = {"subscription_id": id_, "state": _OPEN, "next_at": {"$lte": uow.now}}
    due = await uow.find(WEBHOOK_DELIVERIES, query, sort=[("next_at", 1)], limit=_CANDIDATES)
    first = await _first_of_keys(uow, id_, sorted({delivery.key for delivery in due}))
    claimed: list[WebhookDelivery] = []
    for delivery in due:
        first_id, first_next_at = first[delivery.key]
        if delivery.id != first_id:
            uow.save(WEBHOOK_DELIVERIES, delivery.behind(first_next_at, uow.now))
        elif len(claimed) < AT_ONCE:
            claimed.append(uow.save(WEBHOOK_DELIVERIES, delivery.waiting(until)))
    return Claim(entry, claimed) if claimed else None


async def record(uow: UnitOfWork, id_: str, attempts: Mapping[str, Attempt]) -> None:
    """Note what came of deliveries to a webhook, and let the next of their keys follow.

    A webhook whose receiver is gone, or failed in every try, is disabled, and the coordinators get a message.
    """
    noted = []
    for delivery_id, attempt in attempts.items():
        delivery = await uow.get(WEBHOOK_DELIVERIES, delivery_id)
        if delivery is not None and delivery.is_open:
            noted.append(uow.save(WEBHOOK_DELIVERIES, _after(delivery, attempt, uow.now)))
    for delivery in noted:
        if not delivery.is_open:
            await _let_next_follow(uow, delivery)
    given_up = [each.failure for each in noted if each.state is WebhookState.GIVEN_UP]
    if reasons := [failure for failure in given_up if failure is not Failure.TOO_LARGE]:
        gone = Failure.GONE in reasons
        await _disable(uow, id_, DisabledReason.GONE if gone else DisabledReason.FAILED)


async def _first_of_keys(uow: UnitOfWork, id_: str, keys: Sequence[str]) -> dict[str, tuple[str, datetime]]:
    """Return the id of the first open delivery of each key, and when it is due."""
    first = {
        "$group": {"_id": "$key", "id": {"$first": "$id"}, "next_at": {"$first": "$next_at"}},
    }
    query = {"subscription_id": id_, "key": {"$in": list(keys)}, "state": _OPEN}
    rows = await uow.aggregate(WEBHOOK_DELIVERIES, [{"$sort": {"key": 1, "sequence": 1}}, first], query)
    return {row["_id"]: (row["id"], row["next_at"]) for row in rows}


async def _let_next_follow(uow: UnitOfWork, delivery: WebhookDelivery) -> None:
    query = {"subscription_id": delivery.subscription_id, "key": delivery.key, "state": _OPEN}
    for following in await uow.find(WEBHOOK_DELIVERIES, query, sort=[("sequence", 1)], limit=1):
        uow.save(WEBHOOK_DELIVERIES, following.waiting(uow.now))


async def _disable(uow: UnitOfWork, id_: str, reason: DisabledReason) -> None:
    subscriptions = await subscriptions_of(uow)
    entry = subscriptions.find(id_)
    if entry is None or not entry.is_active:
        return
    uow.save(SUBSCRIPTIONS, subscriptions.replacing(entry.disabled(reason, uow.now)))
    fact_id = f"{id_}@{uow.now.isoformat()}"
    await plan(uow, Kind.WEBHOOK_DISABLED, fact_id, Reader.COORDINATORS, subject_id=id_)


def _after(delivery: WebhookDelivery, attempt: Attempt, now: datetime) -> WebhookDelivery:
    if attempt.failure is None and attempt.status is not None:
        return delivery.delivered(now, attempt.status, attempt.duration_ms)
    return delivery.failed(
        now,
        attempt.failure or Failure.CONNECTION,
        chance=attempt.chance,
        status=attempt.status,
        duration_ms=attempt.duration_ms,
        retry_after=attempt.retry_after,
    )
