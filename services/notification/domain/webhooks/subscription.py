"""The webhooks of an organisation: who is sent which events."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.notification.domain.webhooks.catalogue import EVENT_TYPES
from shared.kernel import Aggregate, Conflict, Identifier, NotFound, RuleBroken

ALL: Final = "webhooks"
"""The id of an organisation's one aggregate: few webhooks, which every event is compared with."""
MOST: Final = 20
OLD_SECRET_VALID: Final = timedelta(hours=24)

Name = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^\S(.*\S)?$")]


class SubscriptionState(StrEnum):
    """Whether a subscription's events are sent; they are planned in any case."""

    ACTIVE = "active"
    PAUSED = "paused"
    """A coordinator paused it."""
    DISABLED = "disabled"
    """Its receiver failed for days, or said that it is gone."""


class DisabledReason(StrEnum):
    """Why a subscription was disabled."""

    GONE = "gone"
    """The receiver answered 410."""
    FAILED = "failed"
    """A delivery failed in every try."""


class StoredSecret(BaseModel):
    """A secret, sealed; None: valid until it is replaced."""

    model_config = ConfigDict(frozen=True)

    sealed: str
    valid_until: datetime | None = None


class Wanted(BaseModel):
    """The part of a subscription that a coordinator decides.

    Attributes:
        name: how coordinators call it.
        url: where its events are sent.
        event_types: the events that are sent.
        programmes: the programmes they are of; empty for all.
    """

    model_config = ConfigDict(frozen=True)

    name: Name
    url: str
    event_types: tuple[str, ...]
    programmes: tuple[Identifier, ...] = ()


class Subscription(Wanted):
    """A receiver of events."""

    id: Identifier
    state: SubscriptionState = SubscriptionState.ACTIVE
    secrets: tuple[StoredSecret, ...]
    """The newest first."""
    created_at: datetime
    created_by: str
    """The account of the coordinator."""
    changed_at: datetime | None = None
    changed_by: str | None = None
    """The account of the coordinator who last changed, paused or resumed it, or replaced its secret."""
    disabled_at: datetime | None = None
    disabled_reason: DisabledReason | None = None

    @property
    def is_active(self) -> bool:
        """Whether its events are sent."""
        return self.state is SubscriptionState.ACTIVE

    def wants(self, event_type: str, programme: str) -> bool:
        """Return whether an event is for this subscription."""
        return event_type in self.event_types and (not self.programmes or programme in self.programmes)

    def valid_secrets(self, now: datetime) -> Iterator[str]:
        """Yield the sealed secrets that sign at this time, the newest first."""
        return (each.sealed for each in self.secrets if each.valid_until is None or each.valid_until > now)

    def recorded(self, by: str, now: datetime) -> Self:
        """Record who changed it."""
        return self.model_copy(update={"changed_by": by, "changed_at": now})

    def rotated(self, sealed: str, now: datetime) -> Self:
        """Replace the secret; the one before stays valid for a day, an older one no longer."""
        old = self.secrets[0].model_copy(update={"valid_until": now + OLD_SECRET_VALID})
        return self.model_copy(update={"secrets": (StoredSecret(sealed=sealed), old)})

    def disabled(self, reason: DisabledReason, now: datetime) -> Self:
        """Send no more until a coordinator resumes it."""
        fields = {"state": SubscriptionState.DISABLED, "disabled_at": now, "disabled_reason": reason}
        return self.model_copy(update=fields)

    def paused(self) -> Self:
        """Send no more until it is resumed.

        Raises:
            Conflict: it is not active.
        """
        if not self.is_active:
            raise Conflict("the webhook is {state}", code="webhook-state", state=self.state)
        return self.model_copy(update={"state": SubscriptionState.PAUSED})

    def resumed(self) -> Self:
        """Send again, beginning with what waits.

        Raises:
            Conflict: it is active.
        """
        if self.is_active:
            raise Conflict("the webhook is active", code="webhook-active")
        fields = {"state": SubscriptionState.ACTIVE, "disabled_at": None, "disabled_reason": None}
        return self.model_copy(update=fields)


class Subscriptions(Aggregate):
    """The webhooks of an organisation."""

    entries: Annotated[tuple[Subscription, ...], Field(max_length=MOST)] = ()

    def find(self, id_: str) -> Subscription | None:
        """Return one, or None."""
        return next((entry for entry in self.entries if entry.id == id_), None)

    def require(self, id_: str) -> Subscription:
        """Return one.

        Raises:
            NotFound: the organisation has no such webhook.
        """
        entry = self.find(id_)
        if entry is None:
            raise NotFound(f"no such webhook: {id_}")
        return entry

    def adding(self, entry: Subscription) -> Self:
        """Add one.

        Raises:
            Conflict: there are as many as there may be.
        """
        if len(self.entries) >= MOST:
            raise Conflict("an organisation has at most {most} webhooks", code="too-many-webhooks", most=MOST)
        return self._with((*self.entries, entry))

    def replacing(self, entry: Subscription) -> Self:
        """Replace the one with the same id."""
        return self._with(tuple(entry if each.id == entry.id else each for each in self.entries))

    def without(self, id_: str) -> Self:
        """Remove one.

        Raises:
            NotFound: the organisation has no such webhook.
        """
        removed = self.require(id_)
        return self._with(tuple(each for each in self.entries if each is not removed))

    def wanting(self, event_type: str, programme: str) -> list[Subscription]:
        """Return those that an event is for, also those whose events wait."""
        return [entry for entry in self.entries if entry.wants(event_type, programme)]

    def _with(self, entries: tuple[Subscription, ...]) -> Self:
        values: dict[str, Any] = {"entries": entries}
        return self.changed(**values)


def check_event_types(event_types: Sequence[str]) -> tuple[str, ...]:
    """Return event types in order, each once.

    Raises:
        RuleBroken: one of them is none that a webhook may carry.
    """
    for number, event_type in enumerate(event_types):
        if event_type not in EVENT_TYPES:
            raise RuleBroken(
                "no webhook carries the event type {event_type}; see GET /webhook-events",
                code="unknown-event-type",
                event_type=event_type,
                field=f"event_types[{number}]",
            )
    return tuple(sorted(set(event_types)))
