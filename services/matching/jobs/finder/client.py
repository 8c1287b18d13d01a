"""The service's handle on the finder process: many concurrent searches, at most one process."""

import asyncio
import itertools
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final
from weakref import WeakValueDictionary

from fastapi import FastAPI

from services.matching.jobs.protocol import Search, SearchResult
from shared.kernel import RuleBroken, Scope, TooMany
from shared.runtime.settings import Settings
from shared.service import ChildProcess

_TRIES: Final = 3
MOST_ASKING: Final = 500
"""The most people of one tenant whose searches may wait."""


class FinderProcessDied(Exception):  # noqa: N818
    """The finder process died in every try."""


class Finder:
    """Finds the best partners for single people.

    Args:
        settings: of the service.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._child_process = ChildProcess("services.matching.jobs.finder.main", remembers=True)
        self._starting = asyncio.Lock()
        self._numbers = itertools.count()
        self._asking: Counter[str] = Counter()
        self._waiting: dict[int, asyncio.Future[SearchResult | None]] = {}
        self._reader: asyncio.Task[None] | None = None
        self._turns: WeakValueDictionary[Scope, asyncio.Lock] = WeakValueDictionary()

    def turn(self, scope: Scope) -> asyncio.Lock:
        """Return the lock to hold while a shortlist is shown.

        Shortlists of one programme want the same best partners; concurrent transactions would conflict.
        """
        lock = self._turns.get(scope)
        if lock is None:
            lock = self._turns[scope] = asyncio.Lock()
        return lock

    async def find(
        self, scope: Scope, person_id: str, now: datetime, passed: tuple[str, ...] = ()
    ) -> SearchResult:
        """Return the ids of the best partners with free capacity, the best first, as of a moment ago.

        Args:
            scope: of the programme.
            person_id: who chooses.
            now: the present instant on the domain's clock.
            passed: people to exclude.

        Raises:
            RuleBroken: rules or criteria can't be computed for these people.
            FinderProcessDied: the process keeps dying.
            TooMany: too many people of the tenant ask at once.
        """
        if self._asking[scope.tenant] >= MOST_ASKING:
            raise TooMany(
                "too many people of your organisation are requesting lists: try again in a moment",
                code="too-many-at-a-time",
                seconds=2,
            )
        self._asking[scope.tenant] += 1
        try:
            return await self._find(scope, person_id, now, passed)
        finally:
            self._asking[scope.tenant] -= 1
            if not self._asking[scope.tenant]:
                del self._asking[scope.tenant]

    async def _find(
        self, scope: Scope, person_id: str, now: datetime, passed: tuple[str, ...]
    ) -> SearchResult:
        for _ in range(_TRIES):
            search = Search(
                number=next(self._numbers),
                mongo_uri=self._settings.mongo_uri.get_secret_value(),
                mongo_database=self._settings.mongo_database,
                scope=scope,
                now=now,
                person_id=person_id,
                passed=passed,
            )
            answer = await self._ask(search)
            if answer is None:
                continue
            if answer.refused:
                raise RuleBroken(answer.refused, code=answer.code)
            return answer
        raise FinderProcessDied("the finder process keeps dying")

    async def close(self) -> None:
        """End the process."""
        if self._reader:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        await self._child_process.close()

    async def _ask(self, search: Search) -> SearchResult | None:
        """Send a search and wait for its answer; None if the process dies over it."""
        process = await self._process()
        answer: asyncio.Future[SearchResult | None] = asyncio.get_running_loop().create_future()
        self._waiting[search.number] = answer
        try:
            if process.stdin:
                process.stdin.write(search.model_dump_json().encode() + b"\n")
            return await answer
        finally:
            del self._waiting[search.number]
            if not self._waiting:
                self._child_process.rest()

    async def _process(self) -> Process:
        """Return the process, with a task that reads its output."""
        async with self._starting:
            process = await self._child_process.started()
            if self._reader is None or self._reader.done():
                self._reader = asyncio.create_task(self._read(process))
            return process

    async def _read(self, process: Process) -> None:
        """Deliver answers until the process ends; searches without one are then sent again."""
        while process.stdout and (line := await process.stdout.readline()):
            reply = SearchResult.model_validate_json(line)
            if reply.number in self._waiting:
                self._settle(reply.number, reply)
        await process.wait()
        for number in self._waiting:
            self._settle(number, None)

    def _settle(self, number: int, reply: SearchResult | None) -> None:
        answer = self._waiting[number]
        if not answer.done():
            answer.set_result(reply)


@asynccontextmanager
async def hold_finder(app: FastAPI) -> AsyncIterator[None]:
    """Hold a finder for the endpoints, while the service runs."""
    app.state.finder = Finder(app.state.settings)
    try:
        yield
    finally:
        await app.state.finder.close()
