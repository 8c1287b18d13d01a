"""HTTP connections with deadlines and a limit: uvicorn's protocol has neither for slow clients."""

import asyncio
import http
import json
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import h11
from starlette.types import ASGIApp
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from shared.runtime import metrics
from shared.runtime.problems import code_of
from shared.service.middleware.head import HEAD_BYTES
from shared.service.middleware.turns import PROBES


@dataclass(frozen=True)
class Deadlines:
    """The time limits of a client, in seconds.

    Attributes:
        head: for the head of a request, from the beginning of the connection or the end of its last answer.
        unread: for the rest of a body that nobody wants, from the end of the answer.
        blocked: without reading anything of its answer.
    """

    head: float = 10.0
    unread: float = 2.0
    blocked: float = 30.0


_PROBES: Final = tuple(path.encode() for path in PROBES)
_RETRY: Final = "Retry-After: 1\r\n"
_LOG: Final = logging.getLogger("uvicorn.protocol")
_LOG.setLevel(logging.ERROR)
"""Without uvicorn's warnings about what clients send: they are counted instead."""


class BoundedProtocol(H11Protocol):
    """One connection.

    A connection without a request in progress is idle: between requests, or while the client is still sending
    a head or a body that nobody reads. When all connections are taken, the one that has been idle longest is
    closed for a new one, so slow clients can't keep others out.

    Attributes:
        max_connections: of the process.
        deadlines: of each.
        overloaded: whether the service can do no more now.
        idle: the idle connections of the process, the longest idle first, with the time when they became so.
    """

    max_connections: ClassVar[int] = 1000
    deadlines: ClassVar[Deadlines] = Deadlines()
    overloaded: "ClassVar[staticmethod[[], bool]]"
    idle: ClassVar[dict["BoundedProtocol", float]] = {}
    _blocked_since: float | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logger = _LOG

    def connection_made(self, transport: Any) -> None:
        """Take a new connection, in the place of an idle one if need be."""
        super().connection_made(transport)
        self.idle[self] = self.loop.time()
        if len(self.connections) > self.max_connections:
            next(iter(self.idle)).give_up("connections")

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self.idle.pop(self, None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has arrived; a new request to an overloaded service is refused unread, except probes."""
        new = self in self.idle and self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]
        if new and self.overloaded() and not _is_probe(data):
            self.transport.write(_answer(503))
            self.transport.close()
            metrics.HTTP_REFUSED.labels("overload").inc()
            return
        super().data_received(data)

    def handle_events(self) -> None:
        """Handle what has arrived; a complete head makes the connection busy."""
        super().handle_events()
        if self._busy:
            self.idle.pop(self, None)

    def on_response_complete(self) -> None:
        """Note that the connection is idle; the next request may have arrived already."""
        if not self.transport.is_closing():
            self.idle[self] = self.loop.time()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Note that the client does not keep up with its answer."""
        self._blocked_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """Note that the client keeps up again."""
        self._blocked_since = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, or has a head that is too large."""
        del msg
        status = getattr(sys.exc_info()[1], "error_status_hint", 400)
        reason = "headers" if status == http.HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE else "malformed"
        if self._busy:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self._refuse(status, reason)

    def check_deadlines(self, now: float) -> None:
        """Close the connection if its client is too slow."""
        since = self.idle.get(self, now)
        unread = self.conn.their_state is h11.SEND_BODY
        if now - since > (self.deadlines.unread if unread else self.deadlines.head):
            self._refuse(408, "slow")
        elif self._blocked_since is not None and now - self._blocked_since > self.deadlines.blocked:
            self.give_up("slow")

    @property
    def _busy(self) -> bool:
        return bool(self.cycle) and not self.cycle.response_complete

    def _refuse(self, status: int, reason: str) -> None:
        """Close the connection, with an answer if the last request has not had one and something was sent."""
        unanswered = self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}
        if unanswered and (self.conn.trailing_data[0] or self._busy):
            self.transport.write(_answer(status))
            self.transport.close()
            metrics.HTTP_REFUSED.labels(reason).inc()
        else:
            self.give_up(reason)

    def give_up(self, reason: str) -> None:
        """Close the connection at once."""
        self.idle.pop(self, None)
        metrics.HTTP_REFUSED.labels(reason).inc()
        self.transport.abort()


def _never() -> bool:
    return False


def _is_probe(data: bytes) -> bool:
    """Return whether a request is to one of the paths that are answered whatever else there is to do."""
    return data.partition(b" ")[2].startswith(_PROBES)


def _answer(status: int) -> bytes:
    """Return a whole answer: nothing of the connection's state is needed for its last one."""
    title = http.HTTPStatus(status).phrase
    problem = {"type": "about:blank", "title": title, "status": status, "code": code_of(status)}
    body = json.dumps(problem).encode()
    head = (
        f"HTTP/1.1 {status} {title}\r\nContent-Type: application/problem+json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n"
        f"{_RETRY if status == http.HTTPStatus.SERVICE_UNAVAILABLE else ''}\r\n"
    )
    return head.encode() + body


class BoundedServer(Server):
    """A server of bounded connections, which checks their deadlines every second.

    Args:
        app: the application.
        max_connections: of the process.
        deadlines: of each connection.
        overloaded: says whether the service can do no more now.
        settings: further ones for uvicorn.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        max_connections: int,
        deadlines: Deadlines = Deadlines(),
        overloaded: Callable[[], bool] | None = None,
        **settings: Any,
    ) -> None:
        bounds = {
            "max_connections": max_connections,
            "deadlines": deadlines,
            "overloaded": staticmethod(overloaded or _never),
            "idle": {},
        }
        protocol = type("Connection", (BoundedProtocol,), bounds)
        super().__init__(
            Config(
                app,
                http=protocol,
                ws="none",
                h11_max_incomplete_event_size=HEAD_BYTES,
                log_config=None,
                access_log=False,
                server_header=False,
                reset_contextvars=True,
                **settings,
            )
        )

    async def on_tick(self, counter: int) -> bool:
        """Do what uvicorn does ten times a second, and every tenth time check the deadlines."""
        if counter % 10 == 0:
            now = asyncio.get_running_loop().time()
            for connection in tuple(self.server_state.connections):
                if isinstance(connection, BoundedProtocol):
                    connection.check_deadlines(now)
        return await super().on_tick(counter)
