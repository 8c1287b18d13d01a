"""The HTTP API of notification."""

from services.notification.api import bounces, deliveries, preferences, sign_in_mails, unsubscribing
from services.notification.api.webhooks import delivering, event_types, subscriptions

ROUTERS = [
    bounces.router,
    deliveries.router,
    preferences.router,
    unsubscribing.router,
    sign_in_mails.router,
    event_types.router,
    subscriptions.router,
    delivering.router,
]
