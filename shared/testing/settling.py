"""Waiting until a service is at rest: nothing is on its way into or out of it."""

import asyncio
from typing import Any, Final

from shared.service.streams import Streams
from shared.service.vitals import Vitals
from shared.testing.topics import Publisher

_PAUSE_SECONDS: Final = 0.02
"""How long a service must stay at rest: a check may come between two steps."""
_CHECK_SECONDS: Final = 0.005
_ASK_SECONDS: Final = 0.5
"""How long a replica may seem busy until broker and database are asked nonetheless."""
_UNREST: Final = ("faults", "lag", "outbox_pending", "parked", "in_hand")


async def settle(streams: Streams, publisher: Publisher, seconds: float) -> tuple[int, int]:
    """Wait until nothing is on its way into or out of a service.

    Broker and database are asked only once the replica knows of no work itself: each answer takes
    processor time, which bounds the whole suite.

    Args:
        streams: the replica's.
        publisher: of the facts that the test has given.
        seconds: how long it may take.

    Returns:
        How many events the replica has published and handled so far.

    Raises:
        TimeoutError: it never came to rest; the message has the last state.
    """
    streams.relay.notify()  # a test may have moved the clock past timers
    vitals = streams.vitals
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        await _finish_known_work(vitals, publisher)
        before = vitals.totals
        state = await vitals.state()
        await asyncio.sleep(_PAUSE_SECONDS)
        if not _unrest(state) and not vitals.busy and vitals.totals == before:
            return before
        if asyncio.get_running_loop().time() > deadline:
            raise TimeoutError(f"the service does not come to rest: {state}")


def _unrest(state: dict[str, Any]) -> bool:
    return any(state[name] for name in _UNREST)


async def _finish_known_work(vitals: Vitals, publisher: Publisher) -> None:
    """Wait, for a while, until the replica is not busy and has handled what the test has published."""
    until = asyncio.get_running_loop().time() + _ASK_SECONDS
    while vitals.busy or not _handled_all(vitals, publisher):
        if asyncio.get_running_loop().time() > until:
            return
        await asyncio.sleep(_CHECK_SECONDS)


def _handled_all(vitals: Vitals, publisher: Publisher) -> bool:
    """Return whether the replica has handled all that was published, where it has handled anything."""
    handled = {partition: vitals.handled(partition) for partition in publisher.ends}
    return all(at is None or at >= publisher.ends[partition] for partition, at in handled.items())
