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


class Wishes(BaseModel):
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


DEFAULTS: Final = Wishes()
"""The wishes of a person who has chosen nothing."""


class Preferences(Aggregate):
    """The wishes of one person; the id is the employee's.

    Attributes:
        wishes: what the person has chosen.
        revision: how often that was changed.
        dead_address: a keyed digest of the address from which a message came back; no other is affected.
    """

    wishes: Wishes = DEFAULTS
    revision: Annotated[int, Field(ge=0)] = 0
    dead_address: Annotated[str, Field(max_length=64)] = ""

    def choose(self, wishes: Wishes, based_on: int) -> Self:
        """Replace all wishes; the same again changes nothing.

        Raises:
            Conflict: they were changed since the revision that these are based on.
            RuleBroken: a kind is always sent, or quiet hours have no length.
        """
        _check(wishes)
        sorted_wishes = wishes.model_copy(
            update={"daily": _unique(wishes.daily), "unsubscribed": _unique(wishes.unsubscribed)}
        )
        if sorted_wishes == self.wishes:
            return self
        check_edited(based_on, self.revision, code="preferences-changed")
        return self.changed(wishes=sorted_wishes, revision=self.revision + 1)

    def without_address(self, address_key: str) -> Self:
        """Send nothing more to an address; until enrollment knows another."""
        return self.changed(dead_address=address_key)

    def unsubscribe(self, kind: Kind) -> Self:
        """Take a kind out.

        Raises:
            RuleBroken: messages of this kind wait for an answer, and are always sent.
        """
        _require_optional(kind, "kind")
        unsubscribed = _unique((*self.wishes.unsubscribed, kind))
        if unsubscribed == self.wishes.unsubscribed:
            return self
        wishes = self.wishes.model_copy(update={"unsubscribed": unsubscribed})
        return self.changed(wishes=wishes, revision=self.revision + 1)


def _check(wishes: Wishes) -> None:
    for kind in wishes.unsubscribed:
        _require_optional(kind, "unsubscribed")
    if wishes.quiet_hours and wishes.quiet_hours.begins_at == wishes.quiet_hours.ends_at:
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
