"""The HTTP API of notification."""

from services.notification.api import deliveries, sign_in_mails, unsubscribing

ROUTERS = [deliveries.router, unsubscribing.router, sign_in_mails.router]
