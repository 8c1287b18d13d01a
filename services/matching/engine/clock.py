"""Time spent, and whether to stop."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from services.matching.engine.result import Outcome


class Stopped(Exception):  # noqa: N818 -- not an error: somebody asked for it
    """Time is up, or somebody cancelled."""


class Clock:
    """Time spent, and whether to stop.

    Args:
        seconds: of time; None for no limit.
        cancelled: asked often; a true answer ends the run.
    """

    def __init__(self, seconds: float | None, cancelled: Callable[[], bool]) -> None:
        self.began = time.monotonic()
        self.spent: dict[str, float] = {}
        self._deadline = None if seconds is None else self.began + seconds
        self._cancelled = cancelled
        self.outcome = Outcome.OPTIMAL

    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self.began

    def stop(self) -> bool:
        """Return whether to stop now; notes why."""
        if self._cancelled():
            self.outcome = Outcome.CANCELLED
        elif self._deadline is not None and time.monotonic() > self._deadline:
            self.outcome = Outcome.TIME_LIMIT
        return self.outcome in {Outcome.CANCELLED, Outcome.TIME_LIMIT}

    def check(self) -> None:
        """Stop if it is time to.

        Raises:
            Stopped: it is.
        """
        if self.stop():
            raise Stopped

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the time of a step."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.spent[name] = self.spent.get(name, 0.0) + time.monotonic() - began
