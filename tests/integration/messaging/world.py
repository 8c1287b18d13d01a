"""Helpers for tests of failures: replicas, facts to handle, the state expected at the end."""

import asyncio
import os
import signal
import sys
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from devstack.ports import free_port
from shared.contracts.feedback import PairingHealthChanged
from shared.contracts.scheduling import SessionHeld
from shared.runtime.mongo import connect, database
from shared.testing.clients import http_client
from shared.testing.harness import TEST_NOW, TEST_SCOPE, start_publisher
from shared.testing.namespace import environment_of, make_namespace
from shared.testing.topics import read_topic

PROJECT = Path(__file__).resolve().parents[3]
PAIRINGS = ("p1", "p2", "p3")


async def until(condition, seconds=240):
    """Wait; the machine that runs the tests may be busy."""
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.05)


def session_held(number, pairing="p1", kind=SessionHeld, session=None):
    """The fact that the n-th session of a pairing was held."""
    return kind(
        session_id=f"{pairing}-{session or f's{number}'}",
        pairing_id=pairing,
        mentor_id="m1",
        mentee_id="e1",
        number=number,
        starts_at="2026-01-05T10:00:00Z",
        ends_at="2026-01-05T11:00:00Z",
    )


def held(number, pairing):
    """The n-th session of a pairing; all of a pairing's are events of one key, so that their order counts."""
    return session_held(number, pairing, session="key")


@dataclass
class Replica:
    """A process of the ledger."""

    process: asyncio.subprocess.Process
    http: httpx.AsyncClient

    def signal(self, signum):
        self.process.send_signal(signum)

    async def ready(self):
        try:
            return (await self.http.get("/health/ready")).status_code == httpx.codes.OK
        except httpx.HTTPError:
            assert self.process.returncode is None, f"replica ended: {self.process.returncode}"
            return False

    async def metric(self, name):
        """The sum of a metric over its labels."""
        lines = (await self.http.get("/metrics")).text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name}{{"))

    async def stopped(self):
        """Whether the kernel says that it stands still."""
        return psutil.Process(self.process.pid).status() == psutil.STATUS_STOPPED

    async def ended(self, seconds=240):
        async with asyncio.timeout(seconds):
            return await self.process.wait()


@dataclass
class World:
    """Topics and a database of a test's own, and the processes that work on them."""

    settings: object
    db: object
    publisher: object
    replicas: list = field(default_factory=list)

    async def start(self, *, point="", signum=signal.SIGKILL, calls=1, slow=0.0, **settings):
        """Start a replica; it is ready, unless it is to die before."""
        port = free_port()
        env = environment_of(self.settings, log_level="ERROR", port=port, **settings)
        env["TEST_SLOW"] = str(slow)
        if point:
            env |= {"TEST_POINT": point, "TEST_SIGNAL": signum.name, "TEST_CALLS": str(calls)}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.integration.messaging.replica",
            cwd=PROJECT,
            env={**os.environ, **env},
        )
        http = http_client(base_url=f"http://127.0.0.1:{port}")
        replica = Replica(process, http)
        self.replicas.append(replica)
        await until(replica.ready)
        return replica

    async def publish(self, numbers, pairings=PAIRINGS):
        facts = [held(number, pairing) for number in numbers for pairing in pairings]
        return await self.publisher.publish(facts, TEST_SCOPE, TEST_NOW)

    async def counted(self):
        """The effects in the ledger: each pairing's numbers in the order they were counted."""
        rows = self.db["tallies"].find({}, {"id": 1, "numbers": 1})
        return {row["id"]: row["numbers"] async for row in rows}

    async def all_counted(self, numbers, pairings=PAIRINGS):
        return await self.counted() == {pairing: list(numbers) for pairing in pairings}

    async def unpublished(self):
        """Rows that are due and not marked published."""
        return await self.db["outbox"].count_documents({"published_at": None, "due_at": {"$lte": TEST_NOW}})

    async def topic(self):
        """The events of the tallies on the ledger's own topic, each key's in order of arrival."""
        topic = f"{self.settings.topic_prefix}mentoring.feedback"
        by_key = defaultdict(list)
        for envelope, _ in await read_topic(self.settings, topic, 2):
            if envelope.type == PairingHealthChanged.contract.type:
                by_key[envelope.subject].append((envelope.sequence, envelope.id))
        return by_key

    async def check(self, numbers, pairings=PAIRINGS):
        """Every event had its effect once and in order, and so was what it published; nothing is left over.

        Returns how many records of the topic were repetitions.
        """
        await until(lambda: self.all_counted(numbers, pairings))
        await until(lambda: _is(self.unpublished(), 0))
        wanted = list(range(1, len(numbers) + 1))
        topic = await self.topic()
        for pairing in pairings:
            firsts = list(dict.fromkeys(topic[pairing]))
            assert [sequence for sequence, _ in firsts] == wanted
        assert await self.all_counted(numbers, pairings)
        assert await self.db["parked"].count_documents({}) == 0
        return sum(len(records) for records in topic.values()) - len(numbers) * len(pairings)

    async def close(self):
        for replica in self.replicas:
            if replica.process.returncode is None:
                replica.signal(signal.SIGKILL)
                await replica.ended()
            await replica.http.aclose()


async def _is(awaitable, expected):
    return await awaitable == expected


@asynccontextmanager
async def open_world(environment, **settings):
    async with make_namespace(environment, **settings) as namespace, start_publisher(namespace) as publisher:
        client = connect(namespace.mongo_uri)
        world = World(namespace, database(client, namespace.mongo_database), publisher)
        try:
            yield world
        finally:
            await world.close()
            client.close()
