"""An overloaded service answers accepted requests soon, and refuses the others at once."""

import asyncio
import json
import math
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlsplit

import pytest

from devstack.services import ServiceRunner
from shared.runtime.mongo import connect
from shared.runtime.settings import Settings
from shared.testing.namespace import make_namespace
from tests.helpers.people import dates_around_today

pytestmark = pytest.mark.integration

LEAST = Settings.model_fields["least_admitted"].default
CALM, FLOOD = LEAST, 10 * LEAST
"""Numbers of concurrent clients; the first is the number always admitted."""
PROGRAMME = json.dumps(
    {
        "name": "Reverse mentoring 2026",
        **dates_around_today(),
        "regions": ["emea"],
        "terms_version": "2026-1",
    }
).encode()


@dataclass
class Answers:
    """The durations of answers, by status."""

    seconds: dict[int, list[float]] = field(default_factory=dict)

    def p99(self, status: int) -> float:
        durations = sorted(self.seconds[status])
        return durations[math.ceil(len(durations) * 0.99) - 1]

    def median(self, status: int) -> float:
        return median(self.seconds[status])


@asynccontextmanager
async def enrollment(stack, environment, root):
    async with make_namespace(environment) as namespace:
        runner = ServiceRunner(
            root,
            stack,
            tie_to_parent=True,
            database_prefix=namespace.mongo_database,
            extra_env={"MENTORING_TOPIC_PREFIX": namespace.topic_prefix, "MENTORING_LOG_LEVEL": "WARNING"},
        )
        client = connect(environment.mongo_uri)
        try:
            await asyncio.to_thread(runner.start, "enrollment")
            tokens = [runner.issuer.mint("ana", f"t{number}", ["coordinator"]) for number in range(200)]
            port = urlsplit(runner.url("enrollment")).port
            assert port is not None
            yield Service(port, tokens)
        finally:
            await asyncio.to_thread(runner.stop_all)
            await client.drop_database(f"{namespace.mongo_database}_enrollment")
            client.close()


@dataclass
class Service:
    """A running service and coordinators of many tenants."""

    port: int
    tokens: list[str]

    async def send(self, answers: Answers, number: int, name: str) -> int:
        """Open a programme, each in a tenant of its own as far as there are tenants."""
        tenant, more = number % len(self.tokens), number // len(self.tokens)
        request = (
            f"PUT /programmes/{name}-{more} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            f"Authorization: Bearer {self.tokens[tenant]}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(PROGRAMME)}\r\n\r\n"
        )
        began = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request.encode() + PROGRAMME)
        answer = await reader.read()
        writer.close()
        status = int(answer.split()[1])
        assert status != 503 or b"\r\nretry-after: 1\r\n" in answer.lower()
        answers.seconds.setdefault(status, []).append(time.monotonic() - began)
        return status


async def crowd(service: Service, kind: str, clients: int, each: int) -> Answers:
    """Let this many clients send ``each`` requests, one after the other."""
    answers = Answers()

    async def client(number: int) -> None:
        for turn in range(each):
            if await service.send(answers, number, f"{kind}-{turn}") == 503:
                await asyncio.sleep(0.3)  # less than the answer asks for

    await asyncio.gather(*(client(number) for number in range(clients)))
    return answers


async def test_an_overloaded_service_refuses_at_once_and_recovers(stack, environment, tmp_path):
    async with enrollment(stack, environment, tmp_path) as service:
        await crowd(service, "warm", CALM, 2)
        calm = await crowd(service, "calm", CALM, 6)
        flood = await crowd(service, "flood", FLOOD, 4)
        print(f"99th percentile: {flood.p99(201) / calm.p99(201):.1f} times as long as in calm")  # noqa: T201
        after = await crowd(service, "after", 1, 1)
        assert calm.seconds.keys() == {201}
        assert flood.seconds.keys() == {201, 503}
        assert after.seconds.keys() == {201}
        assert flood.median(503) < flood.median(201)
