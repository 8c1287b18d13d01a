"""The days of a programme; the demo acts once each working day, in the evening."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

STARTS_ON: Final = date(2026, 1, 5)
"""A Monday, the day the sample's export is from."""
MORNING: Final = time(8, 0, tzinfo=UTC)
EVENING: Final = time(17, 0, tzinfo=UTC)
_WORKING_DAYS: Final = 5


def ends_on(months: int) -> date:
    """Return the last day of a programme of this many months."""
    year, month = divmod(STARTS_ON.month - 1 + months, 12)
    year, month = STARTS_ON.year + year, month + 1
    return date(year, month, min(STARTS_ON.day, monthrange(year, month)[1])) - timedelta(days=1)


def opening() -> datetime:
    """Return the instant at which the programme is created."""
    return datetime.combine(STARTS_ON, MORNING)


def completion(last_day: date) -> datetime:
    """Return an instant at which the programme is over in every time zone, and completed."""
    return datetime.combine(last_day + timedelta(days=2), MORNING)


def evenings(last_day: date) -> Iterator[datetime]:
    """Yield the end of each working day up to the last day, then one instant after all sessions."""
    day = STARTS_ON
    while day <= last_day:
        if day.weekday() < _WORKING_DAYS:
            yield datetime.combine(day, EVENING)
        day += timedelta(days=1)


def day_number(now: datetime) -> int:
    """Return the days since the programme's start; 0 on the first day."""
    return (now.date() - STARTS_ON).days


def working_days_between(earlier: date, later: date) -> int:
    """Count the working days after ``earlier`` up to and including ``later``."""
    days = (later - earlier).days
    return sum((earlier + timedelta(days=n)).weekday() < _WORKING_DAYS for n in range(1, days + 1))
