"""Faults at named points of the kit, for a process that a test starts in order to lose it.

Installed by the test's launcher in that very process, by wrapping the kit's own methods: production code
has no switches for them.
"""

import functools
import os
import signal
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from shared.messaging.relay import Relay
from shared.messaging.transaction import Transaction

Method = Callable[..., Awaitable[Any]]


class Point(StrEnum):
    """Where a process may come to its end, between two steps of the kit."""

    BEFORE_COMMIT = "before commit"
    AFTER_COMMIT = "after commit before publish"
    AFTER_PUBLISH = "after publish before marking"
    AFTER_HANDLER = "after handler before the offset commit"
    WHILE_PUBLISHING = "in the middle of a batch"


_METHODS: Final[dict[Point, tuple[type, str]]] = {
    Point.BEFORE_COMMIT: (Transaction, "flush"),
    Point.AFTER_COMMIT: (Relay, "_deliver"),
    Point.AFTER_PUBLISH: (Relay, "_mark"),
    Point.AFTER_HANDLER: (AIOKafkaConsumer, "commit"),
    Point.WHILE_PUBLISHING: (AIOKafkaProducer, "send_batch"),
}


def install(point: Point, signum: int = signal.SIGKILL, *, calls: int = 1) -> None:
    """Let this process send itself a signal when it reaches a point.

    Args:
        point: where.
        signum: SIGKILL to die, SIGSTOP to stand still.
        calls: at the how manieth time.
    """
    owner, name = _METHODS[point]
    original: Method = getattr(owner, name)
    seen = 0

    @functools.wraps(original)
    async def faulty(self: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal seen
        if point is Point.BEFORE_COMMIT:
            # Only a transaction that publishes something counts: the writes are out, the commit is not.
            counts = bool(self.changes.outbox)
            result = await original(self, *args, **kwargs)
        else:
            counts = True
        if counts:
            seen += 1
            if seen == calls:
                os.kill(os.getpid(), signum)
        return result if point is Point.BEFORE_COMMIT else await original(self, *args, **kwargs)

    setattr(owner, name, faulty)
