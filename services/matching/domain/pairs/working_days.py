"""Working days."""

from datetime import datetime, timedelta
from typing import Final

_SATURDAY: Final = 5


def add_working_days(start: datetime, days: int) -> datetime:
    """Return the same time of day, a number of working days (Monday to Friday, UTC) later."""
    moment = start
    left = days
    while left:
        moment += timedelta(days=1)
        if moment.weekday() < _SATURDAY:
            left -= 1
    return moment
