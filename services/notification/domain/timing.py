"""When a message that is due is sent: at once, after quiet hours, or in a digest."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from services.notification.domain.delivery import Delivery
from services.notification.domain.local_time import next_time
from services.notification.domain.message_table import MESSAGES
from services.notification.domain.preferences import MessagePreferences


@dataclass(frozen=True)
class PutOff:
    """A message that waits for its reader's sake.

    Attributes:
        until: when it is sent.
        in_digest: whether it is sent with others.
    """

    until: datetime
    in_digest: bool = False


def put_off(
    delivery: Delivery, preferences: MessagePreferences, zone: tzinfo, now: datetime
) -> PutOff | None:
    """Return until when a message waits by its reader's preferences; None for one that is sent now.

    The longest wait is half of the time that is left for an answer, or until a session.

    Args:
        delivery: which is due.
        preferences: of its reader.
        zone: of its reader.
        now: the present instant.
    """
    if MESSAGES[delivery.kind].group in preferences.daily:
        at = _after_quiet_hours(next_time(preferences.digest_at, now, zone), preferences, zone)
        if _leaves_time(delivery, now, at):
            return PutOff(at, in_digest=True)
    until = _after_quiet_hours(now, preferences, zone)
    return PutOff(until) if until > now and _leaves_time(delivery, now, until) else None


def _after_quiet_hours(instant: datetime, preferences: MessagePreferences, zone: tzinfo) -> datetime:
    return preferences.quiet_hours.end_after(instant, zone) if preferences.quiet_hours else instant


def _leaves_time(delivery: Delivery, now: datetime, until: datetime) -> bool:
    ends_at = delivery.useful_until
    return ends_at is None or (until - now) * 2 <= ends_at - now
