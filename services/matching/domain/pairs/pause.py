"""Pauses of a pairing: the two and their coordinators can each ask for one, and end only their own."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from shared.contracts.vocabulary import Role
from shared.kernel import RuleBroken

MOST_DAYS: Final = 366
"""The longest pause with an end."""


class Pause(BaseModel):
    """A pause that one side has asked for; no view and no event says which.

    Attributes:
        by: one of the two; None for the coordinators.
        until: the day from which the two meet again; None while that is open.
    """

    model_config = ConfigDict(frozen=True)

    by: Role | None
    until: date | None = None

    def is_over(self, now: datetime) -> bool:
        """Return whether its day has come."""
        return self.until is not None and begins(self.until) <= now


def begins(day: date) -> datetime:
    """Return the instant at which a pause until this day is over."""
    return datetime.combine(day, time(), UTC)


def check_until(until: date | None, *, now: datetime) -> None:
    """See that a pause ends in the future, and within a year.

    Raises:
        RuleBroken: it does not.
    """
    if until is None:
        return
    if begins(until) <= now:
        raise RuleBroken("must be in the future", code="time-passed", field="until")
    if begins(until) > now + timedelta(days=MOST_DAYS):
        raise RuleBroken("must be within {days} days", code="pause-too-long", field="until", days=MOST_DAYS)


def end_of(pauses: Iterable[Pause]) -> date | None:
    """Return the day on which the last of these pauses is over; None where that is open, or of none."""
    days = [pause.until for pause in pauses]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def next_end(pauses: Iterable[Pause]) -> datetime | None:
    """Return when the next of these pauses is over; None while that is open."""
    return min((begins(pause.until) for pause in pauses if pause.until), default=None)
