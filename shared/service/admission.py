"""Overload control: a request that can't be answered soon is refused at once.

The limit of concurrent commands and queries follows from response times: while the median of the last
half second took longer than ``TARGET_SECONDS`` fewer are admitted, else more.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Final

from fastapi import HTTPException

from shared.runtime import metrics

TARGET_SECONDS: Final = 1.0
WINDOW_SECONDS: Final = 0.5
FIRST: Final = 64
MOST: Final = 256
RETRY_AFTER: Final = {"Retry-After": "1"}


class Overloaded(HTTPException):
    """The service is overloaded; nothing was begun."""

    def __init__(self) -> None:
        super().__init__(503, "Too much to do; please try again", RETRY_AFTER)


class Admission:
    """Limits the concurrent commands and queries.

    Args:
        least: this many are admitted however long they take.
        target_seconds: the longest median response time.
        now: returns the time, in seconds.

    Attributes:
        limit: the current limit of concurrent requests.
        in_hand: how many there are.
        requests: how many requests have no answer yet, those on their way to a place among them.
    """

    def __init__(
        self,
        least: int,
        *,
        target_seconds: float = TARGET_SECONDS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._least = least
        self._target_seconds = target_seconds
        self._now = now
        self.limit = max(FIRST, least)
        self.in_hand = 0
        self.requests = 0
        self._took: list[float] = []
        self._adapted = now()

    @property
    def full(self) -> bool:
        """Whether the next request is refused, before anything is read of it."""
        return self.in_hand >= self.limit or self.requests >= 2 * self.limit

    @contextmanager
    def place(self, *, admitted: bool = False) -> Iterator[None]:
        """Hold a place while the block runs.

        Args:
            admitted: whether the request has had a place before: it is not refused halfway.

        Raises:
            Overloaded: no place is free.
        """
        if self.in_hand >= self.limit and not admitted:
            metrics.HTTP_REFUSED.labels("overload").inc()
            raise Overloaded
        self.in_hand += 1
        began = self._now()
        try:
            yield
        finally:
            self.in_hand -= 1
            self._took.append(self._now() - began)
            self._adapt()

    def _adapt(self) -> None:
        now = self._now()
        if now - self._adapted < WINDOW_SECONDS:
            return
        middle = median(self._took)
        if middle > self._target_seconds:
            self.limit = max(self._least, int(self.limit * max(0.5, self._target_seconds / middle)))
        else:
            self.limit = min(max(MOST, self._least), self.limit + self.limit // 4 + 1)
        self._took.clear()
        self._adapted = now
