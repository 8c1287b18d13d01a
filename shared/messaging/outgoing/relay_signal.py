"""Signals between replicas: a change stream wakes a relay when another replica has written rows for it.

A signal saves time, no more: polling finds every row. A stream that breaks, or whose history is lost, is
therefore opened again from the present on. The signals have a separate collection, so that a relay is not
woken by its own rows.
"""

import asyncio
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from pymongo.errors import PyMongoError

from shared.runtime.logging import get_logger
from shared.runtime.mongo import Database, Document

log = get_logger(__name__)

RELAY_SIGNALS: Final = "relay_signals"
_PAUSE_SECONDS: Final = 1.0
_BETWEEN_SECONDS: Final = 0.01


class RelaySignal:
    """Wakes the relays of the other replicas, and this one when another replica signals.

    Args:
        database: the service's database.
        notify: called when another replica has signalled.
        alone: whether there is no other replica; then it does not listen, as the database would read all its
            writes for a change stream.
    """

    def __init__(
        self, database: Database, notify: Callable[[], None], *, alone: Callable[[], bool] = lambda: False
    ) -> None:
        self._rows = database[RELAY_SIGNALS]
        self._notify = notify
        self._alone = alone
        self._name = uuid.uuid4().hex
        self._requested = asyncio.Event()

    def send(self) -> None:
        """Tell the other replicas soon that the outbox has rows for them."""
        self._requested.set()

    async def run(self) -> None:
        """Listen and notify until cancelled."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._listen())
            both.create_task(self._notify_others())

    async def _notify_others(self) -> None:
        while True:
            await self._requested.wait()
            self._requested.clear()
            try:
                document = {"by": self._name, "at": datetime.now(UTC)}
                await self._rows.replace_one({"_id": "outbox"}, document, upsert=True)
            except PyMongoError as error:
                log.info("other replicas not signalled, they poll the outbox", error=type(error).__name__)
            await asyncio.sleep(_BETWEEN_SECONDS)

    async def _listen(self) -> None:
        while True:
            try:
                if not self._alone():
                    await self._follow()
            except PyMongoError as error:
                log.info("change stream failed, reopening", error=type(error).__name__)
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _follow(self) -> None:
        others: list[Document] = [
            {"$match": {"fullDocument.by": {"$ne": self._name}}},
            {"$project": {"_id": 1}},
        ]
        async with self._rows.watch(others, max_await_time_ms=500) as stream:
            while stream.alive and not self._alone():
                if await stream.try_next() is not None:
                    self._notify()
