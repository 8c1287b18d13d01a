"""The context of every request: a correlation id, a measurement, a log line."""

import time
from collections.abc import Iterable
from typing import Final

from opentelemetry.trace import SpanKind
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime import metrics
from shared.runtime.logging import bound, get_logger
from shared.runtime.problems import unexpected
from shared.runtime.tracing import new_id, plain_id, span
from shared.service.middleware.head import METHODS

log = get_logger(__name__)

_CORRELATION_HEADER: Final = b"x-correlation-id"
_TRACE_HEADER: Final = b"traceparent"
_UNUSED_TRACE_HEADERS: Final = (b"tracestate", b"baggage")
"""Vendor headers of a trace context: unused here, so they are dropped."""
_ANSWER_HEADERS: Final = {b"x-content-type-options": b"nosniff", b"cache-control": b"no-store"}
"""The default of every answer, since most hold data that only their caller may see."""


class RequestContext:
    """Gives each request a correlation id of its own, counts it and logs it.

    A plain correlation id of the client's is logged beside it: taken as ours, it would let one client's
    requests pass for another's.

    The log line carries the route's pattern, never the path: a path can hold an id or worse.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        clients_id = plain_id(_header(scope, _CORRELATION_HEADER))
        correlation_id = new_id()
        scope["headers"] = [
            *_without(scope, _CORRELATION_HEADER, *_UNUSED_TRACE_HEADERS),
            (_CORRELATION_HEADER, correlation_id.encode()),
        ]
        status = 500
        begun = False
        started = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal begun, status
            if message["type"] == "http.response.start":
                begun = True
                status = message["status"]
                message["headers"] = _complete(message["headers"], correlation_id, scope)
            await send(message)

        with (
            bound(
                correlation_id=correlation_id, **({"client_correlation_id": clients_id} if clients_id else {})
            ),
            span(f"HTTP {_method(scope)}", _header(scope, _TRACE_HEADER), SpanKind.SERVER) as traceparent,
        ):
            scope["headers"] = [*_without(scope, _TRACE_HEADER), (_TRACE_HEADER, traceparent.encode())]
            try:
                await self._app(scope, receive, send_with_id)
            except Exception as error:  # noqa: BLE001 (here, where the correlation id is known)
                answer = unexpected(error)
                if not begun:
                    await answer(scope, receive, send_with_id)
            finally:
                self._note(scope, status, time.perf_counter() - started)

    @staticmethod
    def _note(scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unknown")
        method = _method(scope)
        metrics.HTTP_REQUESTS.labels(method, route, str(status)).inc()
        metrics.HTTP_SECONDS.labels(method, route).observe(seconds)
        if not route.startswith(("/health", "/metrics", "/ops")):
            log.info(
                "request",
                method=method,
                route=route,
                status=status,
                milliseconds=round(seconds * 1000, 1),
            )


def _complete(
    answer_headers: Iterable[tuple[bytes, bytes]], correlation_id: str, scope: Scope
) -> list[tuple[bytes, bytes]]:
    """Return an answer's headers, with the correlation id and the defaults of every answer."""
    headers = list(answer_headers)
    names = {name.lower() for name, _ in headers}
    more: dict[str, str] = scope.get("state", {}).get("answer_headers", {})
    usual = _ANSWER_HEADERS | {name.lower().encode(): value.encode() for name, value in more.items()}
    missing = [(name, value) for name, value in usual.items() if name not in names]
    return [*headers, *missing, (_CORRELATION_HEADER, correlation_id.encode())]


def _method(scope: Scope) -> str:
    """Return the method if it is a known one: every other is the client's text."""
    return scope["method"] if scope["method"] in METHODS else "other"


def _header(scope: Scope, header: bytes) -> str:
    """Return the value of a header that is given once, or nothing."""
    values = [value.decode("latin-1") for name, value in scope["headers"] if name == header]
    return values[0] if len(values) == 1 else ""


def _without(scope: Scope, *unwanted: bytes) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in scope["headers"] if name not in unwanted]
