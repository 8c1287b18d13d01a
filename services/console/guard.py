"""What every answer and every form post of the console goes through."""

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime.problems import problem

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": _POLICY,
}
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Adds security headers, and refuses form posts that another site started.

    The cookie is SameSite=Strict already; the check of Origin is the second lock. A request with a
    bearer token needs none: no other site can make a browser send that header.

    Args:
        app: what is guarded.
        address: the console's own address for browsers; a proxy in front may send another Host.
    """

    def __init__(self, app: ASGIApp, address: str = "") -> None:
        self._app = app
        self._origin = _origin(address)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _protect(MutableHeaders(scope=message))
            await send(message)

        if scope["method"] not in _SAFE_METHODS and not self._own(Headers(scope=scope)):
            refusal = problem(403, "Refused", "this form was not sent from a page of this console")
            await refusal(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    def _own(self, headers: Headers) -> bool:
        """Whether a request that changes something comes from this console or a program with a token."""
        if "authorization" in headers:
            return True
        origin = headers.get("origin", "")
        return bool(origin) and (origin == self._origin or urlsplit(origin).netloc == headers.get("host"))


def _origin(address: str) -> str:
    """What browsers send as Origin from pages of this address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _protect(headers: MutableHeaders) -> None:
    headers.setdefault("Cache-Control", "no-store")
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)  # a picture has a policy of its own
