"""The messages of a run, which notification sends to the mail server of the devstack."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from typing import Final

from demo.client import Person

Counts = Mapping[str, int]
"""The number of messages in each state."""
_PAUSE_SECONDS: Final = 3.0
_MOST_PAUSES: Final = 20
_FAULTS: Final = ("failed", "given-up")


class Undelivered(Exception):  # noqa: N818
    """Messages were refused, or none was sent."""


async def count_messages(coordinator: Person) -> Counts:
    """Count the messages once their numbers stay the same: the worker sends beside the stream.

    Messages that are due later stay planned.
    """
    counts = await _count(coordinator)
    for _ in range(_MOST_PAUSES):
        await asyncio.sleep(_PAUSE_SECONDS)
        before, counts = counts, await _count(coordinator)
        if counts == before:
            break
    return counts


def check_delivery(counts: Counts) -> None:
    """Check that messages were sent, and none was refused.

    Raises:
        Undelivered: they were not.
    """
    faults = [f"{counts[state]} {state}" for state in _FAULTS if counts.get(state)]
    if faults or not counts.get("sent"):
        raise Undelivered(f"messages: {', '.join(faults) or 'none sent'}; see the log of notification")


async def _count(coordinator: Person) -> Counts:
    summary = await coordinator.get("notification", "/deliveries/summary")
    counts: Counter[str] = Counter()
    for count in summary["counts"]:
        counts[count["state"]] += count["deliveries"]
    return dict(counts)
