"""Time in which a pairing was paused: it counts for nothing that is due after some days."""

from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.schema.visibility import Visibility


class PausedTime(BaseModel):
    """One pause; it lasts while it has no end."""

    shown_to: ClassVar = Visibility.ORGANISATION

    model_config = ConfigDict(frozen=True)

    since: AwareDatetime
    until: AwareDatetime | None = None

    def overlap(self, since: datetime, until: datetime) -> timedelta:
        """Return how much of a span of time lies in the pause."""
        ends = min(until, self.until) if self.until else until
        return max(timedelta(), ends - max(since, self.since))


def elapsed(pauses: tuple[PausedTime, ...], since: datetime, until: datetime) -> timedelta:
    """Return the time between two instants without the pauses."""
    return (until - since) - sum((pause.overlap(since, until) for pause in pauses), timedelta())


def due_after(pauses: tuple[PausedTime, ...], since: datetime, wait: timedelta) -> datetime:
    """Return when this much time has passed without the pauses that have ended."""
    due_at = since + wait
    for pause in pauses:
        if pause.until and pause.since < due_at:
            due_at += pause.overlap(since, pause.until)
    return due_at


def begin(pauses: tuple[PausedTime, ...], at: datetime) -> tuple[PausedTime, ...]:
    """Add a pause; another length of one that lasts changes nothing."""
    return pauses if is_paused(pauses) else (*pauses, PausedTime(since=at))


def finish(pauses: tuple[PausedTime, ...], at: datetime) -> tuple[PausedTime, ...]:
    """End the pause that lasts, if one does."""
    if not is_paused(pauses):
        return pauses
    return (*pauses[:-1], PausedTime(since=pauses[-1].since, until=at))


def is_paused(pauses: tuple[PausedTime, ...]) -> bool:
    """Return whether a pause lasts."""
    return bool(pauses) and pauses[-1].until is None
