"""Open live pages: few for each person, one poller for each subject, ended with the session behind them."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from time import time
from typing import Any, Final

from fastapi import HTTPException, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Receive, Scope, Send

from services.console.browser_sessions.browser_session import Pass
from shared.runtime.logging import get_logger
from shared.runtime.mongo import INFRASTRUCTURE_ERRORS

log = get_logger(__name__)

Numbers = dict[str, int | float | str]
View = str | None
"""The employee id by which a subject's numbers are filtered, or None."""
Look = Callable[[Collection[View]], Awaitable[Mapping[View, Numbers]]]
"""Reads the numbers of a subject now, as each of these viewers may see them."""

PER_PERSON: Final = 5
LONGEST_SECONDS: Final = 300.0
"""The longest duration of a stream; the browser then reconnects, and its claims are checked again."""
CHECK_SECONDS: Final = 1.0
"""The interval at which the sessions behind all streams are checked."""
_RECONNECT_MILLISECONDS: Final = 2000


class Listener:
    """One open stream; keeps the latest numbers only, however slowly they are taken.

    Attributes:
        entitled_by: the session or token behind it.
        view: the viewer.
        ends_at: when it ends at the latest, in seconds since 1970.
        closed: whether it has ended.
    """

    def __init__(self, entitled_by: Pass, view: View, on_close: Callable[["Listener"], None]) -> None:
        self.entitled_by = entitled_by
        self.view = view
        self.ends_at = min(entitled_by.ends_at, time() + LONGEST_SECONDS)
        self.closed = False
        self._on_close = on_close
        self._latest: Numbers | None = None
        self._news = asyncio.Event()

    def offer(self, numbers: Numbers) -> None:
        """Put numbers in the place of those that were not taken yet."""
        if numbers != self._latest:
            self._latest = numbers
            self._news.set()

    def close(self) -> None:
        """End the stream."""
        if not self.closed:
            self.closed = True
            self._on_close(self)
            self._news.set()

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        """Yield an event with all numbers at first, then whenever one has changed."""
        while True:
            await self._news.wait()
            self._news.clear()
            if self.closed:
                return
            yield ServerSentEvent(json.dumps(self._latest), event="numbers", retry=_RECONNECT_MILLISECONDS)


@dataclass
class _Subject:
    """A polled subject and its listeners."""

    look: Look
    every: float
    listeners: set[Listener]
    latest: Mapping[View, Numbers]


class LiveStreams:
    """All streams of this process.

    Args:
        standing: says which of the sessions and tokens behind streams still stand.
        most: streams at once.
    """

    def __init__(self, standing: Callable[[Collection[Pass]], Awaitable[set[Pass]]], *, most: int) -> None:
        self._standing = standing
        self._most = most
        self._subjects: dict[Hashable, _Subject] = {}
        self._by_person: Counter[tuple[str, str]] = Counter()
        self._tasks: dict[Hashable, asyncio.Task[None]] = {}

    @property
    def open(self) -> int:
        """The number of open streams."""
        return self._by_person.total()

    def listen(
        self, key: Hashable, look: Look, every: float, entitled_by: Pass, view: View = None
    ) -> Listener:
        """Open a stream.

        Args:
            key: the subject; streams of one subject share a poller.
            look: reads its numbers; the first stream's is used.
            every: seconds between two reads.
            entitled_by: the session or token behind the stream.
            view: the viewer.

        Raises:
            HTTPException: the person (429) or the process (503) has too many.
        """
        if self._by_person[entitled_by.person] >= PER_PERSON:
            raise HTTPException(429, f"{PER_PERSON} live pages are open already", {"Retry-After": "10"})
        if self.open >= self._most:
            raise HTTPException(503, "Too many live pages are open", {"Retry-After": "10"})
        subject = self._subjects.setdefault(key, _Subject(look, every, set(), {}))

        def leave(listener: Listener) -> None:
            subject.listeners.discard(listener)
            self._by_person[entitled_by.person] -= 1
            if not self._by_person[entitled_by.person]:
                del self._by_person[entitled_by.person]

        listener = Listener(entitled_by, view, leave)
        subject.listeners.add(listener)
        self._by_person[entitled_by.person] += 1
        if view in subject.latest:
            listener.offer(subject.latest[view])
        self._keep_going(key, lambda: self._poll(key, subject))
        self._keep_going(None, self._check)
        return listener

    async def stop(self) -> None:
        """End all streams."""
        for subject in list(self._subjects.values()):
            _close(subject.listeners)
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _keep_going(self, key: Hashable, work: Callable[[], Awaitable[None]]) -> None:
        """Have one task for this key while there is something to do."""

        async def run() -> None:
            try:
                await work()
            finally:
                del self._tasks[key]  # in one step with the end of the work, so that none is missed

        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(run(), name=f"live {key}")

    async def _poll(self, key: Hashable, subject: _Subject) -> None:
        """Read for all listeners, until there are none."""
        try:
            while subject.listeners:
                try:
                    subject.latest = await subject.look({each.view for each in subject.listeners})
                except INFRASTRUCTURE_ERRORS as error:
                    log.warning("live numbers unavailable", error=type(error).__name__)
                for each in list(subject.listeners):
                    if each.view in subject.latest:
                        each.offer(subject.latest[each.view])
                await asyncio.sleep(subject.every)
        finally:
            self._subjects.pop(key, None)
            _close(subject.listeners)

    async def _check(self) -> None:
        """End streams whose time is over, or whose session or token is no longer valid."""
        while self.open:
            listeners = [each for subject in self._subjects.values() for each in subject.listeners]
            _close(each for each in listeners if each.ends_at <= time())
            try:
                standing = await self._standing({each.entitled_by for each in listeners})
            except INFRASTRUCTURE_ERRORS as error:
                log.warning("sessions of live pages unavailable", error=type(error).__name__)
            else:
                _close(each for each in listeners if each.entitled_by not in standing)
            await asyncio.sleep(CHECK_SECONDS)


def _close(listeners: Any) -> None:
    for each in list(listeners):
        each.close()


class LiveResponse(EventSourceResponse):
    """The events of a listener, which ends with the response, however that ends."""

    def __init__(self, listener: Listener) -> None:
        super().__init__(listener.events())
        self._listener = listener

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send events until either side ends the stream."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._listener.close()


def streams_of(request: Request) -> LiveStreams:
    """Return all open streams."""
    streams: LiveStreams = request.app.state.live
    return streams
