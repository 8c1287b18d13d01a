"""Faults at named points of the kit, for a process that a test starts in order to lose it.

Installed by the test's launcher in that very process, by wrapping the kit's own functions: production code
has no switches for them.
"""

import functools
import os
import signal
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from shared.messaging.outgoing.relay import Relay
from shared.messaging.outgoing.rows import OutboxRows
from shared.persistence import transactions
from shared.persistence.transaction import OUTBOX

Method = Callable[..., Awaitable[Any]]


class Point(StrEnum):
    """The points, between two steps of the kit, at which a process may end."""

    BEFORE_COMMIT = "before commit"
    AFTER_COMMIT = "after commit before publish"
    AFTER_PUBLISH = "after publish before marking"
    AFTER_HANDLER = "after handler before the offset commit"
    WHILE_PUBLISHING = "in the middle of a batch"


_FUNCTIONS: Final[dict[Point, tuple[Any, str]]] = {
    Point.BEFORE_COMMIT: (transactions, "write_and_commit"),
    Point.AFTER_COMMIT: (Relay, "_deliver"),
    Point.AFTER_PUBLISH: (OutboxRows, "mark"),
    Point.AFTER_HANDLER: (AIOKafkaConsumer, "commit"),
    Point.WHILE_PUBLISHING: (AIOKafkaProducer, "send_batch"),
}


def install(point: Point, signum: int = signal.SIGKILL, *, calls: int = 1) -> None:
    """Let this process send itself a signal when it reaches a point.

    Args:
        point: where.
        signum: SIGKILL to die, SIGSTOP to stand still.
        calls: the call of the function that counts.
    """
    owner, name = _FUNCTIONS[point]
    original: Method = getattr(owner, name)
    seen = 0

    @functools.wraps(original)
    async def faulty(*args: Any, **kwargs: Any) -> Any:
        nonlocal seen
        if point is Point.BEFORE_COMMIT:
            # Only a transaction that publishes something counts: the writes are out, the commit is not.
            session, bulks = args
            if not any(bulk.collection.name == OUTBOX for bulk in bulks):
                return await original(*args, **kwargs)
            await original(session, bulks, commit=False)
            args = (session, ())
        if point is Point.AFTER_HANDLER and not any(args[1].values()):
            return await original(*args, **kwargs)  # the beginnings of partitions, before any handler
        seen += 1
        if seen == calls:
            os.kill(os.getpid(), signum)
        return await original(*args, **kwargs)

    setattr(owner, name, faulty)
