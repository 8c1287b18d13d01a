"""The head of a request: its method, target and headers are bounded before anything else reads them."""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.runtime import metrics
from shared.runtime.problems import problem

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
HEAD_BYTES: Final = 16_384
"""The most bytes of the request line and all headers."""
_HEADERS: Final = 100
_PATH_BYTES: Final = 2_048
_QUERY_BYTES: Final = 12_288


class BoundedHead:
    """Refuses unknown methods (501), long targets (414) and large headers (431).

    Refusals are counted by reason and not logged: their sender decides how many there are.

    Args:
        app: the application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and (refusal := _fault(scope)):
            status, title, reason = refusal
            metrics.HTTP_REFUSED.labels(reason).inc()
            await problem(status, title, headers={"Connection": "close"})(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _fault(scope: Scope) -> tuple[int, str, str] | None:
    """Return status, title and reason of the refusal, if there is one."""
    if scope["method"] not in METHODS:
        return 501, "Unknown method", "method"
    path = scope.get("raw_path") or scope["path"].encode()
    if len(path) > _PATH_BYTES or len(scope["query_string"]) > _QUERY_BYTES:
        return 414, "Address too long", "target"
    headers = scope["headers"]
    if len(headers) > _HEADERS or sum(len(name) + len(value) for name, value in headers) > HEAD_BYTES:
        return 431, "Headers too large", "headers"
    return None
