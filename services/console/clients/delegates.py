"""Responses of enrollment about delegates of executives."""

from datetime import datetime

from services.console.clients.response import Response


class OwnDelegate(Response):
    """The person whom the caller named last; null where nobody was."""

    name: str | None
    state: str | None
    ending: str | None
    expires_at: datetime | None


class OwnDelegation(Response):
    """An executive who asks the caller, or whose delegate the caller is."""

    participant_id: str
    name: str
    state: str
    expires_at: datetime


class OwnDelegations(Response):
    """The executives who ask the caller, or whose delegate the caller is."""

    items: list[OwnDelegation]


class KnownDelegate(Response):
    """Somebody whom a session of the caller may name as who moved it."""

    participant_id: str
    employee_id: str
    name: str


class KnownDelegates(Response):
    """Those whom the caller's sessions may name."""

    items: list[KnownDelegate]
