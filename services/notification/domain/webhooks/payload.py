"""The body of a webhook's request."""

import json
from datetime import datetime
from typing import Any

from services.notification.domain.webhooks.catalogue import TEST_TYPE


def body_of(
    *,
    event_id: str,
    event_type: str,
    time: datetime,
    programme: str,
    key: str,
    sequence: int,
    data: dict[str, Any],
) -> str:
    """Return the body, by the Standard Webhooks scheme: type, timestamp and data first.

    Args:
        event_id: the event's id, the same for every receiver.
        event_type: the type with its version.
        time: when it happened.
        programme: the programme it belongs to; ``_`` for the whole organisation.
        key: the aggregate it happened to.
        sequence: its number among the events of the key.
        data: the facts, without what is personal.
    """
    body = {
        "type": event_type,
        "timestamp": time.isoformat(),
        "data": data,
        "event_id": event_id,
        "programme_id": programme,
        "key": key,
        "sequence": sequence,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def trial_body(event_id: str, subscription_id: str, time: datetime) -> str:
    """Return the body of an event that tries a webhook out."""
    return body_of(
        event_id=event_id,
        event_type=TEST_TYPE,
        time=time,
        programme="_",
        key=trial_key(subscription_id),
        sequence=1,
        data={"webhook_id": subscription_id},
    )


def trial_key(subscription_id: str) -> str:
    """Return the key of a webhook's test events."""
    return f"webhook/{subscription_id}"
