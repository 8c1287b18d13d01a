"""Checks of every browser request, and the security headers of every response."""

import re
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
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Content-Security-Policy": _POLICY,
}
_HTTPS_ONLY: Final = "max-age=31536000"
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_MEDIA_TYPES: Final = ("application/x-www-form-urlencoded", "application/json")
"""Forms, and commands of the kit."""
_FORMS_WITH_FILES: Final = re.compile(r"/programmes/[^/]+/import(?:/check)?")
"""The addresses to which a page sends a file."""
_FILES: Final = "multipart/form-data"
REFUSALS: Final = {
    403: "The token does not entitle to this, or the request is another site's",
    415: "The body is of another media type",
    421: "The console is at another host",
}
"""The answers of the checks of a browser's request, by status."""
_PROBES: Final = ("/health/", "/metrics")
"""Paths that are requested inside the network, under any host."""
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class SecurityHeaders:
    """Adds to every answer, errors and refusals too, what browsers are to allow its page.

    Args:
        app: the application.
        address: the console's one address for browsers; at an https one they come back by https only.
    """

    def __init__(self, app: ASGIApp, address: str) -> None:
        self._app = app
        https = address.startswith("https://")
        self._headers = _HEADERS | ({"Strict-Transport-Security": _HTTPS_ONLY} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)  # a picture has a policy of its own
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class RequestChecks:
    """Refuses what no page of this console has sent.

    The cookie is SameSite=Strict already; the checks of Host, Origin and media type are the second lock. A
    request with a bearer token needs none of them: no other site can make a browser send that header, and
    such a request is never taken for that of a signed-in browser.

    Args:
        app: what is guarded.
        address: the console's one address for browsers.
    """

    def __init__(self, app: ASGIApp, address: str) -> None:
        self._app = app
        self._origin, self._hosts = _origin(address)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        program = headers.get("authorization", "").lower().startswith("bearer ")
        fault = None if program else self._fault(scope["method"], scope["path"], headers)
        if fault:
            await problem(*fault)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _fault(self, method: str, path: str, headers: Headers) -> tuple[int, str, str] | None:
        """Return the fault of a browser request as status, title and detail, or None."""
        if not path.startswith(_PROBES) and headers.get("host", "").lower() not in self._hosts:
            return 421, "Another host", f"this console is at {self._origin}"
        if method in _SAFE_METHODS:
            return None
        if headers.get("origin") != self._origin:
            return 403, "Refused", "this form was not sent from a page of this console"
        media_type = headers.get("content-type", _MEDIA_TYPES[0]).partition(";")[0].strip().lower()
        with_file = media_type == _FILES and _FORMS_WITH_FILES.fullmatch(path)
        if media_type not in _MEDIA_TYPES and not with_file:
            return 415, "Refused", f"a form must be sent as {_MEDIA_TYPES[0]}"
        return None


def _origin(address: str) -> tuple[str, frozenset[str]]:
    """Return the Origin and the Hosts that browsers send with what a page of this address asks for."""
    parts = urlsplit(address)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = parts.port or _DEFAULT_PORTS[parts.scheme]
    hosts = {f"{host}:{port}"} | ({f"{host}"} if port == _DEFAULT_PORTS[parts.scheme] else set())
    return f"{parts.scheme}://{min(hosts, key=len)}", frozenset(hosts)
