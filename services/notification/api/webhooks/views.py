"""How webhooks and their deliveries are shown."""

from datetime import datetime
from typing import Final, Self

from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from services.notification.domain.webhooks.delivery import Failure, WebhookDelivery, WebhookState
from services.notification.domain.webhooks.signing import secret_text
from services.notification.domain.webhooks.subscription import (
    DisabledReason,
    Subscription,
    SubscriptionState,
)

WANTED: Final[JsonDict] = {
    "name": "Learning system",
    "url": "https://learning.example.com/hooks/mentoring",
    "event_types": ["mentoring.matching.pairing-activated.v1", "mentoring.scheduling.session-held.v1"],
    "programmes": [],
}
_WEBHOOK: Final[JsonDict] = {
    **WANTED,
    "id": "5f0c2a9d7be14c3a8e6d1f20",
    "state": "active",
    "created_at": "2026-01-05T09:00:00Z",
    "created_by": "carla",
    "changed_at": None,
    "changed_by": None,
    "disabled_at": None,
    "disabled_reason": None,
    "old_secret_until": None,
}
_DELIVERY: Final[JsonDict] = {
    "id": "9f2d0c8e4b7a4f1c8d3e5a6b7c8d9e0f",
    "event_id": "0b1c2d3e4f5061728394a5b6c7d8e9f0",
    "event_type": "mentoring.scheduling.session-held.v1",
    "event_time": "2026-01-20T10:00:00Z",
    "key": "rm-2026/session/s1",
    "state": "failed",
    "attempts": 2,
    "attempted_at": "2026-01-20T10:00:06Z",
    "next_at": "2026-01-20T10:05:30Z",
    "status": 503,
    "failure": "status",
    "duration_ms": 84,
}


class WebhookView(BaseModel):
    """A webhook, without its secret."""

    model_config = ConfigDict(json_schema_extra={"examples": [_WEBHOOK]})

    id: str
    name: str
    url: str
    event_types: list[str]
    programmes: list[str]
    """The programmes whose events are sent; empty for all."""
    state: SubscriptionState
    created_at: datetime
    created_by: str
    """The account of the coordinator."""
    changed_at: datetime | None
    changed_by: str | None
    """The account of the coordinator who last changed, paused or resumed it, or replaced its secret."""
    disabled_at: datetime | None
    disabled_reason: DisabledReason | None
    old_secret_until: datetime | None
    """Until when the secret before the newest one signs, too."""

    @classmethod
    def of(cls, entry: Subscription, now: datetime) -> Self:
        """Show a webhook."""
        old = entry.secrets[1].valid_until if len(entry.secrets) > 1 else None
        return cls(
            **entry.model_dump(include=set(cls.model_fields) - {"old_secret_until"}),
            old_secret_until=old if old and old > now else None,
        )


class SecretView(BaseModel):
    """A new secret; it is shown this once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": "5f0c2a9d7be14c3a8e6d1f20", "secret": "whsec_c2VjcmV0IGZvciBhbiBleGFtcGxl"}]
        }
    )

    id: str
    secret: str

    @classmethod
    def of(cls, id_: str, secret: bytes) -> Self:
        """Show the secret of a webhook."""
        return cls(id=id_, secret=secret_text(secret))


class WebhookDeliveryView(BaseModel):
    """A delivery to a webhook: its result, not its content."""

    model_config = ConfigDict(json_schema_extra={"examples": [_DELIVERY]})

    id: str
    event_id: str
    event_type: str
    event_time: datetime
    key: str
    """The programme and the aggregate; events of one key are sent in order."""
    state: WebhookState
    attempts: int
    attempted_at: datetime | None
    next_at: datetime | None
    """When it is tried next; nothing where it is not."""
    status: int | None
    failure: Failure | None
    duration_ms: int | None

    @classmethod
    def of(cls, delivery: WebhookDelivery) -> Self:
        """Show a delivery."""
        fields = delivery.model_dump(include=set(cls.model_fields))
        return cls(**{**fields, "next_at": delivery.next_at if delivery.is_open else None})
