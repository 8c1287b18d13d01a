"""Bodies: none is read before the caller is admitted, and each has a limit."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Depends, HTTPException, Request
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime import metrics
from shared.runtime.auth import Allow
from shared.runtime.problems import BodyTooLarge, refuse_size
from shared.service.documented_callers import guard_of

BODY_SECONDS: Final = 10.0
"""The time limit for a body, and the number of bytes that extend it by a second."""
BYTES_PER_SECOND: Final = 50_000
OPEN_BODY_BYTES: Final = 16_384
"""The limit where no token is needed: enough for a form that holds one."""


@dataclass(frozen=True)
class LargeBody:
    """A dependency that states that an endpoint takes whole files, and of which media types."""

    media_types: tuple[str, ...]

    async def __call__(self) -> None:
        """Declare only: ``GuardedBody`` acts on it."""

    def check(self, request: Request) -> None:
        """Refuse every other media type; a request that names none is taken as the first.

        Raises:
            HTTPException: the media type is another.
        """
        media_type = request.headers.get("content-type", self.media_types[0])
        if media_type.partition(";")[0].strip().lower() not in self.media_types:
            raise HTTPException(415, f"The body must be {self.media_types[0]}")


def large_body(*media_types: str) -> Any:
    """State that an endpoint takes whole files of these media types; belongs in its ``dependencies``."""
    return Depends(LargeBody(media_types))


class GuardedBody:
    """Withholds a request's body until its endpoint's guard has admitted the caller, and limits its size.

    Clients that send slower than ``BYTES_PER_SECOND`` are refused once they have made the service wait for
    ``BODY_SECONDS``; only the time spent waiting for them counts.

    FastAPI reads and parses a body before it resolves any dependency. Here the first read of a body, by
    whatever code, resolves the guard of the endpoint that was found, so a caller who is refused (401, 403
    or 404) makes the service read nothing. The guard keeps its result and is not resolved again.

    Args:
        app: the application.
        max_bytes: the limit of a body.
        max_file_bytes: the limit where the endpoint states ``large_body``; other media types get a 415.
    """

    def __init__(self, app: ASGIApp, max_bytes: int, max_file_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._max_file_bytes = max_file_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = max(self._max_bytes, self._max_file_bytes)
        if _announced(scope) > largest:
            await refuse_size(BodyTooLarge(largest))(scope, receive, send)
            return
        await self._app(scope, _Withheld(scope, receive, self._admit).receive, send)

    async def _admit(self, scope: Scope) -> int:
        """Resolve the endpoint's guard; returns the limit of the body.

        Raises:
            HTTPException: the caller is refused, or the media type is.
        """
        request = Request(scope)
        route = scope.get("route")
        if not isinstance(route, APIRoute) or not isinstance(guard := guard_of(route), Allow):
            return min(OPEN_BODY_BYTES, self._max_bytes)
        await guard.admit(request)
        for needed in route.dependant.dependencies:
            if isinstance(needed.call, LargeBody):
                needed.call.check(request)
                return self._max_file_bytes
        return self._max_bytes


class _Withheld:
    """The body of one request.

    Args:
        scope: of the request.
        receive: gets what the client sends.
        admit: resolves the guard and returns the limit.
    """

    def __init__(self, scope: Scope, receive: Receive, admit: Callable[[Scope], Awaitable[int]]) -> None:
        self._scope = scope
        self._receive = receive
        self._admit = admit
        self._limit = 0
        self._taken = 0
        self._waited = 0.0
        self._complete = False

    async def receive(self) -> Message:
        """Return the next part, or what comes after the body.

        Raises:
            HTTPException: the caller is refused, or the body is too large or too slow.
        """
        if self._complete:
            return await self._receive()
        if not self._limit:
            self._limit = await self._admit(self._scope)
            self._check(_announced(self._scope))
        message = await self._next()
        self._taken += len(message.get("body", b""))
        self._complete = not message.get("more_body", False)
        self._check(self._taken)
        return message

    def _check(self, size: int) -> None:
        if size > self._limit:
            raise BodyTooLarge(self._limit)

    async def _next(self) -> Message:
        began = time.monotonic()
        try:
            async with asyncio.timeout(BODY_SECONDS + self._taken / BYTES_PER_SECOND - self._waited):
                return await self._receive()
        except TimeoutError:
            metrics.HTTP_REFUSED.labels("slow").inc()
            raise HTTPException(408, "The body arrives too slowly", {"Connection": "close"}) from None
        finally:
            self._waited += time.monotonic() - began


def _announced(scope: Scope) -> int:
    """Return the length that the request announces; what is no number is more than any limit."""
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(length) if length.isdigit() and len(length) < 16 else 10**16
