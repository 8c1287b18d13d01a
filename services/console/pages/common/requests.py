"""The caller's token and the clients of the services, as a request carries them."""

from fastapi import Request

from services.console.clients.services import Clients


def token_of(request: Request) -> str:
    """Return the caller's token, to be forwarded to the owners."""
    token: str = request.state.token
    return token


def clients_of(request: Request) -> Clients:
    """Return the clients of the services."""
    clients: Clients = request.app.state.clients
    return clients
