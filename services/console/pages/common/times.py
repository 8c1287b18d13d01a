"""Dates and times as pages show them; the only place that knows the time zone."""

from datetime import UTC, date, datetime, tzinfo
from typing import Final

ZONE: Final[tzinfo] = UTC
"""The zone of all times on pages."""
ZONE_NAME: Final = "UTC"
"""The zone as readers know it."""


def when(instant: datetime | None) -> str:
    """``5 Jan 2026, 09:00 UTC``."""
    if instant is None:
        return "no date"
    local = instant.astimezone(ZONE)
    return f"{local.day} {local:%b %Y, %H:%M} {ZONE_NAME}"


def day(date_: date) -> str:
    """``5 Jan 2026``."""
    return f"{date_.day} {date_:%b %Y}"
