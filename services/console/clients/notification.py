"""Responses of notification: how the caller wants to get messages."""

from services.console.clients.response import Response


class QuietHours(Response):
    """Hours without messages, on the caller's own clock."""

    begins_at: str
    ends_at: str


class OwnPreferences(Response):
    """The caller's wishes; a change states the revision it was made from."""

    language: str | None
    quiet_hours: QuietHours | None
    daily: list[str]
    digest_at: str
    unsubscribed: list[str]
    revision: int
