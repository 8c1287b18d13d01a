"""Time is injected: the machine's clock, or a virtual one kept in a file."""

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

VIRTUAL_PREFIX: Final = "virtual:"


class Clock(Protocol):
    """Tells the time that the domain lives in."""

    def now(self) -> datetime:
        """Return the present instant in UTC, to the millisecond (what MongoDB keeps)."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return to_milliseconds(datetime.now(UTC))


class FixedClock:
    """A clock that is stopped until it is set; for tests inside one process."""

    def __init__(self, now: datetime) -> None:
        self._now = to_milliseconds(now)

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self._now

    def set(self, now: datetime) -> None:
        """Move to another instant."""
        self._now = to_milliseconds(now)


class VirtualClock:
    """A clock that several processes share: an ISO instant in a file, moved by the demo.

    The file is read again only when its modification time changes.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = -1
        self._now = datetime.fromtimestamp(0, UTC)
        self.now()

    def now(self) -> datetime:
        """Return the instant in the file."""
        stamp = self._path.stat().st_mtime_ns
        if stamp != self._stamp:
            self._now = to_milliseconds(datetime.fromisoformat(self._path.read_text().strip()))
            self._stamp = stamp
        return self._now

    @staticmethod
    def set(path: Path, now: datetime) -> None:
        """Move the clock; readers see the old instant or the new one, never half of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".next")
        fresh.write_text(now.astimezone(UTC).isoformat())
        # Two moves within one tick of the file system must still look different to readers.
        with contextlib.suppress(FileNotFoundError):
            before = path.stat().st_mtime_ns
            if fresh.stat().st_mtime_ns <= before:
                os.utime(fresh, ns=(before + 1, before + 1))
        fresh.replace(path)


def to_milliseconds(instant: datetime) -> datetime:
    """Drop what MongoDB would drop, so that a saved instant equals a loaded one."""
    return instant.astimezone(UTC).replace(microsecond=instant.microsecond // 1000 * 1000)


def make_clock(spec: str) -> Clock:
    """``system``, or ``virtual:PATH`` for the file of a virtual clock."""
    if spec == "system":
        return SystemClock()
    if spec.startswith(VIRTUAL_PREFIX):
        return VirtualClock(Path(spec.removeprefix(VIRTUAL_PREFIX)))
    raise ValueError(f"MENTORING_CLOCK must be 'system' or 'virtual:PATH', not {spec!r}")
