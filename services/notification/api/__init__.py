"""The HTTP API of notification."""

from services.notification.api import deliveries

ROUTERS = [deliveries.router]
