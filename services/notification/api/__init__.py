"""The HTTP API of notification."""

from services.notification.api import deliveries, unsubscribing

ROUTERS = [deliveries.router, unsubscribing.router]
