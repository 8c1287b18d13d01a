"""When a message that is due is sent: at once, after quiet hours, or in a digest."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from services.notification.domain.delivery import Delivery
from services.notification.domain.local_time import next_time
from services.notification.domain.message_table import MESSAGES
from services.notification.domain.preferences import Wishes


@dataclass(frozen=True)
class PutOff:
    """A message that waits for its reader's sake.

    Attributes:
        until: when it is sent.
        in_digest: whether it is sent with others.
    """

    until: datetime
    in_digest: bool = False


def put_off(delivery: Delivery, wishes: Wishes, zone: tzinfo, now: datetime) -> PutOff | None:
    """Return until when a message waits by its reader's wishes; None for one that is sent now.

    The longest wait is half of the time that is left for an answer, or until a session.

    Args:
        delivery: which is due.
        wishes: of its reader.
        zone: of its reader.
        now: the present instant.
    """
    if MESSAGES[delivery.kind].group in wishes.daily:
        at = _after_quiet_hours(next_time(wishes.digest_at, now, zone), wishes, zone)
        if _leaves_time(delivery, now, at):
            return PutOff(at, in_digest=True)
    until = _after_quiet_hours(now, wishes, zone)
    return PutOff(until) if until > now and _leaves_time(delivery, now, until) else None


def _after_quiet_hours(instant: datetime, wishes: Wishes, zone: tzinfo) -> datetime:
    return wishes.quiet_hours.end_after(instant, zone) if wishes.quiet_hours else instant


def _leaves_time(delivery: Delivery, now: datetime, until: datetime) -> bool:
    ends_at = delivery.useful_until
    return ends_at is None or (until - now) * 2 <= ends_at - now
