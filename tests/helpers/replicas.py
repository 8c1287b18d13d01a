"""A service as processes of their own, which may be killed, on a database and topics of a test's own."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from devstack.ports import free_port
from shared.runtime.mongo import connect, database
from shared.testing.clients import http_client
from shared.testing.namespace import environment_of, make_namespace

PROJECT = Path(__file__).resolve().parents[2]


@dataclass
class Replica:
    """A process of the service, and how to ask it."""

    process: asyncio.subprocess.Process
    http: httpx.AsyncClient

    async def ready(self):
        assert self.process.returncode is None, f"replica ended: {self.process.returncode}"
        try:
            return (await self.http.get("/health/ready")).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def computing(self):
        """Its computing process, if it has one."""
        children = psutil.Process(self.process.pid).children() if self.process.returncode is None else []
        return next(iter(children), None)

    async def end(self, signum=signal.SIGTERM):
        if self.process.returncode is None:
            self.process.send_signal(signum)
        async with asyncio.timeout(240):
            await self.process.wait()


@dataclass
class Replicas:
    """The processes of one test."""

    service: str
    settings: object
    db: object
    replicas: list

    async def start(self):
        """Start a replica and wait until it has partitions."""
        port = free_port()
        env = environment_of(self.settings, log_level="ERROR", port=port)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services", self.service, cwd=PROJECT, env={**os.environ, **env}
        )
        url = f"http://127.0.0.1:{port}"
        replica = Replica(process, http_client(base_url=url))
        self.replicas.append(replica)
        await until(replica.ready)
        return replica


@asynccontextmanager
async def replicas_of(environment, service, kind=Replicas):
    """Room for replicas of a service; those that still run at the end are ended."""
    async with make_namespace(environment) as settings:
        client = connect(settings.mongo_uri)
        namespace = kind(service, settings, database(client, settings.mongo_database), [])
        try:
            yield namespace
        finally:
            for replica in namespace.replicas:
                await replica.end()
                await replica.http.aclose()
            client.close()


async def until(condition, seconds=240):
    """Wait; the machine that runs the tests may be busy."""
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.02)
