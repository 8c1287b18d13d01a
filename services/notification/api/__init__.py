"""The HTTP API of notification."""

from services.notification.api import deliveries, preferences, sign_in_mails, unsubscribing

ROUTERS = [deliveries.router, preferences.router, unsubscribing.router, sign_in_mails.router]
