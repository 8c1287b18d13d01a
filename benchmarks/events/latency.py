"""From a committed HTTP command to its effect in another service's database, on real service processes."""

import asyncio
import contextlib
import io
import itertools
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import aiohttp

from chaos.load.hostile_clients import attack_all_the_while
from devstack.services import ServiceRunner
from devstack.stack import Addresses
from shared.runtime.mongo import Collection, Document, connect
from simulation.sample import write_sample

TENANT = "acme"
PROGRAMME = "bench"
_PREFIX = "latency"
_WARM_UP = 4000
_SERVICES = ("enrollment", "console")


@dataclass(frozen=True)
class Latency:
    """Milliseconds from the answer to the command until the next service has stored the effect.

    Attributes:
        p50: at the median.
        p99: at the 99th percentile.
        answer_p50: milliseconds from the request to its answer.
        answer_p99: the same at the 99th percentile.
        commands: how many were measured.
        per_second: how many were sent in a second.
    """

    p50: float
    p99: float
    answer_p50: float
    answer_p99: float
    commands: int
    per_second: float


@dataclass
class _Bench:
    """Enrollment and console as processes, with employees who can enrol."""

    runner: ServiceRunner
    http: aiohttp.ClientSession
    employees: Iterator[str]
    seen: dict[str, float]

    async def measure(self, commands: int, per_second: int) -> Latency:
        """Enrol people at a steady rate; the effect is the console's row of each."""
        people = list(itertools.islice(self.employees, commands))
        answered = await _enrol(self.http, self.runner, people, per_second)
        await _until_seen(answered, self.seen)
        effects = [max(self.seen[person] - at, 0.0) for person, (_, at) in answered.items()]
        answers = [at - sent for sent, at in answered.values()]
        return Latency(*_cuts(effects), *_cuts(answers), len(answered), per_second)


async def command_to_effect(root: Path, addresses: Addresses, *, commands: int, per_second: int) -> Latency:
    """Measure at a steady rate, after a warm-up at the same."""
    async with _bench(root, addresses, commands + _WARM_UP) as bench:
        await bench.measure(_WARM_UP, per_second)
        return await bench.measure(commands, per_second)


async def beside_attackers(
    root: Path, addresses: Addresses, *, commands: int, per_second: int, rounds: int
) -> list[tuple[Latency, Latency]]:
    """Measure without and with hostile clients of another tenant, in turn; a pair for each round.

    Quotas are production's, as they are a part of the defence.
    """
    people = commands * rounds * 2 + _WARM_UP
    quotas = {"MENTORING_PERSON_QUOTA": "50", "MENTORING_TENANT_QUOTA": "500"}
    latencies = []
    async with _bench(root, addresses, people, quotas) as bench:
        await bench.measure(_WARM_UP, per_second)
        for _ in range(rounds):
            quiet = await bench.measure(commands, per_second)
            over = asyncio.Event()
            attack = asyncio.create_task(_attack(bench.runner, over))
            attacked = await bench.measure(commands, per_second)
            over.set()
            await attack
            latencies.append((quiet, attacked))
    return latencies


async def _attack(runner: ServiceRunner, over: asyncio.Event) -> None:
    async def pause(seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), seconds)
        return not over.is_set()

    urls = {name: runner.url(name) for name in _SERVICES}
    await attack_all_the_while(urls, runner.issuer, pause)


