"""Few requests begin in each turn of the event loop, and a bounded number is handled at once."""

import asyncio
from collections import deque
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime import metrics
from shared.runtime.problems import overloaded
from shared.service.admission import Admission

PROBES: Final = ("/health/", "/metrics", "/ops/")
"""Paths with turns of their own: probes and operators are answered even under load."""
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
    """Spreads requests over turns of the event loop, and refuses them (503) when there is too much to do.

    Without it a burst of a thousand requests runs in one turn, during which no probe is answered.

    Args:
        app: the application.
        admission: knows how much there is to do; a request counts until its answer begins.
    """

    def __init__(self, app: ASGIApp, admission: Admission) -> None:
        self._app = app
        self._admission = admission
        self._turns = _Turns()
        self._probes = _Turns()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"].startswith(PROBES):
            await self._probes.wait()
            await self._app(scope, receive, send)
        elif self._admission.full:
            metrics.HTTP_REFUSED.labels("overload").inc()
            await overloaded()(scope, receive, send)
        else:
            await self._count(scope, receive, send)

    async def _count(self, scope: Scope, receive: Receive, send: Send) -> None:
        counted = 1
        self._admission.requests += 1

        def leave() -> None:
            nonlocal counted
            self._admission.requests -= counted
            counted = 0

        async def send_and_leave(message: Message) -> None:
            leave()
            await send(message)

        try:
            await self._turns.wait()
            await self._app(scope, receive, send_and_leave)
        finally:
            leave()
