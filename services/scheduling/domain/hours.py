"""Working days on people's own clocks, as spans of real time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, model_validator

from shared.contracts.vocabulary import Moment, WorkingHours
from shared.kernel import RuleBroken

DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


class Slot(BaseModel):
    """A span of time, from ``starts_at`` up to and without ``ends_at``."""

    model_config = ConfigDict(frozen=True)

    starts_at: Moment
    ends_at: Moment

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.starts_at >= self.ends_at:
            raise ValueError("ends_at must be after starts_at")
        return self

    def overlaps(self, other: "Slot") -> bool:
        """Return whether they share any time; touching is not sharing."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def contains(self, other: "Slot") -> bool:
        """Return whether the other lies inside."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at


def find_zone(name: str, *, field: str = "time_zone") -> ZoneInfo:
    """Return the time zone of this IANA name.

    Raises:
        RuleBroken: there is none; names the field.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise RuleBroken(
            "unknown time zone: {name!r}", code="unknown-time-zone", name=name, field=field
        ) from error


def day_starts_at(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a local day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def working_window(hours: WorkingHours, day: date) -> Slot | None:
    """Return when a person works on a local day, in real time; None on weekends and where nothing is left.

    A local time that clocks skip or repeat stands for two instants; the later one counts for the start and
    the earlier one for the end, so that the wall clock never reads outside the hours.
    """
    if day.weekday() >= _SATURDAY:
        return None
    zone = find_zone(hours.time_zone)
    starts_at = max(_instants(day, hours.starts, zone))
    ends_at = min(_instants(day, hours.ends, zone))
    return Slot(starts_at=starts_at, ends_at=ends_at) if starts_at < ends_at else None


def shared_windows(a: WorkingHours, b: WorkingHours, span: Slot, *, last_day: date) -> Iterator[Slot]:
    """Return the times within a span at which both work, in order.

    Args:
        a: the hours of one.
        b: the hours of the other.
        span: the span to search.
        last_day: the last local date that counts, on each one's own calendar.
    """
    day = span.starts_at.date() - DAY
    until = min(span.ends_at.date() + DAY, last_day)
    while day <= until:
        for other_day in (day - DAY, day, day + DAY):
            if other_day <= last_day:
                shared = _intersection(working_window(a, day), working_window(b, other_day), span)
                if shared:
                    yield shared
        day += DAY


def _instants(day: date, local: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    wall = datetime.combine(day, time.fromisoformat(local), zone)
    return wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)


def _intersection(*windows: Slot | None) -> Slot | None:
    slots = [window for window in windows if window]
    if len(slots) < len(windows):
        return None
    starts_at = max(slot.starts_at for slot in slots)
    ends_at = min(slot.ends_at for slot in slots)
    return Slot(starts_at=starts_at, ends_at=ends_at) if starts_at < ends_at else None
