"""The doorbell: a change stream that wakes a relay when another replica has left something for it.

Only a doorbell: polling finds every row all the same, so a stream that breaks, or whose history is lost, is
simply opened again from now. It has a collection of its own, so that it wakes nobody for rows of their own.
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

DOORBELL: Final = "doorbell"
_PAUSE_SECONDS: Final = 1.0
_BETWEEN_SECONDS: Final = 0.01


class Doorbell:
    """Wakes the other replicas' relays, and this one's when another presses it.

    Args:
        database: the service's database.
        notify: called when another replica has pressed it.
        alone: whether there is no other replica; then it does not listen, which would cost the database a
            look at all that it writes.
    """

    def __init__(
        self, database: Database, notify: Callable[[], None], *, alone: Callable[[], bool] = lambda: False
    ) -> None:
        self._rows = database[DOORBELL]
        self._notify = notify
        self._alone = alone
        self._name = uuid.uuid4().hex
        self._pressed = asyncio.Event()

    def press(self) -> None:
        """Let the others know, soon, that the outbox holds something of theirs."""
        self._pressed.set()

    async def run(self) -> None:
        """Listen and notify until cancelled."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._listen())
            both.create_task(self._notify_others())

    async def _notify_others(self) -> None:
        while True:
            await self._pressed.wait()
            self._pressed.clear()
            try:
                document = {"by": self._name, "at": datetime.now(UTC)}
                await self._rows.replace_one({"_id": "outbox"}, document, upsert=True)
            except PyMongoError as error:
                log.info("doorbell is silent", error=type(error).__name__)
            await asyncio.sleep(_BETWEEN_SECONDS)

    async def _listen(self) -> None:
        while True:
            try:
                if not self._alone():
                    await self._follow()
            except PyMongoError as error:
                log.info("doorbell opens again", error=type(error).__name__)
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
