"""Few requests begin in each turn of the event loop, and a bounded number is in hand."""

import asyncio
from collections import deque
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime import metrics
from shared.runtime.problems import overloaded

PROBES: Final = ("/health/", "/metrics")
"""Paths with turns of their own, so that probes are answered whatever else there is to do."""
_A_TURN: Final = 16


class _Turns:
    """Lets a few requests begin in each turn of the event loop; the others wait, first come, first served."""

    def __init__(self) -> None:
        self._begun = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def wait(self) -> None:
        """Wait for a turn, if too many have begun in this one."""
        if self._begun == 0:
            asyncio.get_running_loop().call_soon(self._next)
        if self._begun < _A_TURN:
            self._begun += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        await turn

    def _next(self) -> None:
        self._begun = 0
        while self._waiting and self._begun < _A_TURN:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                self._begun += 1
        if self._begun:
            asyncio.get_running_loop().call_soon(self._next)


class FairTurns:
    """Spreads requests over turns of the event loop, and refuses them (503) when too many are in hand.

    Without it a burst of a thousand requests runs in one turn, during which no probe is answered.
    A request is in hand until its answer begins.

    Args:
        app: the application.
        max_requests: in hand; probes have as many of their own.
    """

    def __init__(self, app: ASGIApp, max_requests: int) -> None:
        self._app = app
        self._max_requests = max_requests
        self._turns = {True: _Turns(), False: _Turns()}
        self._in_hand = {True: 0, False: 0}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        probe = scope["path"].startswith(PROBES)
        if self._in_hand[probe] >= self._max_requests:
            metrics.HTTP_REFUSED.labels("overload").inc()
            await overloaded()(scope, receive, send)
            return
        self._in_hand[probe] += 1
        answered = False

        def leave() -> None:
            nonlocal answered
            if not answered:
                answered = True
                self._in_hand[probe] -= 1

        async def send_and_leave(message: Message) -> None:
            leave()
            await send(message)

        try:
            await self._turns[probe].wait()
            await self._app(scope, receive, send_and_leave)
        finally:
            leave()
