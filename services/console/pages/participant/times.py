"""Times as participants read them: on their own clock, with the place of that clock named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_UTC: Final = "UTC"


@dataclass(frozen=True)
class ReaderClock:
    """The clock of the reader.

    Attributes:
        zone: an IANA name, ``Europe/Berlin``; ``UTC`` while it is not known.
    """

    zone: str = _UTC

    def __call__(self, instant: datetime, zone: str = "") -> str:
        """``Thu 12 Mar 2026, 08:00 (Berlin)``."""
        key = zone or self.zone
        local = instant.astimezone(_zone(key))
        return f"{local:%a} {local.day} {local:%b %Y, %H:%M} ({place(key)})"

    def day(self, instant: datetime) -> str:
        """``Thu 12 Mar 2026``."""
        local = instant.astimezone(_zone(self.zone))
        return f"{local:%a} {local.day} {local:%b %Y}"


def clock_of(zones: Iterable[str]) -> ReaderClock:
    """The clock of the first zone that is given, else UTC."""
    return ReaderClock(next((zone for zone in zones if zone), _UTC))


def place(zone: str) -> str:
    """``America/New_York`` is ``New York``."""
    return zone.rpartition("/")[2].replace("_", " ")


def _zone(key: str) -> ZoneInfo:
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(_UTC)