@asynccontextmanager
async def _bench(
    root: Path, addresses: Addresses, people: int, settings: Mapping[str, str] | None = None
) -> AsyncIterator[_Bench]:
    """Start the services with a programme and this many employees."""
    environment = {"MENTORING_TOPIC_PREFIX": "latency.", **(settings or {})}
    runner = ServiceRunner(
        root, addresses, database_prefix=_PREFIX, tie_to_parent=True, extra_env=environment
    )
    client = connect(addresses.mongo_uri)
    for name in _SERVICES:
        await client.drop_database(f"{_PREFIX}_{name}")
    try:
        for name in _SERVICES:
            await asyncio.to_thread(runner.start, name)
        token = runner.issuer.mint("bench", TENANT, ["coordinator"])
        headers = {"Authorization": f"Bearer {token}"}
        async with aiohttp.ClientSession(runner.url("enrollment"), headers=headers) as http:
            employees = await _prepare(http, people)
            seen: dict[str, float] = {}
            watcher = asyncio.create_task(_watch(client[f"{_PREFIX}_console"]["people"], seen))
            await asyncio.sleep(1)
            yield _Bench(runner, http, iter(employees), seen)
            watcher.cancel()
    finally:
        await asyncio.to_thread(runner.stop_all)
        client.close()


def _cuts(seconds: list[float]) -> tuple[float, float]:
    """Return the median and the 99th percentile, in milliseconds."""
    cuts = quantiles(seconds, n=100)
    return cuts[49] * 1000, cuts[98] * 1000


async def _prepare(http: aiohttp.ClientSession, people: int) -> list[str]:
    """Return a programme and enough employees for it."""
    programme = {
        "name": "Bench", "starts_on": "2026-01-05", "ends_on": "2028-12-31",
        "regions": ["emea", "apac", "americas"], "terms_version": "1",
    }  # fmt: skip
    await _ask(http.put(f"/programmes/{PROGRAMME}", json=programme))
    text = io.StringIO()
    write_sample(text, people, 7)
    await _ask(
        http.post(
            f"/programmes/{PROGRAMME}/imports",
            data=text.getvalue().encode(),
            headers={"Content-Type": "text/csv"},
        )
    )
    return [line.split(",")[0] for line in text.getvalue().splitlines()[1:]]


async def _enrol(
    http: aiohttp.ClientSession, runner: ServiceRunner, employees: list[str], per_second: int
) -> dict[str, tuple[float, float]]:
    """Send commands at a rate, whether or not earlier ones are answered; when each was sent and answered."""
    tokens = {
        employee: runner.issuer.mint(employee, TENANT, ["participant"], employee_id=employee)
        for employee in employees
    }
    started = time.perf_counter()
    answered: dict[str, tuple[float, float]] = {}

    async def one(number: int, employee: str) -> None:
        await asyncio.sleep(max(started + number / per_second - time.perf_counter(), 0))
        body = {
            "role": "mentor", "consent": True, "terms_version": "1",
            "working_hours": {"starts": "09:00", "ends": "17:00"},
            "topics": [{"topic": "ai-prompting", "level": 2}],
        }  # fmt: skip
        sent = time.perf_counter()
        own = {"Authorization": f"Bearer {tokens[employee]}"}
        answer = await _ask(http.post(f"/programmes/{PROGRAMME}/participants", json=body, headers=own))
        answered[answer["participant_id"]] = sent, time.perf_counter()

    await asyncio.gather(*(one(number, employee) for number, employee in enumerate(employees)))
    return answered


async def _watch(people: Collection, seen: dict[str, float]) -> None:
    """Note when each person's row becomes visible."""
    stored: list[Document] = [
        {"$match": {"operationType": {"$in": ["insert", "replace"]}}},
        {"$project": {"documentKey": 1}},
    ]
    async with people.watch(stored) as stream:
        async for change in stream:
            seen.setdefault(change["documentKey"]["_id"].rsplit("/", 1)[1], time.perf_counter())


async def _until_seen(answered: Mapping[str, object], seen: Mapping[str, float]) -> None:
    deadline = time.perf_counter() + 60
    while answered.keys() - seen.keys():
        if time.perf_counter() > deadline:
            raise TimeoutError(f"{len(answered.keys() - seen.keys())} effects never came")
        await asyncio.sleep(0.05)


async def _ask(request: AbstractAsyncContextManager[aiohttp.ClientResponse]) -> dict[str, str]:
    async with request as answer:
        if not answer.ok:
            raise RuntimeError(f"{answer.url.path}: {answer.status} {(await answer.text())[:300]}")
        body: dict[str, str] = await answer.json()
        return body
