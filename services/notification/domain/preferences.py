"""How one person wants to get messages, over all programmes of the organisation."""

from typing import Annotated, Final, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from services.notification.domain.kinds import Group, Kind
from services.notification.domain.local_time import QuietHours
from services.notification.domain.message_table import MESSAGES
from shared.contracts.vocabulary import LocalTime
from shared.kernel import Aggregate, RuleBroken, check_edited

C = TypeVar("C", Kind, Group)

DIGEST_AT: Final = "08:00"


class MessagePreferences(BaseModel):
    """The choices of a person.

    Attributes:
        language: of messages; None for the best spoken language that they are written in.
        quiet_hours: no message is sent in them, unless it would be too late after them.
        daily: the groups of which messages come in one digest a day.
        digest_at: when the digest comes, on the person's own clock.
        unsubscribed: the kinds that are not sent.
    """

    model_config = ConfigDict(frozen=True)

    language: Annotated[str, Field(max_length=2)] | None = None
    quiet_hours: QuietHours | None = None
    daily: tuple[Group, ...] = ()
    digest_at: LocalTime = DIGEST_AT
    unsubscribed: tuple[Kind, ...] = ()


DEFAULTS: Final = MessagePreferences()
"""The preferences of a person who has chosen nothing."""


class Preferences(Aggregate):
    """The preferences of one person; the id is the employee's.

    Attributes:
        chosen: what the person has chosen.
        revision: how often that was changed.
        dead_address: a keyed digest of the address from which a message came back; no other is affected.
    """

    chosen: MessagePreferences = DEFAULTS
    revision: Annotated[int, Field(ge=0)] = 0
    dead_address: Annotated[str, Field(max_length=64)] = ""

    def choose(self, preferences: MessagePreferences, based_on: int) -> Self:
        """Replace all preferences; the same again changes nothing.

        Raises:
            Conflict: they were changed since the revision that these are based on.
            RuleBroken: a kind is always sent, or quiet hours have no length.
        """
        _check(preferences)
        in_order = preferences.model_copy(
            update={"daily": _unique(preferences.daily), "unsubscribed": _unique(preferences.unsubscribed)}
        )
        if in_order == self.chosen:
            return self
        check_edited(based_on, self.revision, code="preferences-changed")
        return self.changed(chosen=in_order, revision=self.revision + 1)

    def without_address(self, address_key: str) -> Self:
        """Send nothing more to an address; until enrollment knows another."""
        return self.changed(dead_address=address_key)

    def unsubscribe(self, kind: Kind) -> Self:
        """Take a kind out.

        Raises:
            RuleBroken: messages of this kind wait for an answer, and are always sent.
        """
        _require_optional(kind, "kind")
        unsubscribed = _unique((*self.chosen.unsubscribed, kind))
        if unsubscribed == self.chosen.unsubscribed:
            return self
        preferences = self.chosen.model_copy(update={"unsubscribed": unsubscribed})
        return self.changed(chosen=preferences, revision=self.revision + 1)


def _check(preferences: MessagePreferences) -> None:
    for kind in preferences.unsubscribed:
        _require_optional(kind, "unsubscribed")
    if preferences.quiet_hours and preferences.quiet_hours.begins_at == preferences.quiet_hours.ends_at:
        raise RuleBroken(
            "quiet hours begin and end at different times",
            code="quiet-hours-without-length",
            field="quiet_hours",
        )


def _unique(values: tuple[C, ...]) -> tuple[C, ...]:
    return tuple(sorted(set(values)))


def _require_optional(kind: Kind, field: str) -> None:
    if not MESSAGES[kind].optional:
        raise RuleBroken("this message cannot be unsubscribed from", code="message-always-sent", field=field)
