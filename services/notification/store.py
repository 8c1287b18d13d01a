"""The collections of notification."""

from typing import Any, Final

from services.notification.domain.delivery import Delivery
from services.notification.domain.preferences import Preferences
from services.notification.domain.upstream import Participant, Programme
from services.notification.domain.webhooks.delivery import WebhookDelivery
from services.notification.domain.webhooks.subscription import Subscriptions
from shared.messaging import Collection, expiry_index, make_index, programme_index, tenant_index

PROGRAMMES: Final = Collection("programmes", Programme)
DELIVERIES: Final = Collection(
    "deliveries",
    Delivery,
    indexes=[
        programme_index("kind", "state"),
        tenant_index("id"),
        make_index("state", "due_at"),  # the worker's, over all tenants
    ],
)
TENANT_DELIVERIES: Final = Collection("deliveries", Delivery, organisation_wide=True)
"""The same, over all programmes of an organisation; only to be read."""
PARTICIPANTS: Final = Collection("participants", Participant)
PREFERENCES: Final = Collection("preferences", Preferences, organisation_wide=True)
SUBSCRIPTIONS: Final = Collection("webhook_subscriptions", Subscriptions, organisation_wide=True)
WEBHOOK_DELIVERIES: Final = Collection(
    "webhook_deliveries",
    WebhookDelivery,
    organisation_wide=True,
    indexes=[
        tenant_index("subscription_id", "-event_time"),
        tenant_index("subscription_id", "key", "sequence"),
        make_index("subscription_id", "state", "next_at"),  # the worker's
        expiry_index("forget_at"),
    ],
)

COLLECTIONS: Final[list[Collection[Any]]] = [
    PROGRAMMES,
    DELIVERIES,
    PARTICIPANTS,
    PREFERENCES,
    SUBSCRIPTIONS,
    WEBHOOK_DELIVERIES,
]
