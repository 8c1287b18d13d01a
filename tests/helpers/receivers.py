"""A receiver of webhooks on loopback, for tests: a real HTTP server that notes what it gets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from shared.testing.serving import serve


@dataclass(frozen=True)
class Received:
    """A request that arrived."""

    headers: dict[str, str]
    body: bytes
    json: Any

    @property
    def id(self) -> str:
        """The webhook's id, the same in every try."""
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """The requests that arrived, and how to answer.

    Attributes:
        url: where it answers.
        requests: what arrived, in order.
        answers: the next answers, one each; then ``answer``.
        answer: the status, unless the next answers say otherwise.
        failing: substrings of a body for which the answer is 500.
        delay: seconds before each answer.
        headers: of each answer.
        content: the body of each answer.
    """

    url: str = ""
    requests: list[Received] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    answer: int = 204
    failing: set[str] = field(default_factory=set)
    delay: float = 0
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""

    async def take(self, request: Request) -> Response:
        """Note a request and answer it."""
        body = await request.body()
        self.requests.append(Received(dict(request.headers), body, await request.json()))
        await asyncio.sleep(self.delay)
        if any(part.encode() in body for part in self.failing):
            return Response(status_code=500)
        status = self.answers.pop(0) if self.answers else self.answer
        return Response(self.content, status_code=status, headers=self.headers)

    async def got(self, number: int, seconds: float = 60) -> list[Received]:
        """Wait until this many requests have arrived."""
        async with asyncio.timeout(seconds):
            while len(self.requests) < number:
                await asyncio.sleep(0.02)
        return self.requests


@asynccontextmanager
async def run_receiver() -> AsyncIterator[Receiver]:
    """Run a receiver until the block ends."""
    receiver = Receiver()
    app = FastAPI()
    app.add_api_route("/hook", receiver.take, methods=["POST", "GET"])
    async with serve(app) as url:
        receiver.url = f"{url}/hook"
        yield receiver
