"""People and their browsers: every request with the person's own token, repeated until it is answered."""

import asyncio
import hashlib
import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import httpx

PATIENCE_SECONDS: Final = 600.0
"""The longest time that a service may be unavailable."""
_PAGE: Final = 500
_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 1.0
_SECONDS_FOR_MISSING: Final = 60.0
"""The time during which a 404 may come from a service that has just restarted."""
_SECONDS_FOR_ERRORS: Final = 60.0
"""The time during which a 500 may be temporary."""

Json = dict[str, Any]


class Refused(Exception):  # noqa: N818
    """A service refused a request that should succeed; the message quotes it."""


class Web:
    """The HTTP client that all people share.

    Args:
        urls: base URL by service.
        http: does the work.

    Attributes:
        commands: the number of requests that change something.
        requests: the number of requests sent, repetitions included.
        repeats: the number of repetitions.
    """

    def __init__(self, urls: Mapping[str, str], http: httpx.AsyncClient) -> None:
        self._urls = dict(urls)
        self._http = http
        self.commands = 0
        self.requests = 0
        self.repeats = 0

    async def ask(
        self,
        method: str,
        service: str,
        path: str,
        *,
        headers: Mapping[str, str],
        content: bytes = b"",
        params: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send a request until a healthy service answers it.

        Raises:
            Refused: none did.
        """
        started = time.monotonic()
        pause = _FIRST_PAUSE
        self.commands += method != "GET"
        while True:
            trouble, answer = await self._once(method, service, path, headers, content, params)
            if answer is not None and time.monotonic() - started >= _patience(answer):
                return answer
            if time.monotonic() - started > PATIENCE_SECONDS:
                raise Refused(f"{method} {service} {path}: {trouble}")
            self.repeats += 1
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _once(
        self,
        method: str,
        service: str,
        path: str,
        headers: Mapping[str, str],
        content: bytes,
        params: Mapping[str, str] | None,
    ) -> tuple[str, httpx.Response | None]:
        self.requests += 1
        url = self._urls[service] + path
        try:
            answer = await self._http.request(
                method, url, headers=headers, content=content or None, params=params
            )
        except httpx.HTTPError as error:
            return type(error).__name__, None
        away = answer.status_code in {429, 502, 503, 504}
        return str(answer.status_code), None if away else answer


def _patience(answer: httpx.Response) -> float:
    """Return the seconds for which an answer is not final."""
    if answer.status_code == httpx.codes.NOT_FOUND:
        return _SECONDS_FOR_MISSING
    return _SECONDS_FOR_ERRORS if answer.is_server_error else 0.0


class Person:
    """A person with a token.

    Args:
        web: the shared client.
        subject: the token's subject.
        token: the person's own.
        programme: the programme all paths are in.
        today: returns the current day; the same request on the same day is a repetition.
    """

    def __init__(
        self, web: Web, subject: str, token: str, *, programme: str, today: Callable[[], str]
    ) -> None:
        self._web = web
        self.subject = subject
        self._authorization = {"Authorization": f"Bearer {token}"}
        self._programme = f"/programmes/{programme}"
        self._today = today

    async def get(self, service: str, path: str, **params: str | int) -> Any:
        """Read something of the programme.

        Raises:
            Refused: the service refused.
        """
        texts = {name.rstrip("_"): str(value) for name, value in params.items()}
        answer = await self._web.ask(
            "GET", service, self._programme + path, headers=self._authorization, params=texts
        )
        return _body(answer)

    async def download(self, service: str, path: str) -> bytes:
        """Read a file of the programme.

        Raises:
            Refused: the service refused.
        """
        answer = await self._web.ask("GET", service, self._programme + path, headers=self._authorization)
        return _accepted(answer).content

    async def list(self, service: str, path: str, **params: str | int) -> list[Json]:
        """Read a whole list, page by page."""
        items: list[Json] = []
        while True:
            page = await self.get(service, path, limit=_PAGE, offset=len(items), **params)
            items += page["items"]
            if not page["items"] or len(items) >= page["total"]:
                return items

    async def put(self, service: str, path: str, body: Json) -> Any:
        """Put a resource."""
        return _body(await self._send("PUT", service, path, _encode(body), "application/json"))

    async def put_own(self, service: str, path: str, body: Json) -> Any:
        """Put a resource of the person's own, which is in no programme."""
        sent = await self._send("PUT", service, path, _encode(body), "application/json", programme="")
        return _body(sent)

    async def post(self, service: str, path: str, body: Json | None = None) -> Any:
        """Send a command; it takes effect once, even if repeated.

        Raises:
            Refused: the service refused.
        """
        return _body(await self._send("POST", service, path, _encode(body or {}), "application/json"))

    async def attempt(self, service: str, path: str, body: Json) -> bool:
        """Send a command that may come too late; return whether it was accepted."""
        answer = await self._send("POST", service, path, _encode(body), "application/json")
        if answer.status_code == httpx.codes.CONFLICT:
            return False
        _body(answer)
        return True

    async def upload(self, service: str, path: str, content: bytes, media_type: str) -> Any:
        """Send a file."""
        return _body(await self._send("POST", service, path, content, media_type))

    async def _send(
        self,
        method: str,
        service: str,
        path: str,
        content: bytes,
        media_type: str,
        *,
        programme: str | None = None,
    ) -> httpx.Response:
        words = f"{self._today()} {self.subject} {method} {service} {path} ".encode()
        headers = {
            **self._authorization,
            "Content-Type": media_type,
            "Idempotency-Key": hashlib.sha256(words + content).hexdigest()[:40],
        }
        where = self._programme if programme is None else programme
        return await self._web.ask(method, service, where + path, headers=headers, content=content)


def _encode(body: Json) -> bytes:
    return json.dumps(body, sort_keys=True).encode()


def _body(answer: httpx.Response) -> Any:
    return answer.json() if _accepted(answer).content else None


def _accepted(answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        request = answer.request
        raise Refused(f"{request.method} {request.url.path}: {answer.status_code} {answer.text[:500]}")
    return answer
