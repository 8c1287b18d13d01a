"""Hostile clients, as a process of their own: each connection is held until the server closes it."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from typing import Final

HOST: Final = b"Host: x\r\n"
OUTER_SECONDS: Final = 600

Client = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def says(content: bytes) -> Client:
    """Send this and nothing more."""

    async def attack(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        await writer.drain()

    return attack


def drips(start: bytes, drop: bytes) -> Client:
    """Send this, then a little again and again."""

    async def attack(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while not writer.is_closing():
            await asyncio.sleep(0.3)
            writer.write(drop)
            await writer.drain()

    return attack


def attacks(token: str) -> dict[str, Client]:
    json_head = HOST + b"Content-Type: application/json\r\n"
    token_line = b"Authorization: Bearer " + token.encode() + b"\r\n"
    put = b"PUT /programmes/imports HTTP/1.1\r\n"
    return {
        "nothing": says(b""),
        "half a head": says(b"GET /health/live HTTP/1.1\r\nHost:"),
        "a dripping head": drips(b"GET /health/live HTTP/1.1\r\n", b"X-A: b\r\n"),
        "a huge header": says(b"GET / HTTP/1.1\r\nX: " + b"x" * 60_000 + b"\r\n\r\n"),
        "many headers": says(b"GET / HTTP/1.1\r\n" + HOST + b"a: b\r\n" * 2000 + b"\r\n"),
        "an endless line": drips(b"GET /" + b"x" * 10_000, b"x" * 4000),
        "an odd method": says(b"EVIL1 /health/live HTTP/1.1\r\n" + HOST + b"\r\n"),
        "a method of 50,000 letters": says(b"M" * 50_000 + b" / HTTP/1.1\r\n" + HOST + b"\r\n"),
        "a long address": says(b"GET /" + b"p" * 5000 + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
        "garbage": says(bytes(range(256)) * 40),
        "a TLS greeting": says(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500),
        "large JSON without a token": says(
            put + json_head + b"Content-Length: 900000\r\n\r\n" + b"[{}," * 200_000
        ),
        "large JSON in chunks without a token": drips(
            put + json_head + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"[" * 4096 + b"\r\n"
        ),
        "a bad chunk after the answer": says(
            put + json_head + b"Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\nzzz\r\n"
        ),
        "a file without a token": says(
            b"POST /programmes/p/imports HTTP/1.1\r\nHost: x\r\nContent-Length: 19000000\r\n\r\n"
            + b"a" * 200_000
        ),
        "a dripping body": drips(
            put + json_head + token_line + b"Content-Length: 900000\r\n\r\n", b" "
        ),
        "a bad chunk in a body": says(
            put + json_head + token_line + b"Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\nzzz\r\n"
        ),
        "two requests in one, the second odd": says(
            b"GET /health/live HTTP/1.1\r\n" + HOST + b"\r\nEVIL2 / HTTP/1.1\r\n" + HOST + b"\r\n"
        ),
        "answers that nobody reads": says((b"GET /openapi.json HTTP/1.1\r\n" + HOST + b"\r\n") * 60),
        "an upgrade": says(
            b"GET / HTTP/1.1\r\n" + HOST + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        ),
    }  # fmt: skip


async def suffer(port: int, name: str, attack: Client) -> tuple[str, str]:
    """Attack; returns the kind and what the server answered first, once it has closed the connection."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**16)
    except OSError as error:
        return name, type(error).__name__
    attacking = asyncio.create_task(attack(reader, writer))
    first = b""
    try:
        if name.startswith("answers that nobody"):
            await attacking
            while not writer.is_closing():  # the transport learns of a reset without reading
                await asyncio.sleep(0.2)
                writer.write(b"x")
                await writer.drain()
        while chunk := await reader.read(2**16):
            first = first or chunk[:12]
    except OSError:
        pass
    finally:
        attacking.cancel()
        writer.close()
    return name, first.partition(b" ")[2].decode() or "closed"


def shuffled(kinds: dict[str, Client], count: int) -> Iterator[tuple[str, Client]]:
    names = list(kinds)
    for number in range(count):
        yield names[number % len(names)], kinds[names[number % len(names)]]


async def main(port: int, count: int, token: str) -> None:
    clients = [suffer(port, name, attack) for name, attack in shuffled(attacks(token), count)]
    async with asyncio.timeout(OUTER_SECONDS):
        seen = Counter(await asyncio.gather(*clients))
    outcomes: dict[str, dict[str, int]] = {}
    for (name, answer), times in seen.items():
        outcomes.setdefault(name, {})[answer] = times
    sys.stdout.write(json.dumps(outcomes))


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
