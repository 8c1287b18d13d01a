"""Create, change and remove webhooks."""

import secrets
from collections.abc import Callable
from typing import Final, TypeAlias

from services.notification.commands.webhooks.planning import SIGNAL, forget_at, save_planned
from services.notification.domain.webhooks.catalogue import TEST_TYPE
from services.notification.domain.webhooks.delivery import WebhookDelivery, webhook_delivery_id
from services.notification.domain.webhooks.payload import trial_body, trial_key
from services.notification.domain.webhooks.signing import SECRET_BYTES
from services.notification.domain.webhooks.subscription import (
    StoredSecret,
    Subscription,
    Subscriptions,
    Wanted,
)
from services.notification.queries.webhooks import owner_of, subscriptions_of
from services.notification.store import SUBSCRIPTIONS
from shared.encryption import NONCE_BYTES, Vault
from shared.kernel import Conflict
from shared.messaging import UnitOfWork

_ID_BYTES: Final = 12
Change: TypeAlias = Callable[[Subscription], Subscription]


async def create(uow: UnitOfWork, wanted: Wanted, vault: Vault, by: str) -> str:
    """Create a webhook with a secret of its own, and return its id; ``by`` is the caller's account.

    Raises:
        Conflict: the organisation has as many as it may have.
    """
    id_ = secrets.token_hex(_ID_BYTES)
    entry = Subscription(
        **wanted.model_dump(),
        id=id_,
        secrets=(StoredSecret(sealed=_new_secret(uow, id_, vault)),),
        created_at=uow.now,
        created_by=by,
    )
    _save(uow, (await subscriptions_of(uow)).adding(entry))
    return id_


async def change(uow: UnitOfWork, id_: str, wanted: Wanted, by: str) -> Subscription:
    """Change what a webhook is sent, and where.

    Raises:
        NotFound: the organisation has no such webhook.
    """
    return await _replace(uow, id_, by, lambda entry: entry.model_copy(update=wanted.model_dump()))


async def pause(uow: UnitOfWork, id_: str, by: str) -> Subscription:
    """Send a webhook no more until it is resumed; its events wait.

    Raises:
        NotFound: the organisation has no such webhook.
        Conflict: it is not active.
    """
    return await _replace(uow, id_, by, Subscription.paused)


async def resume(uow: UnitOfWork, id_: str, by: str) -> Subscription:
    """Send a paused or disabled webhook again, beginning with what waits.

    Raises:
        NotFound: the organisation has no such webhook.
        Conflict: it is active.
    """
    uow.notify(SIGNAL)
    return await _replace(uow, id_, by, Subscription.resumed)


async def rotate_secret(uow: UnitOfWork, id_: str, vault: Vault, by: str) -> Subscription:
    """Replace a webhook's secret; the one before is valid for another day.

    Raises:
        NotFound: the organisation has no such webhook.
    """
    return await _replace(uow, id_, by, lambda entry: entry.rotated(_new_secret(uow, id_, vault), uow.now))


async def remove(uow: UnitOfWork, id_: str) -> None:
    """Remove a webhook; nothing more is sent to it.

    Raises:
        NotFound: the organisation has no such webhook.
    """
    _save(uow, (await subscriptions_of(uow)).without(id_))


async def send_test(uow: UnitOfWork, id_: str) -> WebhookDelivery:
    """Plan the delivery of an event that tries a webhook out.

    Raises:
        NotFound: the organisation has no such webhook.
        Conflict: it is not active.
    """
    entry = (await subscriptions_of(uow)).require(id_)
    if not entry.is_active:
        raise Conflict("the webhook is {state}", code="webhook-state", state=entry.state)
    event_id = secrets.token_hex(16)
    delivery = WebhookDelivery(
        id=webhook_delivery_id(id_, event_id),
        tenant=uow.scope.tenant,
        subscription_id=id_,
        event_id=event_id,
        event_type=TEST_TYPE,
        event_time=uow.now,
        key=f"{trial_key(id_)}/{event_id}",
        sequence=1,
        body=trial_body(event_id, id_, uow.now),
        next_at=uow.now,
        forget_at=forget_at(),
    )
    save_planned(uow, delivery)
    return delivery


def _new_secret(uow: UnitOfWork, id_: str, vault: Vault) -> str:
    secret, nonce = secrets.token_bytes(SECRET_BYTES), secrets.token_bytes(NONCE_BYTES)
    return vault.seal(secret, owner_of(uow.scope.tenant, id_), nonce)


async def _replace(uow: UnitOfWork, id_: str, by: str, changed: Change) -> Subscription:
    subscriptions = await subscriptions_of(uow)
    entry = changed(subscriptions.require(id_)).recorded(by, uow.now)
    _save(uow, subscriptions.replacing(entry))
    return entry


def _save(uow: UnitOfWork, subscriptions: Subscriptions) -> None:
    uow.save(SUBSCRIPTIONS, subscriptions)
