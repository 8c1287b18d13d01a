"""The loop that tries parked events again when their wait is over."""

import asyncio
import contextlib

from shared.messaging.consumer import BatchConsumer
from shared.messaging.parking import Parking, describe
from shared.runtime.logging import get_logger

log = get_logger(__name__)

_AT_ONCE = 100


class Retries:
    """Tries the parked events of one consumer again.

    Args:
        consumer: whose reactions to call.
        parking: where the events wait.
        poll_seconds: how often to look.
    """

    def __init__(self, consumer: BatchConsumer, parking: Parking, poll_seconds: float = 0.1) -> None:
        self._consumer = consumer
        self._parking = parking
        self._poll_seconds = poll_seconds
        self._stopping = asyncio.Event()

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
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), self._poll_seconds)

    def stop(self) -> None:
        """End after the event in hand."""
        self._stopping.set()

    async def _round(self) -> bool:
        heads = await self._parking.due(_AT_ONCE)
        if heads:
            await self._consumer.retry(heads)
        return bool(heads)
