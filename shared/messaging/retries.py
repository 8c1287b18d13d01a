"""The loop that tries parked events again when their wait is over."""

import asyncio
import contextlib

from shared.messaging.consumer import BatchConsumer
from shared.messaging.parking import Parking
from shared.runtime.failures import describe
from shared.runtime.logging import get_logger

log = get_logger(__name__)

_AT_ONCE = 100
_IDLE_SECONDS = 1.0
"""How often to look while nothing waits here: only another replica or an operator can have left something."""


class Retries:
    """Tries the parked events of one consumer again.

    Args:
        consumer: whose reactions to call.
        parking: where the events wait.
        bell: rings when a transaction of this process has left something to try again.
        poll_seconds: how often to look while something waits.
    """

    def __init__(
        self, consumer: BatchConsumer, parking: Parking, bell: asyncio.Event, poll_seconds: float = 0.1
    ) -> None:
        self._consumer = consumer
        self._parking = parking
        self._bell = bell
        self._poll_seconds = poll_seconds
        self._stopping = asyncio.Event()
        self._waiting = False

    async def run(self) -> None:
        """Look and try until stopped; trouble with the database is waited out."""
        while not self._stopping.is_set():
            try:
                tried = await self._round()
            except Exception as error:  # noqa: BLE001 (the rows are still there)
                log.warning("retries wait", error=describe(error))
                tried = False
                await asyncio.sleep(1)
            if not tried:
                await self._pause()

    def stop(self) -> None:
        """End after the event in hand."""
        self._stopping.set()
        self._bell.set()

    async def _pause(self) -> None:
        seconds = self._poll_seconds if self._waiting else _IDLE_SECONDS
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), seconds)

    async def _round(self) -> bool:
        self._bell.clear()
        heads = await self._parking.due(_AT_ONCE)
        self._waiting = bool(heads) or await self._parking.any_waits()
        if heads:
            await self._consumer.retry(heads)
        return bool(heads)
