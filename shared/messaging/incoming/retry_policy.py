"""When a failed event is tried again: for a whole service, and for one reaction."""

import random
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """When to try a failed event again.

    A service has one, from its settings; ``@reactions.on(..., retry=RetryPolicy(...))`` gives a reaction
    its own.

    Attributes:
        first_seconds: the wait before the second try; it doubles with each further one.
        limit_seconds: the longest wait.
        attempts: after this many tries the event is a dead letter.

    Raises:
        ValueError: a value is out of its range.
    """

    first_seconds: float = 0.2
    limit_seconds: float = 60
    attempts: int = 8

    def __post_init__(self) -> None:
        """Refuse values that cannot be waited for or counted."""
        for name in ("first_seconds", "limit_seconds", "attempts"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name}: more than 0")

    def wait(self, attempts: int) -> timedelta:
        """Return the wait after this many tries, spread by a tenth so that keys don't move in step."""
        seconds: float = min(self.first_seconds * 2 ** max(attempts - 1, 0), self.limit_seconds)
        return timedelta(seconds=seconds * random.uniform(0.9, 1.1))  # noqa: S311 (no secret)
