"""One event on its way to one subscription."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from shared.kernel import Aggregate, Conflict, Identifier, stable_id

PAUSES: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Between the tries of a delivery; it is given up when the one after the last pause fails."""
LONGEST_PAUSE: Final = timedelta(hours=24)
"""However long a receiver asks to wait."""
MOST_BODY_BYTES: Final = 256_000
KEPT: Final = timedelta(days=30)
"""How long a delivery is kept, also one that waits."""
_JITTER: Final = 0.2
_BEHIND: Final = timedelta(seconds=60)


class WebhookState(StrEnum):
    """The state of a delivery."""

    PLANNED = "planned"
    FAILED = "failed"
    """Tried, and tried again later."""
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


OPEN: Final = frozenset({WebhookState.PLANNED, WebhookState.FAILED})


class Failure(StrEnum):
    """Why a try failed."""

    STATUS = "status"
    """The receiver answered with an error."""
    GONE = "gone"
    """The receiver answered 410: it wants no more."""
    REDIRECT = "redirect"
    """The receiver answered with a redirect, which is not followed."""
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    """No connection, or no valid certificate."""
    ADDRESS = "address"
    """The host has no address, or one that is not public."""
    TOO_LARGE = "too-large"
    """The event is larger than a webhook may be."""
    SECRET = "secret"  # noqa: S105 (a code)
    """The secret can't be opened with the platform's key."""


_FOR_GOOD: Final = frozenset({Failure.GONE, Failure.TOO_LARGE})


class WebhookDelivery(Aggregate):
    """One event for one subscription; belongs to the organisation.

    Attributes:
        subscription_id: the receiver.
        event_id: the event's id.
        event_type: the event's type.
        event_time: when the event happened.
        key: the event's aggregate; deliveries of one key are sent in order.
        sequence: the event's number within its key.
        body: what is sent; the same in every try.
        next_at: not tried before.
        attempts: how often it was tried since it was planned, or planned again.
        attempted_at: when it was last tried.
        status: the receiver's last answer.
        failure: why the last try failed.
        duration_ms: how long the last try took.
        forget_at: when the database removes it, on the machine's clock.
    """

    subscription_id: Identifier
    event_id: str
    event_type: str
    event_time: datetime
    key: str
    sequence: int
    body: str
    next_at: datetime
    forget_at: datetime
    state: WebhookState = WebhookState.PLANNED
    attempts: int = 0
    attempted_at: datetime | None = None
    status: int | None = None
    failure: Failure | None = None
    duration_ms: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be delivered."""
        return self.state in OPEN

    def waiting(self, until: datetime) -> Self:
        """Not try it before: a worker has it, or an earlier one of its key is not delivered."""
        return self.changed(next_at=until)

    def behind(self, first_next_at: datetime, now: datetime) -> Self:
        """Wait for the first of its key, and look again after a while in any case."""
        return self.waiting(max(first_next_at, now + _BEHIND))

    def delivered(self, now: datetime, status: int, duration_ms: int) -> Self:
        """Note that the receiver took it."""
        return self._tried(now, WebhookState.DELIVERED, status=status, failure=None, duration_ms=duration_ms)

    def failed(
        self,
        now: datetime,
        failure: Failure,
        *,
        chance: float,
        status: int | None = None,
        duration_ms: int = 0,
        retry_after: timedelta | None = None,
    ) -> Self:
        """Note a failed try: try again after a pause, or give it up.

        Args:
            now: the present.
            failure: why.
            chance: from 0 to 1, so that the tries of many deliveries don't coincide.
            status: the receiver's answer.
            duration_ms: how long it took.
            retry_after: how long the receiver asks to wait.
        """
        last = self.attempts >= len(PAUSES) or failure in _FOR_GOOD
        pause = timedelta() if last else pause_after(self.attempts, chance, retry_after)
        return self._tried(
            now,
            WebhookState.GIVEN_UP if last else WebhookState.FAILED,
            status=status,
            failure=failure,
            duration_ms=duration_ms,
        ).waiting(now + pause)

    def planned_again(self, now: datetime) -> Self:
        """Send it again, or after all.

        Raises:
            Conflict: it waits to be sent as it is.
        """
        if self.is_open:
            raise Conflict("the delivery is {state}", code="delivery-state", state=self.state)
        return self.changed(state=WebhookState.PLANNED, attempts=0, next_at=now)

    def retried(self, now: datetime) -> Self:
        """Try it now: one that was given up, or that waits for its next try.

        Raises:
            Conflict: it was delivered.
        """
        if self.state is WebhookState.DELIVERED:
            raise Conflict("the delivery is delivered; replay it", code="delivery-delivered")
        return self.waiting(now) if self.is_open else self.planned_again(now)

    def _tried(
        self,
        now: datetime,
        state: WebhookState,
        *,
        status: int | None,
        failure: Failure | None,
        duration_ms: int,
    ) -> Self:
        return self.changed(
            state=state,
            attempts=self.attempts + 1,
            attempted_at=now,
            status=status,
            failure=failure,
            duration_ms=duration_ms,
        )


def webhook_delivery_id(subscription_id: str, event_id: str) -> str:
    """Return the id of an event's delivery to a subscription: one event never makes two."""
    return stable_id("webhook-delivery", subscription_id, event_id)


def pause_after(attempts: int, chance: float, retry_after: timedelta | None = None) -> timedelta:
    """Return how long to wait after a failed try.

    Args:
        attempts: how many tries there were before it.
        chance: from 0 to 1; makes the pause up to a fifth longer.
        retry_after: how long the receiver asks to wait; honoured up to a day.
    """
    pause = PAUSES[attempts] * (1 + _JITTER * chance)
    return max(pause, min(retry_after, LONGEST_PAUSE)) if retry_after else pause
