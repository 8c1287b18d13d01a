"""Bodies: none is read before the caller is admitted, and each has a limit."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi import Depends, HTTPException, Request
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime.auth import Allow
from shared.runtime.problems import TooLarge, refuse_size
from shared.service.callers import guard_of

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
        given = request.headers.get("content-type", self.media_types[0])
        if given.partition(";")[0].strip().lower() not in self.media_types:
            raise HTTPException(415, f"The body must be {self.media_types[0]}")


def large_body(*media_types: str) -> Any:
    """State that an endpoint takes whole files of these media types; belongs in its ``dependencies``."""
    return Depends(LargeBody(media_types))


class GuardedBody:
    """Withholds a request's body until its endpoint's guard has admitted the caller, and limits its size.

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
        announced = _announced(scope)
        largest = max(self._max_bytes, self._max_file_bytes)
        if announced > largest:
            await refuse_size(TooLarge(largest))(scope, receive, send)
            return
        limit = 0
        taken = 0

        async def receive_guarded() -> Message:
            nonlocal limit, taken
            if not limit:
                limit = await self._admit(scope)
                if announced > limit:
                    raise TooLarge(limit)
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise TooLarge(limit)
            return message

        await self._app(scope, receive_guarded, send)

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


def _announced(scope: Scope) -> int:
    """Return the length that the request announces; what is no number is more than any limit."""
    given = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(given) if given.isdigit() and len(given) < 16 else 10**16
