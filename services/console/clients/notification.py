"""Responses of notification: how the caller wants to get messages, and the organisation's webhooks."""

from pydantic import AwareDatetime

from services.console.clients.response import ListResponse, Response


class QuietHours(Response):
    """Hours without messages, on the caller's own clock."""

    begins_at: str
    ends_at: str


class OwnPreferences(Response):
    """The caller's preferences; a change states the revision it was made from."""

    language: str | None
    quiet_hours: QuietHours | None
    daily: list[str]
    digest_at: str
    unsubscribed: list[str]
    revision: int


class Webhook(Response):
    """A webhook, without its secret."""

    id: str
    name: str
    url: str
    event_types: list[str]
    programmes: list[str]
    state: str
    created_at: AwareDatetime
    created_by: str
    changed_at: AwareDatetime | None
    changed_by: str | None
    disabled_at: AwareDatetime | None
    disabled_reason: str | None
    old_secret_until: AwareDatetime | None


class Webhooks(ListResponse[Webhook]):
    """The organisation's webhooks, the oldest first."""


class WebhookDelivery(Response):
    """A delivery to a webhook, without its content."""

    id: str
    event_type: str
    event_time: AwareDatetime
    state: str
    attempts: int
    next_at: AwareDatetime | None
    status: int | None
    failure: str | None


class WebhookDeliveries(ListResponse[WebhookDelivery]):
    """A page of them, the latest event first."""
