"""The doorbell: a change stream that wakes the relay when another process left something in the outbox.

Only a doorbell: polling finds every row all the same, so a stream that breaks, or whose history is lost, is
simply opened again from now.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from pymongo.errors import PyMongoError

from shared.messaging.outbox import OUTBOX
from shared.runtime.logging import get_logger
from shared.runtime.mongo import Database

log = get_logger(__name__)

_PAUSE_SECONDS: Final = 1.0


class Doorbell:
    """Rings when a transaction of any process has added rows.

    Args:
        database: the service's database.
        ring: what to call.
        but_for: the process whose own commits ring no bell: it hands them over.
    """

    def __init__(self, database: Database, ring: Callable[[], None], *, but_for: str = "") -> None:
        self._outbox = database[OUTBOX]
        self._ring = ring
        self._pipeline: list[dict[str, Any]] = [
            {"$match": {"operationType": "insert", "fullDocument.ring": {"$exists": True, "$ne": but_for}}},
            {"$project": {"_id": 1}},
        ]

    async def run(self) -> None:
        """Listen until cancelled."""
        while True:
            try:
                await self._listen()
            except PyMongoError as error:
                log.info("doorbell opens again", error=type(error).__name__)
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _listen(self) -> None:
        async with self._outbox.watch(self._pipeline, max_await_time_ms=500) as stream:
            while stream.alive:
                if await stream.try_next() is not None:
                    self._ring()
