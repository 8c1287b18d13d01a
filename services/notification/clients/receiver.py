"""The receivers of webhooks: one request each, bounded in time and size."""

import asyncio
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, Self

import httpcore
from httpcore import AsyncNetworkBackend

from services.notification.clients.public_network import NotPublicError
from services.notification.domain.webhooks.address import Target
from services.notification.domain.webhooks.delivery import Failure
from shared.runtime.certificates import trusted_certificates

_CONNECT_SECONDS: Final = 5.0
TOTAL_SECONDS: Final = 15.0
MOST_ANSWER_BYTES: Final = 4096
"""No more of an answer is read; none of it is kept."""
_CONNECTIONS: Final = 64
_IDLE_SECONDS: Final = 20.0
_GONE: Final = 410
_OK: Final = range(200, 300)
_REDIRECT: Final = range(300, 400)


@dataclass(frozen=True)
class Answer:
    """The outcome of a request; without a failure the receiver took it."""

    duration_ms: int
    status: int | None = None
    failure: Failure | None = None
    retry_after: timedelta | None = None


class Receivers:
    """Sends to receivers; follows no redirect, uses no proxy, keeps no cookie.

    Args:
        network: opens the connections.
        tls: checks certificates; by default as the system does.
        total_seconds: the most time that a request takes.
    """

    def __init__(
        self,
        network: AsyncNetworkBackend,
        tls: ssl.SSLContext | None = None,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        self._total_seconds = total_seconds
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or trusted_certificates(),
            max_connections=_CONNECTIONS,
            max_keepalive_connections=_CONNECTIONS // 4,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=network,
        )

    async def __aenter__(self) -> Self:
        """Return itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close all connections."""
        await self._pool.aclose()

    async def post(self, target: Target, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request, and return what came of it; never raises for what the receiver does."""
        begin = time.monotonic()
        try:
            async with asyncio.timeout(self._total_seconds):
                status, retry_after = await self._send(target, headers, body)
        except NotPublicError:
            return Answer(_milliseconds(begin), failure=Failure.ADDRESS)
        except (TimeoutError, httpcore.TimeoutException):
            return Answer(_milliseconds(begin), failure=Failure.TIMEOUT)
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
            return Answer(_milliseconds(begin), failure=Failure.CONNECTION)
        return Answer(_milliseconds(begin), status, failure_of(status), retry_after)

    async def _send(
        self, target: Target, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, timedelta | None]:
        timeouts = {
            "connect": _CONNECT_SECONDS,
            "read": self._total_seconds,
            "write": self._total_seconds,
            "pool": self._total_seconds,
        }
        request = self._pool.stream(
            "POST",
            _url(target),
            headers=[("Host", _host(target)), *headers.items()],
            content=body,
            extensions={"timeout": timeouts},
        )
        async with request as response:
            size = 0
            async for part in response.aiter_stream():
                size += len(part)
                if size > MOST_ANSWER_BYTES:
                    break
            named = {name.lower(): value for name, value in response.headers}
            return response.status, read_retry_after(named.get(b"retry-after", b""), datetime.now(UTC))


def failure_of(status: int) -> Failure | None:
    """Return what an answer's status means."""
    if status in _OK:
        return None
    if status == _GONE:
        return Failure.GONE
    return Failure.REDIRECT if status in _REDIRECT else Failure.STATUS


def read_retry_after(value: bytes, now: datetime) -> timedelta | None:
    """Return how long a receiver asks to wait: seconds, or a date; None for anything else."""
    text = value.decode("ascii", "replace").strip()
    if text.isdecimal():
        return timedelta(seconds=min(int(text[:9]), 10**8))
    try:
        return max(parsedate_to_datetime(text) - now, timedelta())
    except (ValueError, TypeError, OverflowError):
        return None


def _url(target: Target) -> httpcore.URL:
    """Return the address of its parts: nothing parses it a second time."""
    return httpcore.URL(
        scheme=target.scheme.encode(),
        host=target.host.encode(),
        port=target.port,
        target=target.path.encode(),
    )


def _host(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    default = {"https": 443, "http": 80}[target.scheme]
    return host if target.port == default else f"{host}:{target.port}"


def _milliseconds(begin: float) -> int:
    return round((time.monotonic() - begin) * 1000)
