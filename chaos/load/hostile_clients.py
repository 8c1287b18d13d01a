"""Hostile clients, in a tenant of their own: they must not slow down or stop others."""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from devstack.tokens import LocalIssuer

TENANT: Final = "mallory"
PROGRAMME: Final = "rm-mallory"
_PATH: Final = f"/programmes/{PROGRAMME}"
_PAUSE_SECONDS: Final = 0.4
_SLOW_AT_ONCE: Final = 20
_HEADER: Final = "employee_id,name,email,grade,department,team,region,time_zone,hired_on,languages,manager_id"


@dataclass
class Mallory:
    """Addresses and tokens that the hostile clients share.

    Attributes:
        urls: base URLs of the services, one for each.
        http: an HTTP client of their own.
        token: of a coordinator of their tenant.
        answers: how often each status came, by attack.
        open: connections held open without finishing a request.
    """

    urls: dict[str, str]
    http: httpx.AsyncClient
    token: str
    answers: Counter[str] = field(default_factory=Counter)
    open: list[asyncio.StreamWriter] = field(default_factory=list)

    async def ask(self, attack: str, service: str, method: str, path: str, **request: Any) -> None:
        """Send a request to a service that is up and count its answer, or that there was none."""
        if service not in self.urls:
            return
        headers = {"Authorization": f"Bearer {self.token}"} | request.pop("headers", {})
        try:
            answer = await self.http.request(method, self.urls[service] + path, headers=headers, **request)
        except (httpx.HTTPError, OSError) as error:
            self.answers[f"{attack}: {type(error).__name__}"] += 1
        else:
            self.answers[f"{attack}: {answer.status_code}"] += 1

    async def raw(self, attack: str, service: str, *parts: bytes) -> None:
        """Write bytes to a connection and leave it open; the oldest are closed."""
        address = urlsplit(self.urls[service])
        try:
            _, writer = await asyncio.open_connection(address.hostname, address.port)
            self.open.append(writer)
            for part in parts:
                writer.write(part)
                await asyncio.wait_for(writer.drain(), 5)
        except (OSError, TimeoutError) as error:
            self.answers[f"{attack}: {type(error).__name__}"] += 1
        else:
            self.answers[f"{attack}: left open"] += 1
        while len(self.open) > _SLOW_AT_ONCE:
            await _close(self.open.pop(0))


Attack = Callable[[Mallory], Awaitable[None]]


async def attack_all_the_while(
    urls: dict[str, str], issuer: LocalIssuer, pause: Callable[[float], Awaitable[bool]]
) -> Counter[str]:
    """Repeat all attacks until the load is over; return the counts of the answers.

    Args:
        urls: base URLs of the services.
        issuer: mints the tokens.
        pause: waits some seconds; returns whether to continue.
    """
    async with httpx.AsyncClient(timeout=20, trust_env=False) as http:
        mallory = Mallory(urls, http, issuer.mint("mallory", TENANT, ["coordinator"]))
        try:
            while True:
                for attack in _ATTACKS:
                    await attack(mallory)
                    if not await pause(_PAUSE_SECONDS):
                        return mallory.answers
        finally:
            for writer in mallory.open:
                await _close(writer)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError, TimeoutError):
        await asyncio.wait_for(writer.wait_closed(), 1)


async def _open_with_a_long_trace(mallory: Mallory) -> None:
    body = {
        "name": "x" * 50, "starts_on": "2026-01-05", "ends_on": "2026-12-18", "regions": ["emea"],
        "terms_version": "1", "rules": {"idle_warn_days": 30},
    }  # fmt: skip
    for length in (10, 5_000, 60_000):
        headers = {
            "traceparent": "A" * length,
            "tracestate": "x=" + "y" * length,
            "x-correlation-id": "c" * length,
        }
        await mallory.ask("long trace", "enrollment", "PUT", _PATH, json=body, headers=headers)


async def _large_body_without_a_token(mallory: Mallory) -> None:
    body = b"[" + b"{}," * 300_000 + b"{}]"
    for path in ("/programmes/imports", f"{_PATH}/imports", _PATH):
        headers = {"Authorization": "", "content-type": "application/json"}
        await mallory.ask("no token", "enrollment", "PUT", path, content=body, headers=headers)


async def _methods_of_any_kind(mallory: Mallory) -> None:
    for service in mallory.urls:
        await mallory.raw("method", service, b"EVIL" * 12_000 + b" /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        await mallory.raw("method", service, b"BREW /health/live HTTP/1.1\r\nHost: x\r\n\r\n")


async def _slow_requests(mallory: Mallory) -> None:
    head = b"PUT /programmes/p HTTP/1.1\r\nHost: x\r\n"
    for service in mallory.urls:
        await mallory.raw("slow", service, head)
        await mallory.raw("slow", service, head + b"Content-Length: 900000\r\n\r\n", b"{")


async def _bare_commas(mallory: Mallory) -> None:
    await _import(mallory, "bare commas", f"{_HEADER}\n" + ",,,,,,,,,,\n" * 3_000)


async def _many_languages(mallory: Mallory) -> None:
    languages = " ".join(f"{a}{b}{c}:1" for a in "abcdefghij" for b in "abcdefghij" for c in "abcdefghij")
    row = f"m-1,Ann,ann@x.example,3,{'d' * 5_000},t,emea,Europe/Berlin,2020-01-01,{languages},\n"
    await _import(mallory, "many languages", f"{_HEADER}\n{row}")


async def _deep_line(mallory: Mallory) -> None:
    rows = (
        f"d-{n},N{n},n{n}@x.example,3,d,t,emea,Europe/Berlin,2020-01-01,en:3,{f'd-{n - 1}' if n else ''}\n"
        for n in range(500)
    )
    await _import(mallory, "deep line", f"{_HEADER}\n{''.join(rows)}")


async def _import(mallory: Mallory, attack: str, text: str) -> None:
    path = f"{_PATH}/imports?mode=partial"
    headers = {"content-type": "text/csv"}
    await mallory.ask(attack, "enrollment", "POST", path, content=text.encode(), headers=headers)


async def _large_policy(mallory: Mallory) -> None:
    pairs = [{"mentor_id": f"a-{n}", "mentee_id": f"b-{n}"} for n in range(5_000)]
    await mallory.ask("large policy", "matching", "PUT", f"{_PATH}/policy", json={"must_pair": pairs})


async def _many_rounds(mallory: Mallory) -> None:
    for _ in range(5):
        await mallory.ask("rounds", "matching", "POST", f"{_PATH}/rounds", json={})


async def _deep_json(mallory: Mallory) -> None:
    deep = json.dumps({"a": 1}).encode().replace(b"1", b"[" * 100_000)
    headers = {"content-type": "application/json"}
    for service in mallory.urls:
        await mallory.ask("deep json", service, "POST", f"{_PATH}/rounds", content=deep, headers=headers)


_ATTACKS: Final[tuple[Attack, ...]] = (
    _open_with_a_long_trace,
    _large_body_without_a_token,
    _methods_of_any_kind,
    _slow_requests,
    _bare_commas,
    _many_languages,
    _deep_line,
    _large_policy,
    _many_rounds,
    _deep_json,
)
