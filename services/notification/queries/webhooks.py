"""Webhooks and their deliveries, for those who manage them."""

from services.notification.domain.webhooks.delivery import WebhookDelivery, WebhookState
from services.notification.domain.webhooks.subscription import ALL, Subscription, Subscriptions
from services.notification.store import SUBSCRIPTIONS, WEBHOOK_DELIVERIES
from shared.encryption import Vault
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page


def owner_of(tenant: str, id_: str) -> str:
    """Return the owner that a webhook's secrets are sealed for."""
    return f"{tenant}/{id_}"


async def subscriptions_of(uow: UnitOfWork) -> Subscriptions:
    """Return the organisation's webhooks; none where none was ever created."""
    stored = await uow.get(SUBSCRIPTIONS, ALL)
    return stored or Subscriptions(id=ALL, tenant=uow.scope.tenant)


async def list_subscriptions(uow: UnitOfWork, page: PageRequest) -> Found[Subscription]:
    """List the organisation's webhooks, the oldest first."""
    entries = (await subscriptions_of(uow)).entries
    return list(entries[page.offset : page.offset + page.limit]), len(entries)


async def get_subscription(uow: UnitOfWork, id_: str) -> Subscription:
    """Return a webhook.

    Raises:
        NotFound: the organisation has no such webhook.
    """
    return (await subscriptions_of(uow)).require(id_)


async def newest_secret(uow: UnitOfWork, id_: str, vault: Vault) -> bytes:
    """Return a webhook's newest secret, for the one who has just had it made.

    Raises:
        NotFound: the organisation has no such webhook.
        SealBroken: it was sealed with another key.
    """
    entry = await get_subscription(uow, id_)
    return vault.unseal(entry.secrets[0].sealed, owner_of(uow.scope.tenant, id_))


async def list_deliveries(
    uow: UnitOfWork, id_: str, state: WebhookState | None, page: PageRequest
) -> Found[WebhookDelivery]:
    """List a webhook's deliveries, the latest event first.

    Raises:
        NotFound: the organisation has no such webhook.
    """
    await get_subscription(uow, id_)
    query = {"subscription_id": id_} | ({"state": state.value} if state else {})
    return await find_page(uow, WEBHOOK_DELIVERIES, query, page, sort=[("event_time", -1), ("id", 1)])
