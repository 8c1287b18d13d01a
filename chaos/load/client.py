"""Commands over HTTP: repeated under one idempotency key until a service answers, and logged."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

import httpx

from chaos.history import Command, Expected, Row

PATIENCE_SECONDS: Final = 600.0
_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 1.0

Expects = Callable[[Any], Sequence[Expected]]


class Unanswered(Exception):  # noqa: N818
    """A service gave no answer within the time limit."""


class Log:
    """The accepted commands, in memory and in a file as they come.

    Args:
        path: of the file, one JSON object a line.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("w", encoding="utf-8")
        self.accepted: list[Command] = []
        self.unanswered: list[str] = []
        self.kinds: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.sent = 0
        self.repeats = 0
        self.trouble: Counter[str] = Counter()

    def accept(self, command: Command, kind: str) -> None:
        """Record an accepted command and its kind."""
        self.accepted.append(command)
        self.kinds[kind] += 1
        self._file.write(json.dumps(command.to_json()) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Web:
    """The HTTP client of all people.

    Args:
        urls: base URLs by service, one for each replica.
        http: sends the requests.
        log: records accepted commands.
        seed: makes the ids of commands and the choice of replicas repeatable.
    """

    def __init__(
        self, urls: Mapping[str, Sequence[str]], http: httpx.AsyncClient, log: Log, seed: int
    ) -> None:
        self._urls = urls
        self._http = http
        self.log = log
        self._dice = Random(f"{seed}/replicas")  # noqa: S311 (no secret)
        self._number = 0

    async def read(self, token: str, service: str, path: str, **params: str | int) -> Any:
        """Read a resource; return None where the service refuses or has none."""
        texts = {name: str(value) for name, value in params.items()}
        headers = {"Authorization": f"Bearer {token}"}
        try:
            answer = await self._until_answered("GET", service, path, headers, b"", texts)
        except Unanswered:
            return None
        return answer.json() if answer.is_success else None

    async def command(
        self,
        token: str,
        method: str,
        service: str,
        path: str,
        body: Row | bytes,
        expects: Expects,
    ) -> Any:
        """Send a command; return the answer, or None where the service refused it for good.

        Args:
            token: the caller's.
            method: PUT or POST.
            service: the service's name.
            path: of the endpoint.
            body: JSON, or a CSV file as bytes.
            expects: the events that the answer implies.
        """
        self._number += 1
        id_ = f"{self._number:032x}"
        name = f"{method} {service} {path}"
        is_file = isinstance(body, bytes)
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "text/csv" if is_file else "application/json",
            "Idempotency-Key": id_,
            "traceparent": f"00-{id_}-{1:016x}-00",
        }
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        try:
            answer = await self._until_answered(method, service, path, headers, content, {})
        except Unanswered:
            self.log.unanswered.append(name)
            return None
        if answer.is_error:
            self.log.refused[f"{answer.status_code} {service}: {answer.json().get('detail', '')[:80]}"] += 1
            return None
        reply = answer.json()
        last = path.partition("?")[0].rpartition("/")[2]
        self.log.accept(Command(id_, name, tuple(expects(reply))), f"{service} {last}")
        return reply

    async def _until_answered(
        self,
        method: str,
        service: str,
        path: str,
        headers: Mapping[str, str],
        content: bytes,
        params: Mapping[str, str],
    ) -> httpx.Response:
        """Repeat a request until a service answers it.

        Raises:
            Unanswered: no service answered.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        pause = _FIRST_PAUSE
        while True:
            self.log.sent += 1
            url = self._dice.choice(self._urls[service]) + path
            try:
                answer = await self._http.request(
                    method, url, headers=headers, content=content or None, params=params
                )
            except httpx.HTTPError as error:
                trouble = type(error).__name__
            else:
                if not answer.is_server_error:
                    return answer
                trouble = str(answer.status_code)
            self.log.trouble[f"{trouble} {service}"] += 1
            if time.monotonic() > deadline:
                raise Unanswered(f"{method} {service} {path}")
            self.log.repeats += 1
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
